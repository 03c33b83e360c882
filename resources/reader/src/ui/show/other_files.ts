/** Everything in the sealed file but the exhibits, to save: the report, the tables, the lists. */

import type { BagFile } from '../../contract';
import { h } from '../dom';
import type { Child } from '../dom';
import type { Phrases } from '../texts/phrases';
import { shown } from './text';

export function otherFiles(
  files: readonly BagFile[],
  say: Phrases,
  size: (bytes: number) => string,
  saveButton: (name: string) => HTMLElement,
): HTMLElement {
  const others = files.filter((file) => !file.name.startsWith('data/exhibits/'));
  const row = ({ name, size: bytes, intact }: BagFile): Child =>
    h(
      'li',
      {},
      h('span', { class: 'exact' }, h('bdi', {}, shown(name, true))),
      h('span', { class: 'small' }, size(bytes)),
      intact ? saveButton(name) : h('strong', {}, say.own('others.no')),
    );
  return h(
    'section',
    { id: 'other-files', 'aria-labelledby': 'other-files-title' },
    h('h2', { id: 'other-files-title', tabindex: -1 }, say.own('others.title')),
    h('p', { class: 'small' }, say.own('others.intro')),
    h('ul', { class: 'files' }, others.map(row)),
  );
}
