/** How far the check has come, with a figure, a bar and a way to stop it. */

import { button, fill, h } from '../dom';
import { Teller } from '../report/telling';
import type { Phrases } from '../texts/phrases';

export class ProgressView {
  readonly element: HTMLElement;
  private readonly title = h('h2', { id: 'progress-title', tabindex: -1 });
  private readonly bar = h('progress', { 'aria-labelledby': 'progress-title', max: 1000 });
  private readonly figure = h('p', { class: 'figure' });
  private readonly wait = h('p', { class: 'small' });
  private readonly stop: HTMLButtonElement;
  private done = 0;
  private total = 0;
  private drawing = false;

  constructor(
    private say: Phrases,
    cancel: () => void,
  ) {
    this.stop = button('', cancel, { id: 'cancel' });
    this.element = h(
      'div',
      { class: 'card working' },
      this.title,
      this.bar,
      this.figure,
      this.wait,
      this.stop,
    );
    this.speak(say);
  }

  speak(say: Phrases): void {
    this.say = say;
    this.title.textContent = say.own('progress.title');
    this.wait.textContent = say.own('progress.wait');
    this.stop.textContent = say.own('cancel');
    this.draw();
  }

  begin(total: number): void {
    this.done = 0;
    this.total = total;
    this.draw();
  }

  /** Take a step; what is drawn follows at the pace of the screen. */
  step(done: number, total: number): void {
    this.done = done;
    this.total = total;
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      this.draw();
    });
  }

  focus(): void {
    this.title.focus();
  }

  private draw(): void {
    const part = this.total > 0 ? Math.min(1, this.done / this.total) : 0;
    this.bar.value = Math.round(part * 1000);
    const percent = this.say.own('progress.figure', { percent: Math.floor(part * 100) });
    const sizes = this.say.own('progress.sizes', {
      done: Teller.about(this.done, this.say),
      total: Teller.about(this.total, this.say),
    });
    fill(this.figure, h('strong', {}, percent), h('span', {}, sizes));
  }
}
