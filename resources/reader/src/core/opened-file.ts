/** A checked file that stays open: gives any content again, decrypted and checked again. */

import { type BagFile, type LogLine, type Opened, Refused, type Verdict } from '../contract';
import type { Bytes } from './bytes';
import type { Checked } from './checking';
import { FormatError, UnreadableError } from './format-error';
import { EndedError, type Lanes } from './lanes';
import type { Found } from './opening';
import { Plaintext } from './plaintext';

export class OpenedFile implements Opened {
  readonly log: readonly LogLine[];
  readonly files: readonly BagFile[];
  readonly #found: Found;
  readonly #digests: ReadonlyMap<string, string>;
  readonly #plaintext: Plaintext;
  readonly #lanes: Lanes;

  constructor(
    found: Found,
    checked: Checked,
    readonly verdict: Verdict,
    lanes: Lanes,
  ) {
    this.#found = found;
    this.#digests = checked.digests;
    this.#plaintext = new Plaintext(lanes, found.layer, found.password);
    this.#lanes = lanes;
    this.log = checked.log;
    this.files = checked.files;
  }

  async content(name: string, signal?: AbortSignal): Promise<Blob> {
    const parts: Blob[] = [];
    for await (const block of this.#blocks(name)) {
      if (signal?.aborted) throw new Refused('cancelled', { key: 'cancelled' });
      // Each block becomes a blob at once, which the browser may keep on the disk.
      parts.push(new Blob([block]));
    }
    return parts.length === 1 ? (parts[0] as Blob) : new Blob(parts);
  }

  stream(name: string): ReadableStream<Uint8Array> {
    const blocks = this.#blocks(name);
    return new ReadableStream({
      async pull(controller) {
        const { value, done } = await blocks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await blocks.return();
      },
    }, { highWaterMark: 0 });
  }

  close(): void {
    this.#lanes.end();
  }

  /** Give a file's content; the end comes only when it is what was sealed. */
  async *#blocks(name: string): AsyncGenerator<Bytes, void> {
    const member = this.#found.bag.members.get(name);
    const intact = this.files.some((file) => file.name === name && file.intact);
    if (!member) throw new Refused('changed', { key: 'missing', values: { name } });
    if (!intact) throw notSealed(name);
    const blocks = this.#plaintext.blocks(member);
    try {
      for (;;) {
        const { value, done } = await blocks.next();
        if (!done) yield value;
        else if (value === this.#digests.get(name)) return;
        else throw notSealed(name);
      }
    } catch (error) {
      if (error instanceof FormatError) throw new Refused('changed', error.sentence);
      if (error instanceof UnreadableError) throw new Refused('cannot-tell', { key: 'unreadable' });
      if (error instanceof EndedError) throw new Refused('cancelled', { key: 'cancelled' });
      throw error;
    } finally {
      await blocks.return('');
    }
  }
}

function notSealed(name: string): Refused {
  return new Refused('changed', { key: 'not-sealed', values: { name } });
}
