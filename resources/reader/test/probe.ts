/** A page with the checking half and nothing to see, for measuring it; see speed.mjs. */

import type { Secret } from '../src/contract';
import { core } from '../src/core/index';
import { ownPageDigest } from '../src/core/own-page';

const input = document.createElement('input');
input.type = 'file';
document.body.append(input);

/** Check the chosen file, and say what came of it and how long it took. */
async function check(secret: Secret): Promise<{ bytes: string; seconds: number }> {
  const began = performance.now();
  const file = input.files?.[0] as File;
  const opened = await core.open(file, secret, () => undefined, new AbortController().signal);
  const seconds = (performance.now() - began) / 1000;
  opened.close();
  return { bytes: opened.verdict.bytes, seconds };
}

Object.assign(globalThis, { probe: { check, ownPageDigest } });
