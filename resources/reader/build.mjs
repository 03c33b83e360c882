/** Builds OPEN-ME.html: one file with everything in it, the same bytes on every machine.
 *
 *     node build.mjs [OUTPUT]
 */
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assemble } from './src/core/assemble.js';
import { LARGEST, esbuildOptions } from './bundling.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const output = resolve(process.argv[2] ?? join(here, '../bundle/OPEN-ME.html'));

/** Return the CSP source that allows exactly this inline text. */
function hashSource(text) {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** Nothing may be fetched, sent, embedded or run but what lies in this one file. */
function policy(script, style) {
  return [
    "default-src 'none'",
    `script-src ${hashSource(script)} 'wasm-unsafe-eval'`,
    `style-src ${hashSource(style)}`,
    'img-src blob: data:',
    'media-src blob:',
    'worker-src blob:',
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** Bundle one entry point and return its text. */
async function bundle(entry, options) {
  const { outputFiles } = await build({ ...esbuildOptions, ...options, entryPoints: [entry] });
  // In a string, which is all that can hold it, this is the same and opens no HTML comment.
  return outputFiles[0].text.trim().replaceAll('<!--', '\\x3c!--');
}

/** An inline script or style ends where HTML says it does, so neither may hold such a place. */
function insistInline(text, what) {
  if (new RegExp(`</${what}|<!--`, 'i').test(text)) throw new Error(`The ${what} would end early.`);
  // The browser turns these into others, and then the policy's hash does not fit.
  if (/[\r\0]/.test(text)) throw new Error(`The ${what} holds a character that HTML changes.`);
  return text;
}

const script = insistInline(await bundle(join(here, 'src/ui/main.ts'), {}), 'script');
const style = insistInline(await bundle(join(here, 'src/ui/style.css'), {}), 'style');
const template = await readFile(join(here, 'src/ui/page.html'), 'utf8');
const page = assemble(template, { policy: policy(script, style), style, script });
const bytes = Buffer.from(page, 'utf8');
if (bytes.length > LARGEST) throw new Error(`${bytes.length} bytes are more than ${LARGEST}.`);
await writeFile(output, bytes);
console.log(`${bytes.length} bytes, SHA-256 ${createHash('sha256').update(bytes).digest('hex')}`);
