/** What a report says, apart from how it looks (report/model.py). */

import type { Exhibit, Item } from '../case/record';

export type Look = 'text' | 'exact' | 'hash';

/** A text from the case or about it. */
export interface Value {
  readonly text: string;
  readonly look: Look;
}

/** A label and its values; without values, the title of the facts that follow. */
export interface Fact {
  readonly label: string;
  readonly values: readonly Value[];
}

export type Row = readonly (readonly Value[])[];

export type Block =
  | { readonly block: 'words'; readonly text: string; readonly small: boolean }
  | {
      readonly block: 'facts';
      readonly facts: readonly Fact[];
      readonly heading: string;
      readonly item?: Item;
    }
  | {
      readonly block: 'exhibit';
      readonly exhibit: Exhibit;
      /** Told when it is asked for, because there may be thousands. */
      readonly facts: () => readonly Fact[];
    }
  | { readonly block: 'table'; readonly head: readonly string[]; readonly rows: readonly Row[] }
  | { readonly block: 'points'; readonly heading: string; readonly points: readonly string[] }
  | { readonly block: 'ask'; readonly question: string; readonly answer: string };

export interface Section {
  readonly key: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export interface Page {
  readonly title: string;
  readonly subtitle: string;
  readonly identity: readonly Fact[];
  readonly sections: readonly Section[];
}

export interface Report {
  readonly first: Page;
  readonly sections: readonly Section[];
}

export function value(text: string, look: Look = 'text'): Value {
  return { text, look };
}

/** Return a cell or fact that holds one value, or none if there is nothing to say. */
export function one(text: string, look: Look = 'text'): readonly Value[] {
  return text ? [value(text, look)] : [];
}

export function words(text: string, small = false): Block {
  return { block: 'words', text, small };
}

export function facts(list: readonly Fact[], heading = '', item?: Item): Block {
  return { block: 'facts', facts: list, heading, ...(item ? { item } : {}) };
}

export function table(head: readonly string[], rows: readonly Row[]): Block {
  return { block: 'table', head, rows };
}

/** Return the facts that hold something. */
export function told(list: readonly Fact[]): readonly Fact[] {
  return list.filter((fact) => fact.values.length > 0);
}
