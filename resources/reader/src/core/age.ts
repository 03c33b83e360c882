/** Reads an age file (C2SP age.md) at any place: the header by typage, the payload chunk by chunk.
 *
 *  No byte is given whose chunk was not authenticated, and the size is known only after the last
 *  chunk has proved to be the last.
 */

import { Decrypter } from 'age-encryption';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';

import { type Bytes, encode, startsWith } from './bytes';
import { FormatError } from './format-error';
import { BlobSource, type Source } from './source';

const LONGEST_HEADER = 1024 * 1024;
const NONCE_SIZE = 16;
const CHUNK = 64 * 1024;
const SEALED = CHUNK + 16;

/** None of the keys opens the file. */
export class NoMatchError extends Error {}

/** It was turned into text (ASCII armor), which this does not read, whatever it holds. */
export class AsTextError extends Error {}

/** A key has a letter wrong. */
export class MistypedKeyError extends Error {}

/** Where the payload of an age file lies, and its key. */
export interface Payload {
  readonly start: number;
  readonly size: number;
  readonly key: Bytes;
}

/** Return whether a file's first 64 bytes are those of an age file, as it is or as text. */
export function looksLikeAge(start: Bytes): boolean {
  return startsWith(start, 'age-encryption.org/') || isText(start);
}

function isText(start: Bytes): boolean {
  return String.fromCharCode(...start.subarray(0, 64)).includes('BEGIN AGE ENCRYPTED');
}

/** Return the keys in what was typed, none when something in it is not in the form of one.
 *
 *  A whole key file can be typed in: comments and empty lines are passed over.
 */
export function readKeys(typed: string): readonly string[] {
  const lines = typed.split(/\r?\n/).map((line) => line.trim());
  const keys = lines.filter((line) => line && !line.startsWith('#'));
  return keys.every((key) => /^AGE-SECRET-KEY-1[0-9A-Z]+$/.test(key)) ? keys : [];
}

/** Return the payload of the age file in `source`.
 *
 *  Throws `NoMatchError` when no key opens it, `MistypedKeyError` for a key that cannot be one,
 *  `AsTextError` when it is text, `FormatError` for a header that is not exactly the grammar.
 */
export async function openAge(source: Source, keys: readonly string[]): Promise<Payload> {
  const start = await source.read(0, LONGEST_HEADER);
  if (isText(start)) throw new AsTextError();
  const length = headerLength(start);
  const decrypter = new Decrypter();
  try {
    for (const key of keys) decrypter.addIdentity(key);
  } catch {
    throw new MistypedKeyError(); // its checksum does not fit
  }
  let fileKey: Uint8Array;
  try {
    fileKey = await decrypter.decryptHeader(start.slice(0, length));
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (message.startsWith('no identity matched')) throw new NoMatchError();
    throw new FormatError(message === 'invalid header HMAC' ? 'age-header-changed' : 'age-header');
  }
  const nonce = start.slice(length, length + NONCE_SIZE);
  if (nonce.length < NONCE_SIZE) throw new FormatError('age-header');
  const payload = length + NONCE_SIZE;
  return {
    start: payload,
    size: source.size - payload,
    key: hkdf(sha256, fileKey, nonce, encode('payload'), 32) as Bytes,
  };
}

/** Return how long the header is: it ends with the line that starts with three dashes. */
function headerLength(start: Bytes): number {
  let line = 0;
  for (let end = start.indexOf(10); end >= 0; end = start.indexOf(10, line)) {
    const last = startsWith(start.subarray(line, end), '---');
    line = end + 1;
    if (last) return line;
  }
  throw new FormatError('age-header');
}

/** The plaintext of an age payload. */
export class AgeSource implements Source {
  readonly #sealed: Source;
  readonly #key: Bytes;
  readonly #chunks: number;
  #atHand: { readonly chunk: number; readonly plain: Bytes } | undefined;

  private constructor(
    sealed: Source,
    key: Bytes,
    readonly size: number,
  ) {
    this.#sealed = sealed;
    this.#key = key;
    this.#chunks = Math.max(1, Math.ceil(sealed.size / SEALED));
  }

  /** Return the plaintext; its last chunk, which tells the size, is authenticated first. */
  static async open(blob: Blob, { start, size, key }: Payload): Promise<AgeSource> {
    const sealed = new BlobSource(blob, start, size);
    const chunks = Math.max(1, Math.ceil(size / SEALED));
    const content = size - chunks * (SEALED - CHUNK);
    const opened = new AgeSource(sealed, key, content);
    // An empty last chunk may only stand alone: else one plaintext had two forms.
    if (content < 0 || (chunks > 1 && content <= (chunks - 1) * CHUNK)) throw changed();
    await opened.#decrypt(chunks - 1, chunks);
    return opened;
  }

  async read(start: number, end: number): Promise<Bytes> {
    const until = Math.min(end, this.size);
    if (start >= until) return new Uint8Array(0);
    const first = Math.floor(start / CHUNK);
    const after = Math.ceil(until / CHUNK);
    const plain = await this.#decrypt(first, after);
    return plain.subarray(start - first * CHUNK, until - first * CHUNK);
  }

  async #decrypt(first: number, after: number): Promise<Bytes> {
    if (after === first + 1 && this.#atHand?.chunk === first) return this.#atHand.plain.slice();
    const sealed = await this.#sealed.read(first * SEALED, after * SEALED);
    const plain = new Uint8Array(sealed.length - (after - first) * (SEALED - CHUNK));
    for (let chunk = first; chunk < after; chunk++) {
      const at = (chunk - first) * SEALED;
      const cipher = chacha20poly1305(this.#key, nonceOf(chunk, chunk === this.#chunks - 1));
      let opened: Uint8Array;
      try {
        opened = cipher.decrypt(sealed.subarray(at, at + SEALED));
      } catch {
        throw changed();
      }
      plain.set(opened, (chunk - first) * CHUNK);
      this.#atHand = { chunk, plain: opened as Bytes };
    }
    return plain;
  }
}

function nonceOf(chunk: number, last: boolean): Bytes {
  const nonce = new Uint8Array(12);
  const view = new DataView(nonce.buffer);
  view.setBigUint64(3, BigInt(chunk));
  nonce[11] = last ? 1 : 0;
  return nonce;
}

function changed(): FormatError {
  return new FormatError('age-content');
}
