/** Holds what the custody log says of case, key, seal and exhibits against what is in the bag. */

import type { Sentence } from '../contract';
import { type JsonObject, field, isObject } from './canonical';
import { type Custody, declaredDamaged, declaredMissing, every } from './custody';
import type { Findings } from './findings';
import { sentence } from './format-error';
import { EXHIBITS, shown } from './layout';
import { type Part, cover, placeOf, readParts } from './parts';

const FEW = 10;
const MOST_NAMED = 3;

type Facts = ReadonlyMap<string, string>;

/** The parts that a file is one of, and which. */
export interface PartOf {
  readonly parts: readonly Part[];
  readonly place: number;
}

/** Check the log against `bag-info.txt`: the case and key of its start, the seal of its end.
 *
 *  Returns the parts when this is one of several.
 */
export function checkStory(log: Custody, facts: Facts, findings: Findings): PartOf | undefined {
  const agree = (label: string, logged: unknown): void => {
    if (facts.get(label) !== logged) findings.add('log-differs', { label });
  };
  const firstLost = declaredMissing(log).some(([first]) => first <= 1);
  if (facts.size && !firstLost) {
    const opened = every(log, 'opened')[0] ?? {};
    agree('Keepsafe-Case', field(opened, 'case'));
    agree('Keepsafe-Signing-Key-SHA256', field(opened, 'signing_key'));
  }
  const last = log.entries.at(-1);
  const begun = last?.what === 'seal-begun' ? log.data.get(last.seq) : undefined;
  if (!begun) {
    findings.add('log-end');
  } else if (facts.size) {
    agree('Keepsafe-Seal-Number', written(field(begun, 'seal')));
    if (field(begun, 'bundle') !== `${facts.get('External-Identifier')}.zip`) {
      findings.add('log-other-file');
    }
    const previous = field(begun, 'previous_seal_code');
    agree('Keepsafe-Previous-Seal-Code', previous === '' ? 'none' : previous);
  }
  if (!begun) return undefined;
  const parts = readParts(begun);
  const place = placeOf(parts ?? [], field(begun, 'bundle'));
  if (facts.size) agree('Keepsafe-Part', parts?.length ? `${place}/${parts.length}` : undefined);
  if (!parts) return undefined;
  const exhibits = every(log, 'added').filter((data) => field(data, 'kind') === 'exhibit');
  const items = new Set(exhibits.map((data) => written(field(data, 'id'))));
  if (!place || !cover(parts, items, declaredDamaged(log))) {
    findings.add('log-parts');
    return undefined;
  }
  return { parts, place };
}

/** Check that every exhibit of the log is here with its hash, and no other; of a part, its own. */
export function compareExhibits(
  log: Custody,
  set: PartOf | undefined,
  digests: ReadonlyMap<string, string>,
  listed: ReadonlySet<string>,
  findings: Findings,
): void {
  const damaged = declaredDamaged(log);
  const mine = set && new Set(set.parts[set.place - 1]?.exhibits);
  const changed = new Set(findings.changed);
  const told = new Set<string>();
  for (const data of every(log, 'added')) {
    if (field(data, 'kind') !== 'exhibit') continue;
    const item = field(data, 'id');
    const file = field(data, 'file');
    const plain = exhibitName(item, isObject(file) ? file : {});
    // A browser's kind of file is named as the text it is.
    const name = [plain, `${plain}.txt`].find((n) => digests.has(n) || changed.has(n)) ?? plain;
    told.add(name);
    const digest = digests.get(name);
    if (mine && !(typeof item === 'string' && mine.has(item))) {
      if (digest !== undefined) findings.note(name, sentence('exhibit-elsewhere', { name }), true);
      continue;
    }
    const logged = isObject(file) ? field(file, 'sha256') : undefined;
    if (digest !== undefined && digest !== logged) {
      findings.note(name, sentence('exhibit-other', { name }), true);
    } else if (digest === undefined && !changed.has(name) && !damaged.has(String(item))) {
      findings.noteAbsent(plain, shown(written(item)));
    }
  }
  for (const name of digests.keys()) {
    if (!name.startsWith(EXHIBITS) || told.has(name)) continue;
    // The log may be what was changed, so a file on the list is not accused itself.
    if (listed.has(name)) findings.add('exhibit-unlogged-listed', { name });
    else findings.note(name, sentence('exhibit-unlogged', { name }), true);
  }
}

/** Return what the log says was lost before the sealing, and is not here. */
export function lostBefore(log: Custody, names: Iterable<string>): readonly Sentence[] {
  const numbers = new Set<number>();
  for (const name of names) {
    if (name.startsWith(EXHIBITS)) numbers.add(Number.parseInt(name.slice(EXHIBITS.length), 10));
  }
  const damaged = [...declaredDamaged(log)].map((item) => Number(item.slice(1)));
  const gone = damaged.filter((n) => !numbers.has(n)).sort((a, b) => a - b);
  const present = new Set(log.entries.map((entry) => entry.seq));
  const runs = new Map<string, readonly [number, number]>();
  for (const run of declaredMissing(log)) if (!present.has(run[0])) runs.set(run.join('–'), run);
  const gaps = [...runs.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const told = gaps.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`));
  return [
    ...few(gone.map((n) => `E${n}`), 'names', 'lost-exhibits', 'lost-exhibits-more'),
    ...few(told, 'numbers', 'lost-entries', 'lost-entries-more'),
  ];
}

/** Say which part this is, and where the rest is. */
export function aboutParts(set: PartOf): Sentence {
  const others = set.parts.map((part) => part.bundle).filter((_name, n) => n !== set.place - 1);
  const values = {
    part: set.place,
    parts: set.parts.length,
    names: others.slice(0, MOST_NAMED).join(', '),
  };
  const count = others.length - MOST_NAMED;
  return count > 0 ? sentence('part-more', { ...values, count }) : sentence('part', values);
}

function few(
  items: readonly string[],
  gap: string,
  key: 'lost-exhibits' | 'lost-entries',
  more: 'lost-exhibits-more' | 'lost-entries-more',
): readonly Sentence[] {
  if (!items.length) return [];
  const values = { [gap]: items.slice(0, FEW).join(', ') };
  return [sentence(items.length > FEW ? more : key, values)];
}

/** Return the name that an exhibit of the log has in a sealed file. */
function exhibitName(item: unknown, file: JsonObject): string {
  const number = written(item).slice(1);
  if (!/^[0-9]+$/.test(number)) return '';
  return `${EXHIBITS}${number.padStart(4, '0')}.${written(field(file, 'extension'))}`;
}

/** Return a text or number as it is written; nothing else of the data is compared. */
function written(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : 'None';
}
