/** Does long work in short pieces, so that the page never freezes. */

const SLICE = 12;

/** A list of tasks that are done one after another, a few milliseconds at a time. */
export class Later {
  private tasks: (() => void)[] = [];
  private waiting = false;

  add(task: () => void): void {
    this.tasks.push(task);
    if (!this.waiting) this.wait();
  }

  /** Do what is left, but only until `enough` says so. */
  until(enough: () => boolean): void {
    while (this.tasks.length > 0 && !enough()) this.tasks.shift()?.();
  }

  /** Do all that is left at once, as before printing. */
  finish(): void {
    const left = this.tasks;
    this.tasks = [];
    for (const task of left) task();
  }

  /** Forget all that is left. */
  clear(): void {
    this.tasks = [];
  }

  private wait(): void {
    this.waiting = true;
    setTimeout(() => {
      this.waiting = false;
      const end = performance.now() + SLICE;
      let task = this.tasks.shift();
      while (task) {
        task();
        if (performance.now() > end) break;
        task = this.tasks.shift();
      }
      if (this.tasks.length > 0) this.wait();
    }, 0);
  }
}
