/** Where bytes are read from, at any place, without holding the whole of it. */

import type { Bytes } from './bytes';
import { UnreadableError } from './format-error';

export interface Source {
  readonly size: number;
  /** Return the bytes from `start` to `end`; both lie within the size, or the end is cut there. */
  read(start: number, end: number): Promise<Bytes>;
}

/** A file that the person chose, or a part of it. */
export class BlobSource implements Source {
  readonly #blob: Blob;
  readonly #start: number;

  constructor(
    blob: Blob,
    start = 0,
    readonly size = blob.size,
  ) {
    this.#blob = blob;
    this.#start = start;
  }

  async read(start: number, end: number): Promise<Bytes> {
    const until = Math.min(end, this.size);
    const piece = this.#blob.slice(this.#start + start, this.#start + until);
    let buffer: ArrayBuffer;
    try {
      buffer = await piece.arrayBuffer();
    } catch {
      throw new UnreadableError();
    }
    if (buffer.byteLength !== Math.max(0, until - start)) throw new UnreadableError();
    return new Uint8Array(buffer);
  }
}

const BLOCK = 16 * 1024;

/** Reads a block for the first of many small pieces that lie close together. */
export class ReadAhead implements Source {
  readonly #below: Source;
  #start = 0;
  #block: Bytes = new Uint8Array(0);

  constructor(below: Source) {
    this.#below = below;
  }

  get size(): number {
    return this.#below.size;
  }

  async read(start: number, end: number): Promise<Bytes> {
    if (end - start > BLOCK) return this.#below.read(start, end);
    if (start < this.#start || end > this.#start + this.#block.length) {
      this.#block = await this.#below.read(start, start + BLOCK);
      this.#start = start;
    }
    return this.#block.subarray(start - this.#start, end - this.#start);
  }
}
