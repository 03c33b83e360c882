/** The one way in which the core says that something is not in Keepsafe's form. */

import type { Sentence } from '../contract';
import type { SentenceKey } from './sentences';

export type Values = Readonly<Record<string, string | number>>;

/** Bytes that are not exactly what Keepsafe writes; its sentence names them. */
export class FormatError extends Error {
  readonly sentence: Sentence;

  constructor(key: SentenceKey, values?: Values) {
    super(key);
    this.sentence = sentence(key, values);
  }
}

/** A file that the browser does not give: it was moved, changed or taken out meanwhile. */
export class UnreadableError extends Error {}

/** Return a sentence by its key and what fills its gaps. */
export function sentence(key: SentenceKey, values?: Values): Sentence {
  return values ? { key, values } : { key };
}
