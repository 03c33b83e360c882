/** A page with the checking half and nothing to see, for the tests in a browser. */

import { core } from '../src/core/index';
import { ownPageDigest } from '../src/core/own-page';
import { type Opened, Refused, type Secret } from '../src/contract';

const input = document.createElement('input');
input.type = 'file';
document.body.append(input);
let opened: Opened | undefined;

/** Check the chosen file; `cancelAfter` (ms) stops it. */
async function check(secret: Secret, cancelAfter?: number): Promise<unknown> {
  opened?.close();
  const [file] = input.files ?? [];
  const stop = new AbortController();
  if (cancelAfter !== undefined) setTimeout(() => stop.abort(), cancelAfter);
  const began = performance.now();
  let steps = 0;
  try {
    opened = await core.open(file as File, secret, () => steps++, stop.signal);
    return { ...opened.verdict, seconds: (performance.now() - began) / 1000, steps };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { refused: error.kind, seconds: (performance.now() - began) / 1000 };
  }
}

async function digest(blob: Blob): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return [...new Uint8Array(bytes)].map((b) => b.toString(16).padStart(2, '0')).join('');
}

async function content(name: string): Promise<string> {
  return digest(await (opened as Opened).content(name));
}

async function stream(name: string): Promise<string> {
  return digest(await new Response((opened as Opened).stream(name)).blob());
}

Object.assign(globalThis, { probe: { check, content, stream, ownPageDigest, look: () => core.look(input.files?.[0] as File) } });
