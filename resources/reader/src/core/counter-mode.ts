/** AES-256 in WinZip's counter mode: WebAssembly where it runs, the library elsewhere. */

import { unsafe } from '@noble/ciphers/aes.js';

import wasm from 'virtual:aes';

import { type Bytes, equal } from './bytes';

const BLOCK = 16;
const ROOM = 256 * 1024;

/** Combines data, in place, with the key stream from a block's number on. */
type Cipher = (key: Bytes, data: Bytes, counter: number) => void;

/** What aes_ctr.as.ts exports. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly keys: WebAssembly.Global;
  readonly data: WebAssembly.Global;
  prepare(): void;
  apply(blocks: number, counter: bigint): void;
}

let starting: Promise<Cipher> | undefined;

/** Return the cipher, the same every time. */
export function counterMode(): Promise<Cipher> {
  starting ??= fastCipher().catch(() => byLibrary);
  return starting;
}

/** Return the fast cipher; rejects when it does not start, or does not do as the library does. */
async function fastCipher(): Promise<Cipher> {
  const program = Uint8Array.from(atob(wasm), (c) => c.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(program);
  const exports = instance.exports as unknown as Exports;
  exports.prepare();
  const room = new Uint8Array(exports.memory.buffer, exports.data.value as number, ROOM);
  const roundKeys = new Uint32Array(exports.memory.buffer, exports.keys.value as number, 60);
  const cipher: Cipher = (key, data, counter) => {
    roundKeys.set(unsafe.expandKeyLE(key));
    for (let at = 0; at < data.length; at += ROOM) {
      const part = data.subarray(at, at + ROOM);
      room.set(part);
      exports.apply(Math.ceil(part.length / BLOCK), BigInt(counter + at / BLOCK));
      part.set(room.subarray(0, part.length));
    }
  };
  insistSame(cipher);
  return cipher;
}

/** A computer that numbers its bytes the other way round, or anything else, is found out here. */
function insistSame(cipher: Cipher): void {
  const key = Uint8Array.from({ length: 32 }, (_, i) => i * 7);
  const [one, other] = [new Uint8Array(1000), new Uint8Array(1000)];
  cipher(key, one, 2 ** 32 - 30);
  byLibrary(key, other, 2 ** 32 - 30);
  if (!equal(one, other)) throw new Error('The fast cipher is wrong here.');
}

/** The library's cipher counts in 32 bits; past them (64 GiB into the content) it starts anew. */
export function byLibrary(key: Bytes, data: Bytes, counter: number): void {
  const expanded = unsafe.expandKeyLE(key);
  for (let at = 0; at < data.length; ) {
    const block = counter + at / BLOCK;
    const room = (2 ** 32 - (block % 2 ** 32)) * BLOCK;
    const part = data.subarray(at, at + Math.min(room, data.length - at));
    unsafe.ctr32(expanded, true, counterBlock(block), part, part);
    at += part.length;
  }
}

function counterBlock(counter: number): Bytes {
  const block = new Uint8Array(BLOCK);
  new DataView(block.buffer).setBigUint64(0, BigInt(counter), true);
  return block;
}
