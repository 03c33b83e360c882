/** Shows the parts of a report: words, facts, tables, points and questions. */

import { h } from '../dom';
import type { Child } from '../dom';
import { spelled } from '../report/alike';
import type { Block, Fact, Row, Section, Value } from '../report/model';
import { visible } from '../report/sanitize';
import type { Phrases } from '../texts/phrases';
import { copyButton } from './copying';
import type { Later } from './later';
import { shown, shownValue } from './text';

const ROWS = 200;
const SMALL_GROUP = 20;

/** What the blocks need from around them. */
export interface Around {
  readonly say: Phrases;
  readonly later: Later;
  /** The numbers of the things that have a card here, which a number in a table leads to. */
  readonly ids: ReadonlySet<string>;
  /** Shows one exhibit; they have buttons and covers of their own. */
  readonly exhibit: (block: Extract<Block, { block: 'exhibit' }>) => HTMLElement;
}

/** Return a part under its heading; `level` is the heading's. */
export function sectionOf(
  section: Section,
  id: string,
  title: string,
  level: 'h2' | 'h3',
  around: Around,
): HTMLElement {
  const made = h(
    'section',
    { id, 'aria-labelledby': `${id}-title` },
    h(level, { id: `${id}-title`, tabindex: -1 }, shown(title)),
  );
  append(made, section.blocks, level, around);
  return made;
}

/** Append blocks, the first few at once and the others as time allows. */
function append(
  parent: HTMLElement,
  blocks: readonly Block[],
  level: 'h2' | 'h3',
  around: Around,
): void {
  for (const block of blocks.slice(0, SMALL_GROUP)) parent.append(blockOf(block, level, around));
  for (let at = SMALL_GROUP; at < blocks.length; at += SMALL_GROUP) {
    const group = h('div', { class: 'chunk' });
    around.later.add(() => {
      for (const block of blocks.slice(at, at + SMALL_GROUP)) {
        group.append(blockOf(block, level, around));
      }
      parent.append(group);
    });
  }
}

function blockOf(block: Block, level: 'h2' | 'h3', around: Around): HTMLElement {
  const under = level === 'h2' ? 'h3' : 'h4';
  switch (block.block) {
    case 'words':
      return h('p', block.small ? { class: 'small' } : {}, shown(block.text));
    case 'facts':
      return card(block, under, around);
    case 'exhibit':
      return around.exhibit(block);
    case 'table':
      return table(block.head, block.rows, around);
    case 'points':
      return h(
        'div',
        { class: 'card' },
        h(under, {}, shown(block.heading)),
        h(
          'ul',
          {},
          block.points.map((point) => h('li', {}, shown(point))),
        ),
      );
    case 'ask':
      return h(
        'div',
        { class: 'card plain' },
        h(under, {}, shown(block.question)),
        h('p', {}, shown(block.answer)),
      );
  }
}

function card(
  { facts, heading, item }: Extract<Block, { block: 'facts' }>,
  level: 'h3' | 'h4',
  around: Around,
): HTMLElement {
  const { say } = around;
  const whole = item && (item.kind === 'account' || item.kind === 'payment');
  const title = heading ? h(level, {}, h('bdi', {}, shown(heading))) : null;
  const copy = whole ? copyButton(say, asText(heading, facts), '', say.own('copy.all', { id: item.id })) : null;
  return h(
    'div',
    { class: 'card', ...(item ? { id: `item-${item.id}` } : {}) },
    title && copy ? h('div', { class: 'heading' }, title, copy) : title,
    factList(facts, say, true),
  );
}

function asText(heading: string, facts: readonly Fact[]): string {
  const lines = facts.map((fact) => `${fact.label}: ${fact.values.map((v) => v.text).join('\n  ')}`);
  return [heading, ...lines].join('\n');
}

/** Return facts as lists; a fact without values is the title of those that follow. */
export function factList(facts: readonly Fact[], say: Phrases, copying: boolean): readonly Child[] {
  const made: HTMLElement[] = [];
  let list: HTMLElement | undefined;
  for (const fact of facts) {
    if (fact.values.length === 0) {
      made.push(h('p', { class: 'group' }, shown(fact.label)));
      list = undefined;
      continue;
    }
    if (!list) {
      list = h('dl');
      made.push(list);
    }
    list.append(
      h(
        'div',
        {},
        h('dt', {}, shown(fact.label)),
        fact.values.map((value) => h('dd', {}, withHelp(value, fact.label, say, copying))),
      ),
    );
  }
  return made;
}

/** Return a value; an identifier with a copy button and its easily mixed up letters spelled out. */
function withHelp(value: Value, label: string, say: Phrases, copying: boolean): Child {
  if (value.look === 'text' || !copying) return shownValue(value);
  const letters = value.look === 'exact' ? spelled(value.text, say) : '';
  return [
    shownValue(value),
    ' ',
    copyButton(
      say,
      value.text,
      value.look === 'exact' ? `${label}, ${visible(value.text, true)}` : label,
    ),
    letters ? h('span', { class: 'alike' }, say.own('alike.title', { letters })) : null,
  ];
}

/** Return a table; a long one in pieces, of which only those in sight are laid out. */
function table(head: readonly string[], rows: readonly Row[], around: Around): HTMLElement {
  const holder = h('div', { class: 'tables' });
  holder.append(tablePiece(head, rows.slice(0, ROWS), false, around));
  for (let at = ROWS; at < rows.length; at += ROWS) {
    around.later.add(() => {
      holder.append(h('div', { class: 'chunk' }, tablePiece(head, rows.slice(at, at + ROWS), true, around)));
    });
  }
  return holder;
}

function tablePiece(
  head: readonly string[],
  rows: readonly Row[],
  follows: boolean,
  { ids }: Around,
): HTMLElement {
  // Roles are spelled out, because on a narrow screen the style sets the cells below each other.
  return h(
    'table',
    { role: 'table', class: `columns-${String(head.length)}` },
    h(
      'thead',
      { role: 'rowgroup', ...(follows ? { class: 'away' } : {}) },
      h(
        'tr',
        { role: 'row' },
        head.map((cell) => h('th', { scope: 'col', role: 'columnheader' }, shown(cell))),
      ),
    ),
    h(
      'tbody',
      { role: 'rowgroup' },
      rows.map((row) =>
        h(
          'tr',
          { role: 'row' },
          row.map((cell, at) =>
            h('td', { role: 'cell', 'data-label': head[at] }, h('div', {}, cell.map((value) => line(value, ids)))),
          ),
        ),
      ),
    ),
  );
}

function line(value: Value, ids: ReadonlySet<string>): Child {
  const inside = shownValue(value);
  if (value.look !== 'text' || !ids.has(value.text)) return h('div', {}, inside);
  return h('div', {}, h('a', { href: `#item-${value.text}` }, inside));
}
