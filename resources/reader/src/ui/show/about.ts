/** What this page is, and the licences of what is in it. */

import licences from 'virtual:about';
import { h } from '../dom';
import type { Phrases } from '../texts/phrases';

export function about(say: Phrases): HTMLElement {
  return h(
    'section',
    { class: 'about', 'aria-labelledby': 'about-title' },
    h('h2', { id: 'about-title' }, say.own('about.title')),
    h('p', {}, say.own('about.what')),
    h('p', {}, say.own('about.not')),
    h(
      'details',
      { 'data-keep': 'licences' },
      h('summary', {}, say.own('about.licences')),
      licences.map(({ name, version, license, text }) =>
        h(
          'details',
          {},
          h('summary', {}, say.own('about.licence', { name, version, license })),
          h('pre', { tabindex: 0, role: 'region', 'aria-label': name, lang: 'en' }, text),
        ),
      ),
    ),
  );
}
