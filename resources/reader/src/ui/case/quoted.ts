/** Words of the person doing this, typed because no screenshot shows them (case/quoted.py). */

const FORMS = [
  ['They wrote: “', '”'],
  ['Ils ont écrit : « ', ' »'],
  ['Escribieron: «', '»'],
] as const;

/** Return whether a note holds such words, and not the person's own. */
export function isQuoted(words: string): boolean {
  return FORMS.some(([before, after]) => words.startsWith(before) && words.endsWith(after));
}
