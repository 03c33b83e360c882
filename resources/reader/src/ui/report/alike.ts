/** Spells out the letters of a name that are easy to mix up: l 1 I | and O 0. */

import type { Phrases } from '../texts/phrases';
import { ALIKE } from '../texts/own.en';

const LETTER = /\p{L}/u;
const MOST = 24;

/** Return "small L, digit zero, capital O" for what is in `text`, or "" when nothing is. */
export function spelled(text: string, say: Phrases): string {
  if (!LETTER.test(text)) return ''; // a number has digits alone
  const chars = Array.from(text).filter((char) => ALIKE.includes(char));
  const names = chars.slice(0, MOST).map((char) => say.ownDynamic(`alike.${char}`));
  return [...names, ...(chars.length > MOST ? ['...'] : [])].join(', ');
}
