/** What was found out about a bag, as it is collected: not only the first thing that is wrong. */

import type { Check, Sentence } from '../contract';
import { FormatError, type Values, sentence } from './format-error';
import { EXHIBITS } from './layout';
import type { SentenceKey } from './sentences';

export class Findings {
  readonly #wrong: Sentence[] = [];
  readonly #changed = new Set<string>();
  readonly #checks: Check[] = [];
  #first = 0;

  /** Start with what lies where it does not belong. */
  constructor(strays: readonly Sentence[]) {
    this.#wrong.push(...strays);
    this.#first = strays.length;
  }

  get wrong(): readonly Sentence[] {
    return this.#wrong;
  }

  get changed(): ReadonlySet<string> {
    return this.#changed;
  }

  get checks(): readonly Check[] {
    return this.#checks;
  }

  add(key: SentenceKey, values?: Values): void {
    this.#wrong.push(sentence(key, values));
  }

  /** Say what is wrong with one file; `inBag` tells a saved file that is really there. */
  note(name: string, said: Sentence, inBag = false): void {
    this.#changed.add(name);
    if (inBag && name.startsWith(EXHIBITS)) {
      // A saved file that changed matters most to whoever reads only the first lines.
      this.#wrong.splice(this.#first, 0, said);
      this.#first += 1;
    } else {
      this.#wrong.push(said);
    }
  }

  addAll(problems: readonly Sentence[]): void {
    this.#wrong.push(...problems);
  }

  record(id: string, passed: boolean): void {
    this.#checks.push({ id, passed });
  }

  /** Do one check; it passed when it found nothing. */
  async step(id: string, check: () => Promise<void> | void): Promise<void> {
    const before = this.#wrong.length;
    try {
      await check();
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      this.#wrong.push(error.sentence);
    }
    this.record(id, this.#wrong.length === before);
  }
}

/** Return the sentences without those said before. */
export function withoutRepeats(sentences: readonly Sentence[]): readonly Sentence[] {
  const seen = new Set<string>();
  return sentences.filter((one) => {
    const told = JSON.stringify(one);
    return !seen.has(told) && seen.add(told);
  });
}
