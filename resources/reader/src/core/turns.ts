/** Lets the page breathe during long work in its own thread, and ends it when that was asked for. */

const LONGEST = 50;

export class Turns {
  readonly #signal: AbortSignal;
  #since = performance.now();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Take a short break if the last one was long ago (in ms); throws when it was cancelled. */
  async next(): Promise<void> {
    if (performance.now() - this.#since < LONGEST) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#signal.throwIfAborted();
    this.#since = performance.now();
  }
}
