/** Bytes as hex and text, and compared. */

const utf8 = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

export type Bytes = Uint8Array<ArrayBuffer>;

/** Return lower-case hex. */
export function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** Return the bytes of hex digits, two each. */
export function fromHex(text: string): Bytes {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function encode(text: string): Bytes {
  return utf8.encode(text) as Bytes;
}

/** Return the text, or undefined when the bytes are not UTF-8. */
export function decode(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Return the text with a mark for each byte that is not UTF-8. */
export function decodeLoosely(bytes: Uint8Array): string {
  return lenient.decode(bytes);
}

export function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

export function startsWith(bytes: Uint8Array, start: string): boolean {
  return bytes.length >= start.length && [...start].every((c, i) => bytes[i] === c.charCodeAt(0));
}
