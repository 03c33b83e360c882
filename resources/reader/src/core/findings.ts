/** What was found out about a bag, as it is collected: not only the first thing that is wrong. */

import type { Check, Sentence } from '../contract';
import { FormatError, type Values, sentence } from './format-error';
import { EXHIBITS, exhibitId } from './layout';
import type { SentenceKey } from './sentences';

export class Findings {
  readonly #wrong: Sentence[] = [];
  readonly #changed = new Set<string>();
  readonly #absent = new Set<string>();
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
    const exhibit = exhibitId(name);
    if (exhibit) said = { ...said, exhibit };
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

  /** Say that an exhibit of the log is not here; `name` is the one its file would have. */
  noteAbsent(name: string, item: string): void {
    this.#absent.add(exhibitId(name) ?? '');
    this.add('exhibit-absent', { item });
  }

  /** Return the exhibits that are changed, missing or more, in rising order. */
  changedExhibits(): readonly string[] {
    const numbers = new Set([...[...this.#changed].map((name) => exhibitId(name)), ...this.#absent]);
    const named = [...numbers].filter((number): number is string => !!number);
    return named.sort((one, other) => Number(one.slice(1)) - Number(other.slice(1)));
  }

  passed(id: string): boolean {
    return this.#checks.some((check) => check.id === id && check.passed);
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
