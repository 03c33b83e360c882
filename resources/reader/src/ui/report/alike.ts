/** Spells out the letters of a name that are easy to mix up: l 1 I | and O 0. */

import type { Phrases } from '../texts/phrases';
import { ALIKE } from '../texts/own.en';

// As guidance/lookalikes.py: signs that stand next to others they are mixed up with.
const MIXED_UP = /[a-z]I|I[a-z]|[A-Za-z][10]|[10][A-Za-z]|\d[lIOo]|[lIOo]\d|\|/;
const MOST = 24;

/** Return "small L, digit zero" for a text in which they are mixed, or ""; no line ends in a name. */
export function spelled(text: string, say: Phrases): string {
  if (!MIXED_UP.test(text)) return '';
  const chars = Array.from(text).filter((char) => ALIKE.includes(char));
  const names = chars
    .slice(0, MOST)
    .map((char) => say.ownDynamic(`alike.${char}`).replaceAll(' ', '\u00a0'));
  return [...names, ...(chars.length > MOST ? ['...'] : [])].join(', ');
}
