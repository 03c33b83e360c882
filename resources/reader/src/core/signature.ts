/** The signature over a tag manifest: ECDSA P-256 with SHA-256, DER, checked by WebCrypto. */

import { sha256 } from '@noble/hashes/sha2.js';

import { type Bytes, decode, equal, fromHex, hex } from './bytes';
import { FormatError } from './format-error';

const LONGEST_PEM = 4096;
const BEGIN = '-----BEGIN PUBLIC KEY-----';
const END = '-----END PUBLIC KEY-----';
// AlgorithmIdentifier { id-ecPublicKey, prime256v1 } (RFC 5480).
const P256 = fromHex('301306072a8648ce3d020106082a8648ce3d030107');
/** SubjectPublicKeyInfo of an uncompressed P-256 point: all that stands before its X and Y. */
const PREFIX = fromHex(`3059${hex(P256)}03420004`);
const COORDINATE = 32;
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };

/** A signature that does not hold, by a key that could be read and has this fingerprint. */
export class NotItsSignatureError extends FormatError {
  constructor(readonly fingerprint: string) {
    super('signature-wrong');
  }
}

/** Return the fingerprint of the key in `pem` when its signature holds; else throw `FormatError`. */
export async function checkSignature(pem: Bytes, der: Bytes, signed: Bytes): Promise<string> {
  const key = keyIn(pem);
  if (!equal(key.subarray(2, 2 + P256.length), P256)) throw new FormatError('signing-key-kind');
  const whole = key.length === PREFIX.length + 2 * COORDINATE;
  if (!whole || !equal(key.subarray(0, PREFIX.length), PREFIX)) {
    throw new FormatError('signing-key-unreadable');
  }
  let imported: CryptoKey;
  try {
    imported = await crypto.subtle.importKey('spki', key, CURVE, false, ['verify']);
  } catch {
    throw new FormatError('signing-key-unreadable'); // no point of the curve
  }
  // The key's file is on no list, so nothing else would notice what is put around the key.
  if (decode(pem) !== pemOf(key)) throw new FormatError('signing-key-form');
  const raw = rawSignature(der);
  const how = { name: 'ECDSA', hash: 'SHA-256' };
  const holds = raw && (await crypto.subtle.verify(how, imported, raw, signed));
  const fingerprint = hex(sha256(key));
  if (!holds) throw new NotItsSignatureError(fingerprint);
  return fingerprint;
}

/** Return the DER in a PEM text, whatever stands around it. */
function keyIn(pem: Bytes): Bytes {
  const text = pem.length <= LONGEST_PEM ? String.fromCharCode(...pem) : undefined;
  // Python's library calls what is too long a key of another kind; so does this.
  if (text === undefined) throw new FormatError('signing-key-kind');
  const start = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (start < 0 || end < start) throw new FormatError('signing-key-unreadable');
  try {
    const base64 = text.slice(start + BEGIN.length, end).replace(/\s/g, '');
    return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  } catch {
    throw new FormatError('signing-key-unreadable');
  }
}

function pemOf(der: Bytes): string {
  const base64 = btoa(String.fromCharCode(...der));
  const lines = base64.match(/.{1,64}/g) ?? [];
  return [BEGIN, ...lines, END, ''].join('\n');
}

/** Return the 64 bytes r, s of a signature in DER, or undefined for any but its one spelling.
 *
 *  DER has one: shortest lengths, shortest non-negative numbers, nothing after them.
 */
export function rawSignature(der: Bytes): Bytes | undefined {
  // Two numbers of at most 33 bytes each: every length fits in one byte.
  if (der.length < 8 || der.length > 72 || der[0] !== 0x30 || der[1] !== der.length - 2) {
    return undefined;
  }
  const raw = new Uint8Array(2 * COORDINATE);
  let at = 2;
  for (const end of [COORDINATE, 2 * COORDINATE]) {
    const size = der[at + 1];
    if (der[at] !== 0x02 || size === undefined || size === 0 || at + 2 + size > der.length) {
      return undefined;
    }
    let number = der.subarray(at + 2, at + 2 + size);
    at += 2 + size;
    const [first, second = 0] = number;
    if (first === undefined || first >= 0x80) return undefined; // negative
    if (first === 0) {
      if (second < 0x80) return undefined; // zero, or a zero too many
      number = number.subarray(1);
    }
    if (number.length > COORDINATE) return undefined;
    raw.set(number, end - number.length);
  }
  return at === der.length ? raw : undefined;
}
