/** Buttons that copy a text exactly as it was recorded, and say so. */

import { button, h } from '../dom';
import type { Phrases } from '../texts/phrases';

const SAID_FOR = 2500;

/** Return a button that copies `text`; `what` completes its name for those who do not see it. */
export function copyButton(
  say: Phrases,
  text: string,
  what: string,
  label = say.own('copy'),
): HTMLElement {
  const said = h('span', { class: 'said', 'aria-live': 'polite' });
  const made = button(
    label,
    () => {
      void copied(text).then((done) => {
        said.textContent = done ? say.own('copied') : say.own('copy.failed');
        setTimeout(() => {
          said.textContent = '';
        }, SAID_FOR);
      });
    },
    { class: 'copy', ...(what ? { 'aria-label': `${label}: ${what}` } : {}) },
  );
  return h('span', { class: 'copying' }, made, said);
}

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedTheOldWay(text);
  }
}

function copiedTheOldWay(text: string): boolean {
  const before = document.activeElement;
  const field = h('textarea', { class: 'away', 'aria-hidden': 'true' });
  field.value = text;
  document.body.append(field);
  field.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
    if (before instanceof HTMLElement) before.focus();
  }
}
