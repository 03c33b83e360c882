/** The hash of the page that this runs in, put together again from its parts as the build does.
 *
 *  A page cannot read its own file; but its script, style and policy stand in it as they are.
 */

import { sha256 } from '@noble/hashes/sha2.js';

import { assemble } from './assemble';
import { encode, hex } from './bytes';
import template from '../ui/page.html';

/** The page's whole program, which is its workers' too; undefined outside of a page. */
export const ownProgram =
  // Only while the script is first run does the page say which one it is.
  typeof document === 'object' ? (document.currentScript?.textContent ?? undefined) : undefined;

/** Return the SHA-256 of this page's file, or undefined outside of one. */
export function ownPageDigest(): string | undefined {
  const style = typeof document === 'object' ? document.querySelector('style')?.textContent : null;
  const policy = 'meta[http-equiv="Content-Security-Policy"]';
  const meta = typeof document === 'object' ? document.querySelector<HTMLMetaElement>(policy) : null;
  if (ownProgram === undefined || style == null || !meta) return undefined;
  const page = assemble(template, { policy: meta.content, style, script: ownProgram });
  return hex(sha256(encode(page)));
}
