/** What the log's own data tells: what was kept out, and what each entry is about. */

import type { LogLine } from '../../contract';
import { member, pairs, textOf } from './record';

export interface KeptOut {
  readonly id: string;
  readonly seq: number;
  readonly why: string;
  readonly how: 'withheld' | 'removed';
}

/** See report/logbook.py; `noted` is the line in which a value was written down as it stands. */
export interface Logbook {
  readonly keptOut: readonly KeptOut[];
  readonly about: ReadonlyMap<number, readonly string[]>;
  readonly noted: ReadonlyMap<string, LogLine>;
}

/** Return what `lines` tell, in their order. */
export function readLogbook(lines: readonly LogLine[]): Logbook {
  const keptOut = new Map<string, KeptOut>();
  const about = new Map<number, readonly string[]>();
  const noted = new Map<string, { line: LogLine; value: string }>();
  for (const line of lines) {
    const { seq, what, data } = line;
    if (data === undefined) continue;
    const names = aboutWhat(what, data);
    if (names.length > 0) about.set(seq, names);
    for (const [name, value] of writtenDown(what, data)) {
      if ((noted.get(name)?.value ?? '') !== value) noted.set(name, { line, value });
    }
    const id = textOf(data, 'id');
    const how = keptOut.get(id)?.how;
    if (what === 'withheld' && how !== 'removed') {
      keptOut.set(id, { id, seq, why: textOf(data, 'why'), how: 'withheld' });
    } else if (what === 'included' && how === 'withheld') {
      keptOut.delete(id);
    } else if (what === 'removed') {
      keptOut.set(id, { id, seq, why: textOf(data, 'why'), how: 'removed' });
    }
  }
  return {
    keptOut: [...keptOut.values()],
    about,
    noted: new Map([...noted].map(([name, { line }]) => [name, line])),
  };
}

function aboutWhat(what: string, data: unknown): readonly string[] {
  const id = textOf(data, 'id');
  if (id) return [id];
  if (what === 'set') return pairs(member(data, 'values')).map(([name]) => `case.${name}`);
  const seal = member(data, 'seal');
  if (typeof seal === 'number') return [`seal.${String(seal)}`];
  const several = what === 'damage-found' || what === 'copies-removed';
  const exhibits = several ? member(data, 'exhibits') : undefined;
  return Array.isArray(exhibits) ? exhibits.map(String) : [];
}

function writtenDown(what: string, data: unknown): [string, string][] {
  if (what === 'opened' || what === 'set') {
    return pairs(member(data, 'values')).map(([name, value]) => [`case.${name}`, value]);
  }
  if (what === 'added' || what === 'described' || what === 'corrected') {
    const id = textOf(data, 'id');
    return pairs(member(data, 'fields')).map(([name, value]) => [`${id}.${name}`, value]);
  }
  return [];
}
