/** How single things of a case are told (report/telling.py). */

import type { LogLine, Verdict } from '../../contract';
import { FIELDS } from '../case/fields';
import type { Kind } from '../case/fields';
import type { Logbook } from '../case/logbook';
import { get, neutralName } from '../case/record';
import type { Exhibit, Fields, Item, Record } from '../case/record';
import type { Language, Phrases } from '../texts/phrases';
import { value } from './model';
import type { Fact, Value } from './model';
import { unusual } from './sanitize';
import * as times from './times';

/** What a report is made from: a case as it is handed over, and facts of the sealing. */
export interface Source {
  readonly record: Record;
  readonly logbook: Logbook;
  readonly info: Verdict['info'];
  readonly bundle: string;
  readonly seal: number;
  /** Exhibits that were found damaged and are not in the file. */
  readonly damaged: ReadonlySet<string>;
  /** For an exhibit's number, the name of its viewing copy in the bag. */
  readonly viewing: ReadonlyMap<string, string>;
  /** For an exhibit that is in another part of several, the name of that file. */
  readonly elsewhere: ReadonlyMap<string, string>;
}

/** Fields that an officer copies letter by letter. */
const EXACT = new Set([
  'username', 'id', 'url', 'phone', 'email', 'own_account', 'link', 'former_names', 'to',
  'transaction', 'number', 'content_url', 'police_file_number', 'imagery_request',
]);
/** Of these, the ones that are plain words when they belong to this kind of thing. */
const WORDS = new Set(['report.to', 'consent.to']);
/** The words for a choice, where the group of phrases is not named like the field. */
const GROUPS = new Map([
  ['consent.to', 'agreed'],
  ['payment.status', 'money'],
]);
/** The letters of a report's own language are not odd in it. */
const USUAL: Readonly<{ [L in Language]: ReadonlySet<string> }> = {
  en: new Set(),
  fr: new Set('àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ'),
  es: new Set('áéíóúüñÁÉÍÓÚÜÑ¿¡'),
};

/** Tells the things of one source in one language. */
export class Teller {
  private readonly byId: ReadonlyMap<string, Item>;
  readonly home: string;

  constructor(
    readonly source: Source,
    readonly say: Phrases,
  ) {
    const items = Object.values(source.record.items).flat();
    this.byId = new Map(items.map((item) => [item.id, item]));
    this.home = get(source.record.case, 'time_zone');
  }

  /** Return what is filled in, in the order in which it was asked for. */
  facts(kind: Kind | 'case', fields: Fields, leaveOut: readonly string[] = []): readonly Fact[] {
    const skip = new Set([...leaveOut, 'zone']);
    const shown = new Map(fields);
    if (kind === 'payment') {
      skip.add('currency');
      shown.set('amount', money(fields));
    }
    return Object.keys(FIELDS[kind])
      .filter((name) => shown.get(name) && !skip.has(name))
      .map((name) => ({
        label: this.label(kind, name, fields),
        values: this.values(kind, name, get(shown, name), fields),
      }));
  }

  /** Return what a field is called; what was only asked for was paid to nobody. */
  private label(kind: Kind | 'case', name: string, fields: Fields): string {
    const asked = kind === 'payment' && name === 'to' && get(fields, 'status') === 'asked';
    return this.say.dynamic(asked ? `${kind}.${name}_asked` : `${kind}.${name}`);
  }

  private values(kind: Kind | 'case', name: string, text: string, fields: Fields): readonly Value[] {
    switch (FIELDS[kind][name]) {
      case 'moment':
        return [value(this.moment(text, fields))];
      case 'zone':
        return [value(`UTC${text}`)];
      case 'choice':
        return [value(this.say.choice(GROUPS.get(`${kind}.${name}`) ?? name, text))];
      case 'reference':
        return [value(this.nameOf(text))];
      default:
        if (EXACT.has(name) && !WORDS.has(`${kind}.${name}`)) return this.exact(text);
        return [value(text)];
    }
  }

  /** Return an identifier, and below it the letters in it that can look like others. */
  exact(text: string, most = 12): readonly Value[] {
    const strange = unusual(text, most, USUAL[this.say.language]);
    const note = this.say.of('general.unusual', { letters: strange.join(', ') });
    return [value(text, 'exact'), ...(strange.length > 0 ? [value(note)] : [])];
  }

  /** Return a claimed time, in the zone given with it or at home. */
  moment(text: string, fields: Fields): string {
    return times.claimed(text, get(fields, 'zone'), this.home, this.say);
  }

  /** Return "A1: Instagram, jake.r" for an item's number; the number if it is not here. */
  nameOf(id: string): string {
    const item = this.byId.get(id);
    return this.pair(id, item ? named(item) : '');
  }

  /** Return "A1: Instagram" for "A1" and "Instagram", as the language writes it. */
  pair(...parts: readonly string[]): string {
    return parts.filter(Boolean).join(this.say.of('general.colon'));
  }

  /** Return when the value so named in the log was written down, if that is known. */
  writtenDown(name: string): string {
    const line: LogLine | undefined = this.source.logbook.noted.get(name);
    return line ? times.logged(line, this.say) : '';
  }

  /** Return a number of bytes, exactly, and in a unit one can picture. */
  static size(size: number, say: Phrases): string {
    const grouped = String(size).replace(/\B(?=(\d{3})+$)/g, '\u00a0');
    const exact = say.of('general.bytes', { count: grouped });
    return size >= 1e3 ? `${exact} (${Teller.about(size, say)})` : exact;
  }

  /** Return a number of bytes in a unit one can picture. */
  static about(size: number, say: Phrases): string {
    const units = [
      ['general.gigabytes', 1e9],
      ['general.megabytes', 1e6],
      ['general.kilobytes', 1e3],
    ] as const;
    for (const [unit, step] of units) {
      if (size >= step) {
        const count = (size / step).toFixed(1).replace('.', say.of('general.decimal'));
        return say.of(unit, { count });
      }
    }
    return say.of('general.bytes', { count: size });
  }
}

/** Return where the exhibit lies in the sealed file. */
export function path(exhibit: Exhibit): string {
  return `data/exhibits/${neutralName(exhibit)}`;
}

/** Return what a thing is called in one line. */
export function named(item: Item): string {
  if (item.kind === 'account') {
    return [get(item.fields, 'platform'), identifier(item.fields).text].filter(Boolean).join(', ');
  }
  return get(item.fields, 'what') || get(item.fields, 'shows');
}

/** Return the one name by which a platform finds this account, the best that is known. */
export function identifier(fields: Fields): Value {
  for (const name of ['username', 'id', 'url', 'phone', 'email', 'link']) {
    const text = get(fields, name);
    if (text) return value(text, 'exact');
  }
  return value(get(fields, 'display_name'));
}

/** Return an amount with its currency. */
export function money(fields: Fields): string {
  return [get(fields, 'amount'), get(fields, 'currency')].filter(Boolean).join(' ');
}

/** Return `text` cut to about `most` characters and three lines, and whether it was cut. */
export function shortened(text: string, most: number): readonly [string, boolean] {
  const short = cutTo(text.split('\n').slice(0, 3).join('\n'), most);
  return short === text ? [text, false] : [`${short.trimEnd()} ...`, true];
}

/** Return the first `most` characters, none of them halved. */
export function cutTo(text: string, most: number): string {
  return text.length <= most ? text : Array.from(text).slice(0, most).join('');
}

/** How many characters a text has. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}
