/** Reads the eight words: any case, accents, spaces, dashes or numbering, four letters enough.
 *
 *  The BIP-39 words are told apart by their first four letters. In the file they are one password:
 *  lower case, accents stripped, joined by single hyphens.
 */

import lists from 'virtual:words';

import { FormatError } from './format-error';

/** What was typed is no eight words of a list. It says nothing about the file. */
export class WordsError extends FormatError {}

const COUNT = 8;
const LISTS = lists.map(byStart);
// As people number a list: 1, n°1, No. 1, 1st, 2nd, 1er, 2e, 3ème, 1º, 1.º, 1ª.
const NUMBER =
  /(?:(?<!\p{L})n[or]?[.°]?\s?)?\p{Nd}+(?:(?:st|nd|rd|th|er|re|e|eme|\.?[oa])(?!\p{L}))?/gu;

/** Return a text in lower case without its accents and without what is invisible. */
export function plain(text: string): string {
  const unaccented = text.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '');
  return unaccented.toLowerCase().replaceAll('ß', 'ss');
}

function byStart(list: string): Map<string, string> {
  const words = list.split(/\s+/).filter(Boolean).map(plain);
  return new Map(words.map((word) => [word.slice(0, 4), word]));
}

/** Return the passwords that typed words can mean: one, unless short forms fit two languages.
 *
 *  Throws `WordsError` naming the word that is on no list, or saying how many words there are.
 */
export function readWords(typed: string): readonly string[] {
  const words = plain(typed.slice(0, 10_000)).replace(NUMBER, ' ').match(/\p{L}+/gu) ?? [];
  if (words.length !== COUNT) {
    if (words.length === 1) throw new WordsError('words-count-one', { count: COUNT });
    throw new WordsError('words-count', { count: COUNT, found: words.length });
  }
  const byLanguage = LISTS.map((list) => words.map((word) => lookUp(list, word)));
  const whole = byLanguage.filter((found) => !found.includes(undefined));
  if (whole.length) return [...new Set(whole.map((found) => found.join('-')))];
  const hits = byLanguage.map((found) => found.filter(Boolean).length);
  const best = byLanguage[hits.indexOf(Math.max(...hits))] as readonly (string | undefined)[];
  const position = best.indexOf(undefined);
  const word = (words[position] as string).slice(0, 40);
  throw new WordsError('word-unknown', { number: position + 1, word });
}

/** Beyond the four letters, what was typed must agree with the word as far as it goes. */
function lookUp(list: ReadonlyMap<string, string>, typed: string): string | undefined {
  const word = list.get(typed.slice(0, 4));
  return word?.startsWith(typed) ? word : undefined;
}
