/** The custody log of a sealed file: every entry, unbroken, with the data that is handed over. */

import type { LogLine, Sentence } from '../contract';
import type { Bytes } from './bytes';
import { type JsonObject, field, isObject, parseCanonical } from './canonical';
import { type Entry, chainBreaks, commitment, readEntry } from './entries';
import { FormatError, sentence } from './format-error';
import { CUSTODY_DATA, CUSTODY_LOG, isExhibitId } from './layout';
import { Turns } from './turns';

const LONGEST_LINE = 4 * 1024 * 1024;
const MOST_PROBLEMS = 100;

/** A run of entries, `[first, last]`, that was lost from the disk before the sealing. */
export type Run = readonly [number, number];

/** A custody log as read: its entries, the data told of them, and what is wrong. */
export interface Custody {
  readonly entries: readonly Entry[];
  readonly data: ReadonlyMap<number, JsonObject>;
  readonly problems: readonly Sentence[];
}

export const NO_CUSTODY: Custody = { entries: [], data: new Map(), problems: [] };

/** Return the data, where it is handed over, of every entry of a kind. */
export function every(log: Custody, what: string): readonly JsonObject[] {
  const data = log.entries.filter((e) => e.what === what).map((e) => log.data.get(e.seq));
  return data.filter((one) => one !== undefined);
}

/** Return the exhibits that were found damaged before the sealing, and left out. */
export function declaredDamaged(log: Custody): ReadonlySet<string> {
  const listed = every(log, 'damage-found').flatMap((data) => list(field(data, 'exhibits')));
  return new Set(listed.filter(isExhibitId));
}

/** Return the runs of entries that were found missing before the sealing. */
export function declaredMissing(log: Custody): readonly Run[] {
  const listed = every(log, 'damage-found').flatMap((data) => list(field(data, 'missing_entries')));
  return listed.filter(isRun);
}

function isRun(run: unknown): run is Run {
  return Array.isArray(run) && run.length === 2 && run.every((n) => typeof n === 'number');
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Read both files and check the chain, and each piece of data against its entry. */
export async function readCustody(log: Bytes, data: Bytes, turns: Turns): Promise<Custody> {
  const problems: Sentence[] = [];
  const entries: Entry[] = [];
  for (const line of lines(log, CUSTODY_LOG, problems)) {
    await turns.next();
    collect(problems, () => entries.push(readEntry(parseCanonical(line), line)));
  }
  const bySeq = new Map(entries.map((entry) => [entry.seq, entry]));
  const told = new Map<number, JsonObject>();
  for (const line of lines(data, CUSTODY_DATA, problems)) {
    await turns.next();
    collect(problems, () => {
      const { seq, salt, value } = readData(line);
      const fits = commitment(salt, value) === bySeq.get(seq)?.commit && !told.has(seq);
      if (!fits) throw new FormatError('data-promise', { number: seq });
      told.set(seq, value);
    });
  }
  const custody = { entries, data: told, problems };
  const declared = declaredMissing(custody);
  for (const { first, last, reason } of chainBreaks(entries)) {
    // Only what is really absent can have been lost before; an entry that is here must fit.
    const lost = declared.some((run) => run[0] === first && run[1] === last);
    if (!lost || bySeq.has(first)) problems.push(reason);
  }
  return custody;
}

/** Return the log as the showing half has it. */
export function told(log: Custody): readonly LogLine[] {
  return log.entries.map(({ seq, at, utc_offset, actor, what }) => {
    const data = log.data.get(seq);
    return { seq, at, utc_offset, actor, what, ...(data && { data }) };
  });
}

function collect(problems: Sentence[], step: () => void): void {
  try {
    step();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    problems.push(error.sentence);
  }
}

function* lines(content: Bytes, path: string, problems: Sentence[]): Generator<Bytes> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  let start = 0;
  for (let end = content.indexOf(10); end >= 0; end = content.indexOf(10, start)) {
    if (problems.length > MOST_PROBLEMS) {
      problems.push(sentence('more-wrong', { name }));
      return;
    }
    if (end - start > LONGEST_LINE) problems.push(sentence('line-long', { name }));
    else yield content.subarray(start, end);
    start = end + 1;
  }
  if (start !== content.length) problems.push(sentence('line-cut', { name }));
}

function readData(line: Bytes): { seq: number; salt: string; value: JsonObject } {
  const parts = parseCanonical(line);
  if (Object.keys(parts).sort().join() !== 'data,salt,seq') throw new FormatError('data-parts');
  const [seq, salt, value] = ['seq', 'salt', 'data'].map((name) => field(parts, name));
  const hex64 = typeof salt === 'string' && /^[0-9a-f]{64}$/.test(salt);
  if (typeof seq !== 'number' || !hex64 || !isObject(value)) throw new FormatError('data-part');
  return { seq, salt, value };
}
