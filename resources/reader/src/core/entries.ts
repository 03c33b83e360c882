/** One line of the custody log, and the chain that makes a missing line visible. */

import { sha256 } from '@noble/hashes/sha2.js';

import type { Sentence } from '../contract';
import { fromHex, hex } from './bytes';
import { type JsonObject, canonical, field } from './canonical';
import { FormatError, sentence } from './format-error';

const FIRST_PREV = '0'.repeat(64);
const HEX64 = /^[0-9a-f]{64}$/;
const WORD = /^[a-z][a-z-]{0,39}$/;
const PATTERNS: readonly (readonly [string, RegExp])[] = [
  ['at', /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/],
  ['utc_offset', /^[+-](?:0[0-9]|1[0-4]):[0-5][0-9]$/],
  ['actor', WORD],
  ['what', WORD],
  ['commit', HEX64],
  ['prev', HEX64],
];

/** An entry, without the data it speaks of; `digest` is the hash of its line. */
export interface Entry {
  readonly seq: number;
  readonly at: string;
  readonly utc_offset: string;
  readonly actor: string;
  readonly what: string;
  readonly commit: string;
  readonly prev: string;
  readonly digest: string;
}

/** Return the entry that a canonical line spells; `line` is its bytes. */
export function readEntry(value: JsonObject, line: Uint8Array): Entry {
  const names = Object.keys(value);
  const known = names.every((name) => name === 'seq' || PATTERNS.some(([n]) => n === name));
  if (names.length !== PATTERNS.length + 1 || !known) throw new FormatError('entry-fields');
  const seq = field(value, 'seq');
  if (typeof seq !== 'number' || seq < 1) throw new FormatError('entry-number');
  for (const [name, pattern] of PATTERNS) {
    const text = field(value, name);
    if (typeof text !== 'string' || !pattern.test(text)) {
      throw new FormatError('entry-field', { number: seq, name });
    }
  }
  // Only canonical lines come here, so the line's own hash is the entry's.
  return { ...(value as unknown as Omit<Entry, 'digest'>), digest: hex(sha256(line)) };
}

/** Return the hash of the 32 salt bytes (`salt` is their hex) and the canonical data. */
export function commitment(salt: string, data: JsonObject): string {
  return hex(sha256.create().update(fromHex(salt)).update(canonical(data)).digest());
}

/** A place where the chain does not hold: entries `first` to `last` are missing or altered. */
export interface Break {
  readonly first: number;
  readonly last: number;
  readonly reason: Sentence;
}

/** Return every place where the entries, in order, do not form one unbroken chain from 1. */
export function chainBreaks(entries: readonly Entry[]): readonly Break[] {
  const breaks: Break[] = [];
  let seq = 0;
  let prev = FIRST_PREV;
  for (const entry of entries) {
    const number = entry.seq;
    if (number <= seq) {
      breaks.push({ first: number, last: number, reason: sentence('entry-order', { number }) });
    } else if (number > seq + 1) {
      const [first, last] = [seq + 1, number - 1];
      breaks.push({ first, last, reason: missing(first, last) });
    } else if (entry.prev !== prev) {
      const reason = sentence('entry-follows', { number, before: seq });
      breaks.push({ first: number, last: number, reason });
    }
    seq = number;
    prev = entry.digest;
  }
  return breaks;
}

function missing(first: number, last: number): Sentence {
  if (first === last) return sentence('entry-missing', { number: first });
  return sentence('entries-missing', { first, last });
}
