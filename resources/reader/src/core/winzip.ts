/** WinZip AE-2 decryption of a ZIP member (the WinZip "AES Encryption Information" document).
 *
 *  PBKDF2-HMAC-SHA1 with 1000 rounds makes the keys. AES-256 in counter mode, the counter
 *  little-endian from 1; HMAC-SHA1 over the ciphertext, cut to 80 bits.
 */

import { type Bytes, encode, equal } from './bytes';
import { counterMode } from './counter-mode';

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
export async function decryptInPlace(key: Bytes, data: Bytes, offset: number): Promise<void> {
  const cipher = await counterMode();
  cipher(key, data, 1 + offset / BLOCK);
}
