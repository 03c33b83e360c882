/**
 * What a case holds, as a fold of its log (case/record.py), from what is handed over alone.
 *
 * Nothing here trusts the data: whoever has the words can write any log. A value of another type
 * than it should have is left out.
 */

import type { LogLine } from '../../contract';
import { FIELDS, isKind, KINDS } from './fields';
import type { Kind } from './fields';

/** The fields that are filled in; a Map, so that no name in the data can be a trick. */
export type Fields = ReadonlyMap<string, string>;

export interface FileFacts {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly media_type: string;
  readonly extension: string;
  readonly modified: string;
  readonly pixels?: readonly [number, number];
  readonly embedded: readonly string[];
}

export interface Item {
  readonly id: string;
  readonly kind: Kind;
  readonly fields: Fields;
  readonly added: LogLine;
  /** Of an exhibit alone. */
  readonly file?: FileFacts;
  /** The names under which the same bytes were brought again. */
  readonly also: readonly string[];
}

export interface Exhibit extends Item {
  readonly file: FileFacts;
}

export interface Seal {
  readonly number: number;
  readonly code: string;
  readonly file_sha256: string;
  readonly finished: LogLine;
}

export interface Handover {
  readonly line: LogLine;
  readonly seal: number;
  readonly officer: string;
  readonly agency: string;
  readonly file_number: string;
  readonly method: string;
  /** The day it was given, such as 2026-11-23, where that was noted. */
  readonly day: string;
}

export interface Record {
  readonly case: Fields;
  readonly items: Readonly<{ [K in Kind]: readonly Item[] }>;
  readonly exhibits: readonly Exhibit[];
  readonly seals: readonly Seal[];
  readonly handovers: readonly Handover[];
  readonly log: readonly LogLine[];
  /** Exhibits that were found damaged before the sealing, whether they are listed or not. */
  readonly damaged: readonly string[];
  /** The parts of a file that is one of several, as the newest sealing tells them. */
  readonly parts: readonly Part[];
}

/** One part: its file's name, and the numbers of its exhibits. */
export interface Part {
  readonly bundle: string;
  readonly exhibits: readonly string[];
}

const ACTIVE = new Set(['html', 'svg', 'xml', 'xhtml']);
const ID = /^[A-Z][1-9][0-9]{0,7}$/;
// Twice what Keepsafe takes in one field (case/fields.py): no text it wrote is longer, in the two
// units of a rare character. Millions of signs, each shown as a code, would stop the browser.
const LONGEST = 40_000;

/** Return the ASCII file name that an exhibit has in a sealed file, such as "0003.png". */
export function neutralName(exhibit: Exhibit): string {
  const active = ACTIVE.has(exhibit.file.extension) ? '.txt' : '';
  return `${exhibit.id.slice(1).padStart(4, '0')}.${exhibit.file.extension}${active}`;
}

/** Return the value of a field, or "". */
export function get(fields: Fields, name: string): string {
  return fields.get(name) ?? '';
}

/** Return a string from the log's data, or "". */
export function textOf(data: unknown, name: string): string {
  const value = member(data, name);
  return typeof value === 'string' ? held(value) : '';
}

/** Return a text, or the beginning of one that is longer than any that Keepsafe writes. */
function held(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST)} [... +${String(text.length - LONGEST)}]`;
}

/** Return what `data` holds under a name of its own, or undefined. */
export function member(data: unknown, name: string): unknown {
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, name)) return undefined;
  return (data as { readonly [key: string]: unknown })[name];
}

function numberOf(data: unknown, name: string): number {
  const value = member(data, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function textsOf(data: unknown, name: string): string[] {
  const value = member(data, name);
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string').map(held) : [];
}

/** Return the texts of an object from the log's data, by their names, in their order. */
export function pairs(data: unknown): [string, string][] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, held(value)]] : [],
  );
}

function fieldsOf(kind: Kind | 'case', data: unknown): Fields {
  const known = FIELDS[kind];
  const given = new Map(pairs(data));
  const kept = new Map<string, string>();
  for (const name of Object.keys(known)) {
    const value = given.get(name);
    if (value) kept.set(name, value);
  }
  return kept;
}

function fileOf(data: unknown): FileFacts {
  const pixels = member(data, 'pixels');
  const [width, height] = Array.isArray(pixels) ? (pixels as unknown[]) : [];
  return {
    name: textOf(data, 'name'),
    size: numberOf(data, 'size'),
    sha256: textOf(data, 'sha256'),
    media_type: textOf(data, 'media_type'),
    extension: textOf(data, 'extension'),
    modified: textOf(data, 'modified'),
    ...(typeof width === 'number' && typeof height === 'number'
      ? { pixels: [width, height] as const }
      : {}),
    embedded: textsOf(data, 'embedded'),
  };
}

class Fold {
  readonly case = new Map<string, string>();
  readonly items = new Map<string, Item>();
  private readonly also = new Map<string, string[]>();
  readonly seals = new Map<number, Seal>();
  readonly handovers: Handover[] = [];
  readonly damaged = new Set<string>();
  parts: readonly Part[] = [];
  private readonly left = new Set<string>();
  private readonly removed = new Set<string>();

  apply(line: LogLine): void {
    const data = line.data;
    if (data === undefined) return;
    switch (line.what) {
      case 'opened':
      case 'set':
        for (const [name, value] of pairs(member(data, 'values'))) this.case.set(name, value);
        return;
      case 'added':
        this.add(line, data);
        return;
      case 'added-again':
        this.addAgain(data);
        return;
      case 'described':
      case 'corrected':
        this.describe(line, data);
        return;
      case 'withheld':
        this.left.add(textOf(data, 'id'));
        return;
      case 'included':
        this.left.delete(textOf(data, 'id'));
        return;
      case 'removed':
        this.removed.add(textOf(data, 'id'));
        return;
      case 'seal-begun':
        this.parts = partsOf(member(data, 'parts'));
        return;
      case 'seal-abandoned':
        this.seals.delete(numberOf(data, 'seal'));
        return;
      case 'sealed':
        this.seal(line, data);
        return;
      case 'handed-over':
        this.handovers.push({
          line,
          seal: numberOf(data, 'seal'),
          officer: textOf(data, 'officer'),
          agency: textOf(data, 'agency'),
          file_number: textOf(data, 'file_number'),
          method: textOf(data, 'method'),
          day: textOf(data, 'day'),
        });
        return;
      case 'damage-found':
        for (const id of textsOf(data, 'exhibits')) this.damaged.add(id);
    }
  }

  private add(line: LogLine, data: unknown): void {
    const id = textOf(data, 'id');
    const kind = member(data, 'kind');
    if (!isKind(kind) || !ID.test(id)) return;
    const fields = fieldsOf(kind, member(data, 'fields'));
    const file = kind === 'exhibit' ? { file: fileOf(member(data, 'file')) } : {};
    const also: string[] = [];
    this.also.set(id, also);
    this.items.set(id, { id, kind, fields, added: line, also, ...file });
  }

  private addAgain(data: unknown): void {
    this.also.get(textOf(data, 'id'))?.push(textOf(member(data, 'file'), 'name'));
  }

  /** What a correction corrects is not handed over; the correction holds the whole, so it adds. */
  private describe(line: LogLine, data: unknown): void {
    const item = this.items.get(textOf(data, 'id'));
    if (item) {
      this.items.set(item.id, { ...item, fields: fieldsOf(item.kind, member(data, 'fields')) });
    } else if (line.what === 'corrected' && member(data, 'kind') !== 'exhibit') {
      this.add(line, data);
    }
  }

  private seal(line: LogLine, data: unknown): void {
    const number = numberOf(data, 'seal');
    this.seals.set(number, {
      number,
      code: textOf(data, 'seal_code'),
      file_sha256: textOf(data, 'file_sha256'),
      finished: line,
    });
  }

  isTold(item: Item): boolean {
    return !this.left.has(item.id) && !this.removed.has(item.id);
  }
}

function partsOf(value: unknown): readonly Part[] {
  if (!Array.isArray(value)) return [];
  return value.map((one) => ({ bundle: textOf(one, 'bundle'), exhibits: textsOf(one, 'exhibits') }));
}

/** Return what a log adds up to, as it is handed over. */
export function fold(log: readonly LogLine[]): Record {
  const state = new Fold();
  for (const line of log) state.apply(line);
  const told = [...state.items.values()]
    .filter((item) => state.isTold(item))
    .sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
  const of = (kind: Kind): readonly Item[] => told.filter((item) => item.kind === kind);
  const items = Object.fromEntries(KINDS.map((kind) => [kind, of(kind)])) as {
    [K in Kind]: readonly Item[];
  };
  state.case.delete('title');
  return {
    case: fieldsOf('case', Object.fromEntries(state.case)),
    items,
    exhibits: told.filter((item): item is Exhibit => item.file !== undefined),
    seals: [...state.seals.values()],
    handovers: state.handovers,
    log,
    damaged: [...state.damaged],
    parts: state.parts,
  };
}
