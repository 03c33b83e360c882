/** What was found out about a bag, as it is collected: not only the first thing that is wrong. */

import type { Check, Sentence } from '../contract';
import { FormatError, type Values, sentence } from './format-error';
import { EXHIBITS, exhibitId } from './layout';
import type { SentenceKey } from './sentences';

/** A check that could not be made, for a part of what it needs is not here. */
export class CannotCheckError extends FormatError {}

interface Judged {
  readonly failed?: boolean;
  readonly names?: readonly string[];
  readonly able?: boolean;
}

export class Findings {
  readonly #wrong: Sentence[] = [];
  readonly #changed = new Set<string>();
  readonly #noted: string[] = [];
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
    this.#noted.push(name);
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
    this.#noted.push(name);
    this.add('exhibit-absent', { item });
  }

  /** Return the exhibits that are changed, missing or more, in rising order. */
  changedExhibits(): readonly string[] {
    const numbers = new Set([...[...this.#changed].map((name) => exhibitId(name)), ...this.#absent]);
    const named = [...numbers].filter((number): number is string => !!number);
    return named.sort((one, other) => Number(one.slice(1)) - Number(other.slice(1)));
  }

  held(id: string): boolean {
    return this.#checks.some((check) => check.id === id && isHeld(check));
  }

  /** Say what a check came to. Unless it was `able` to look at everything, what it did not find
   *  says nothing. */
  record(id: string, { failed = false, names = [], able = true }: Judged): void {
    const called = [...new Set(names.filter(Boolean).map((name) => exhibitId(name) ?? name))];
    const outcome = called.length || failed ? 'failed' : able ? 'passed' : 'not-checked';
    this.#checks.push({ id, outcome, names: called });
  }

  /** Say that there is nothing for a check to look at. */
  recordNone(id: string): void {
    this.#checks.push({ id, outcome: 'none', names: [] });
  }

  /** Do one check; it failed when it finds something, or when `names` were found before. */
  async step(
    id: string,
    check: () => Promise<void> | void,
    { names = [], able = true, failed = false }: Judged = {},
  ): Promise<void> {
    const before = this.#wrong.length;
    const noted = this.#noted.length;
    let unable = false;
    try {
      await check();
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      this.#wrong.push(error.sentence);
      unable = error instanceof CannotCheckError;
    }
    const found = this.#wrong.length > before && !unable;
    this.record(id, { failed: failed || found, names: [...names, ...this.#noted.slice(noted)], able });
  }
}

/** Return whether nothing that a check is about was found wrong, or went unread. */
export function isHeld(check: Check): boolean {
  return check.outcome === 'passed' || check.outcome === 'none';
}

/** Return the sentences without those said before. */
export function withoutRepeats(sentences: readonly Sentence[]): readonly Sentence[] {
  const seen = new Set<string>();
  return sentences.filter((one) => {
    const told = JSON.stringify(one);
    return !seen.has(told) && seen.add(told);
  });
}
