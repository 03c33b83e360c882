/** Hashes over data that comes in pieces: WebAssembly where it runs, plain code elsewhere.
 *
 *  Some computers have WebAssembly switched off; the answer must be the same there, only later.
 */

import { createCRC32, createHMAC, createSHA1, createSHA256 } from 'hash-wasm';
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';

import type { Bytes } from './bytes';

export interface Digest {
  update(data: Uint8Array): void;
  digest(): Uint8Array;
}

const hasWasm = typeof WebAssembly === 'object';

/** Return a fast hash, or the plain one where WebAssembly does not start. */
async function fastOr(
  fast: () => Promise<{
    init(): unknown;
    update(data: Uint8Array): unknown;
    digest(form: 'binary'): Uint8Array;
  }>,
  plain: () => Digest,
): Promise<Digest> {
  if (!hasWasm) return plain();
  try {
    const hasher = await fast();
    hasher.init();
    return {
      update: (data) => void hasher.update(data),
      digest: () => hasher.digest('binary'),
    };
  } catch {
    return plain();
  }
}

export function startSha256(): Promise<Digest> {
  return fastOr(createSHA256, () => sha256.create());
}

export function startHmacSha1(key: Bytes): Promise<Digest> {
  return fastOr(
    () => createHMAC(createSHA1(), key),
    () => hmac.create(sha1, key),
  );
}

/** Return a CRC-32, its four bytes big-endian. */
export function startCrc32(): Promise<Digest> {
  return fastOr(() => createCRC32(), plainCrc32);
}

function plainCrc32(): Digest {
  let crc = 0xffffffff;
  return {
    update: (data) => {
      for (const byte of data) crc = (TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
    },
    digest: () => {
      const bytes = new Uint8Array(4);
      new DataView(bytes.buffer).setUint32(0, ~crc);
      return bytes;
    },
  };
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

export function crcOf(digest: Uint8Array): number {
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0);
}
