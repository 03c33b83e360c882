/** Turns texts into nodes: what cannot be seen becomes a code, and nothing becomes markup. */

import { h } from '../dom';
import type { Child } from '../dom';
import type { Value } from '../report/model';
import { pieces } from '../report/sanitize';

// A line may not break inside an offset such as (UTC-07:00).
const OFFSET = /(\(?UTC[+-]\d\d:\d\d[),]?)/;

/** Return a text with what cannot be seen as codes. */
export function shown(text: string, exact = false): readonly Child[] {
  return pieces(text, exact).flatMap((piece): Child[] => {
    if (piece.code) return [h('span', { class: 'code' }, piece.text)];
    return piece.text
      .split(OFFSET)
      .map((part, at) => (at % 2 === 1 ? h('span', { class: 'whole' }, part) : part));
  });
}

/** Return a value as it is set: plain, letter by letter, or as a hash in groups of four. */
export function shownValue({ text, look }: Value): Child {
  if (look === 'hash') return hash(text);
  const isolated = h('bdi', {}, shown(text, look === 'exact'));
  return look === 'exact' ? h('span', { class: 'exact' }, isolated) : isolated;
}

/** Return hex digits in groups of four that stay one word when copied. */
export function hash(text: string): HTMLElement {
  const groups = text.match(/.{1,4}/gsu) ?? [];
  const spans = groups.map((group): Child => [
    h('span', {}, shown(group, true)),
    document.createElement('wbr'),
  ]);
  return h('span', { class: 'hash' }, spans);
}
