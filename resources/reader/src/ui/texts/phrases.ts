/** The words of one language: those of the report, and the reader's own. */

import type { Sentence } from '../../contract';
import { SENTENCES } from '../../core/sentences';
import type { SentenceKey } from '../../core/sentences';
import { own as ownEn } from './own.en';
import type { OwnKey } from './own.en';
import { own as ownEs } from './own.es';
import { own as ownFr } from './own.fr';
import reportEn from './report.en.json';
import reportEs from './report.es.json';
import reportFr from './report.fr.json';
import { sentences as sentencesEs } from './sentences.es';
import { sentences as sentencesFr } from './sentences.fr';

export type Language = 'en' | 'fr' | 'es';
export const LANGUAGES: readonly Language[] = ['en', 'fr', 'es'];

/** A key of the report's words; a language that lacks one does not compile. */
export type ReportKey = keyof typeof reportEn;
export type Values = NonNullable<Sentence['values']>;

const REPORT: Readonly<Record<Language, Readonly<Record<ReportKey, string>>>> = {
  en: reportEn,
  fr: withFrenchBlanks(reportFr),
  es: reportEs,
};

const OWN: Readonly<Record<Language, Readonly<Record<OwnKey, string>>>> = {
  en: ownEn,
  fr: withFrenchBlanks(ownFr),
  es: ownEs,
};

const CHECKING: Readonly<Record<Language, Readonly<Record<SentenceKey, string>>>> = {
  en: SENTENCES,
  fr: withFrenchBlanks(sentencesFr),
  es: sentencesEs,
};

/** The phrases of a language. */
export class Phrases {
  private readonly byKey: Readonly<Record<ReportKey, string>>;

  constructor(readonly language: Language) {
    this.byKey = REPORT[language];
  }

  /** Return one of the reader's own phrases, with its {gaps} filled. */
  own(key: OwnKey, values?: Values): string {
    return filled(OWN[this.language][key], values);
  }

  /** Return one of the reader's own phrases whose key was put together, or "". */
  ownDynamic(key: string): string {
    const own = OWN[this.language];
    return Object.hasOwn(own, key) ? own[key as OwnKey] : '';
  }

  /** Return what the checking half says; a key that is not known is shown as it is. */
  sentence({ key, values, exhibit }: Sentence): string {
    const known = CHECKING[this.language];
    const said = filled(Object.hasOwn(known, key) ? known[key] : key, values);
    return exhibit ? this.own('verdict.exhibit', { item: exhibit, sentence: said }) : said;
  }

  /** Return a phrase of the report with its {gaps} filled. */
  of(key: ReportKey, values?: Values): string {
    return filled(this.byKey[key], values);
  }

  /** Return a phrase whose key was put together, or "" where there is none. */
  dynamic(key: string): string {
    return Object.hasOwn(this.byKey, key) ? this.byKey[key as ReportKey] : '';
  }

  /** Return the word for one of a field's choices, or the value itself if there is none. */
  choice(group: string, value: string): string {
    const key = `${group}.${value}`;
    return Object.hasOwn(this.byKey, key) ? this.byKey[key as ReportKey] : value;
  }
}

/** Fill the {gaps} of a phrase. */
export function filled(phrase: string, values?: Values): string {
  if (!values) return phrase;
  return phrase.replace(/\{(\w+)\}/g, (gap, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : gap,
  );
}

/** French puts a space before these signs, at which no line may break. */
export function withFrenchBlanks<Key extends string>(
  texts: Readonly<Record<Key, string>>,
): Readonly<Record<Key, string>> {
  const changed = Object.entries<string>(texts).map(
    ([key, text]) => [key, text.replace(/ (?=[:;?»])/g, '\u00a0').replaceAll('« ', '«\u00a0')] as const,
  );
  return Object.fromEntries(changed) as Record<Key, string>;
}
