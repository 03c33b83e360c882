/** Canonical JSON (RFC 8785) as Keepsafe writes it: one spelling for one value.
 *
 *  Objects with ASCII names, arrays, strings, whole numbers up to 2^53 - 1, true, false and null.
 */

import { type Bytes, decode, encode, equal } from './bytes';
import { FormatError } from './format-error';

const DEEPEST = 100;

export type JsonObject = { readonly [name: string]: unknown };

/** Return the one canonical spelling of `value` in UTF-8. */
export function canonical(value: unknown): Bytes {
  const parts: string[] = [];
  write(value, 0, parts);
  return encode(parts.join(''));
}

/** Return the object that `line` spells, refusing any spelling but the canonical one. */
export function parseCanonical(line: Bytes): JsonObject {
  const text = decode(line);
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    throw new FormatError('json-invalid');
  }
  if (!isObject(value) || !equal(canonical(value), line)) throw new FormatError('json-form');
  return value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Return an own field of an object; what JSON did not spell is not there. */
export function field(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function write(value: unknown, depth: number, parts: string[]): void {
  if (depth > DEEPEST) throw new FormatError('json-deep');
  if (typeof value === 'number') {
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new FormatError('json-number');
    if (!Number.isInteger(value)) throw new FormatError('json-fraction');
    parts.push(JSON.stringify(value));
  } else if (Array.isArray(value)) {
    parts.push('[');
    value.forEach((inner, i) => {
      if (i) parts.push(',');
      write(inner, depth + 1, parts);
    });
    parts.push(']');
  } else if (isObject(value)) {
    parts.push('{');
    Object.keys(value).sort().forEach((name, i) => {
      if (!/^[\0-\x7f]*$/.test(name)) throw new FormatError('json-name');
      parts.push(i ? ',' : '', JSON.stringify(name), ':');
      write(value[name], depth + 1, parts);
    });
    parts.push('}');
  } else {
    // A half of a pair has no UTF-8, so a text with one has no canonical form.
    if (typeof value === 'string' && /\p{Cs}/u.test(value)) throw new FormatError('json-text');
    parts.push(JSON.stringify(value));
  }
}
