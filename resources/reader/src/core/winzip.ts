/** WinZip AE-2 decryption of a ZIP member (the WinZip "AES Encryption Information" document).
 *
 *  PBKDF2-HMAC-SHA1 with 1000 rounds makes the keys. AES-256 in counter mode, the counter
 *  little-endian from 1; HMAC-SHA1 over the ciphertext, cut to 80 bits.
 */

import { unsafe } from '@noble/ciphers/aes.js';

import { type Bytes, encode, equal } from './bytes';

export const SALT_SIZE = 16;
export const CHECK_SIZE = 2;
export const MAC_SIZE = 10;
/** Where the ciphertext starts in a member's bytes. */
export const PREFIX = SALT_SIZE + CHECK_SIZE;
const KEY_SIZE = 32;
const BLOCK = 16;

export interface MemberKeys {
  readonly aes: Bytes;
  readonly mac: Bytes;
}

/** Return a member's keys from the 18 bytes at its start, or undefined when the password does not
 *  fit; one wrong in 65,536 fits. */
export async function memberKeys(prefix: Bytes, password: string): Promise<MemberKeys | undefined> {
  const raw = encode(password);
  const material = await crypto.subtle.importKey('raw', raw, 'PBKDF2', false, ['deriveBits']);
  const salt = prefix.slice(0, SALT_SIZE);
  const how = { name: 'PBKDF2', hash: 'SHA-1', salt, iterations: 1000 };
  const bits = await crypto.subtle.deriveBits(how, material, 8 * (2 * KEY_SIZE + CHECK_SIZE));
  const keys = new Uint8Array(bits);
  if (!equal(keys.subarray(2 * KEY_SIZE), prefix.subarray(SALT_SIZE, PREFIX))) return undefined;
  return { aes: keys.slice(0, KEY_SIZE), mac: keys.slice(KEY_SIZE, 2 * KEY_SIZE) };
}

/** Decrypt `data`, which stands `offset` bytes (a multiple of 16) into the content, in place. */
export function decryptInPlace(key: Bytes, data: Bytes, offset: number): void {
  const expanded = unsafe.expandKeyLE(key);
  let at = 0;
  while (at < data.length) {
    const counter = 1 + (offset + at) / BLOCK;
    // The library counts in 32 bits; past them (64 GiB into the content) it is started anew.
    const room = (2 ** 32 - (counter % 2 ** 32)) * BLOCK;
    const part = data.subarray(at, at + Math.min(room, data.length - at));
    unsafe.ctr32(expanded, true, counterBlock(counter), part, part);
    at += part.length;
  }
}

function counterBlock(counter: number): Bytes {
  const block = new Uint8Array(BLOCK);
  new DataView(block.buffer).setBigUint64(0, BigInt(counter), true);
  return block;
}
