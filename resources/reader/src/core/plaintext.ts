/** Reads the content of a ZIP's members: small ones at once, large ones in pieces side by side. */

import type { Bytes } from './bytes';
import { FormatError } from './format-error';
import type { Lane, Lanes } from './lanes';
import type { Layer, Piece } from './tasks';
import { type Member, dataOffset } from './zip-layout';

/** A member up to this size is done in one go, which spares starting two workers for it: of 30 of
 *  10 MB that was a third of the time. It is a multiple of the cipher's block. */
const SMALL = 16 * 1024 * 1024;
const RANGE = 8 * 1024 * 1024;

/** A member's hash, and its content where that was asked for. */
export interface Content {
  readonly sha256: string;
  readonly content?: Bytes;
}

/** A part of a large member: where it starts in the content, and how many bytes it has. */
interface Range {
  readonly from: number;
  readonly size: number;
  readonly block?: Bytes;
}

export class Plaintext {
  readonly #lanes: Lanes;
  readonly #layer: Layer;
  readonly #password: string | undefined;

  constructor(lanes: Lanes, layer: Layer, password: string | undefined) {
    this.#lanes = lanes;
    this.#layer = layer;
    this.#password = password;
  }

  /** Return whether a member is done in one go. */
  isSmall(member: Member): boolean {
    return member.size <= SMALL;
  }

  /** Return a member's hash; throws `FormatError` when it cannot be what was written. */
  async digest(member: Member, keep: boolean, report: (done: number) => void): Promise<Content> {
    if (this.isSmall(member)) {
      const content = await this.#lanes.run('whole', { piece: this.#piece(member), keep });
      report(member.size);
      return content;
    }
    const content = keep ? new Uint8Array(member.size) : undefined;
    const ranges = this.#large(this.#piece(member), keep);
    for (;;) {
      const { value, done } = await ranges.next();
      if (done) return content ? { sha256: value, content } : { sha256: value };
      if (value.block) content?.set(value.block, value.from);
      report(value.size);
    }
  }

  /** Give a member's content in order, and return its hash at the end.
   *
   *  The content is known to be unchanged only when the last block has come without an error.
   */
  async *blocks(member: Member): AsyncGenerator<Bytes, string> {
    const piece = this.#piece(member);
    if (this.isSmall(member)) {
      const { sha256, content } = await this.#lanes.run('whole', { piece, keep: true });
      yield content as Bytes;
      return sha256;
    }
    const ranges = this.#large(piece, true);
    try {
      for (;;) {
        const { value, done } = await ranges.next();
        if (done) return value;
        if (value.block) yield value.block;
      }
    } finally {
      await ranges.return('');
    }
  }

  /** Decrypt a large member range by range, hash it in order, and return the hash when it is what
   *  was written; with `keep` the ranges' content is given too. */
  async *#large(piece: Piece, keep: boolean): AsyncGenerator<Range, string> {
    const lanes: Lane[] = [];
    try {
      const hashing = await this.#lanes.own();
      lanes.push(hashing);
      let unchanged: Promise<boolean> = Promise.resolve(true);
      if (piece.password !== undefined) {
        const authenticating = await this.#lanes.own();
        lanes.push(authenticating);
        unchanged = authenticating.run('mac', { piece });
        unchanged.catch(() => undefined); // awaited at the end
      }
      await hashing.run('begin', {});
      for await (const { from, size, block: data } of this.#ranges(piece)) {
        const block = await hashing.run('add', { data, keep });
        yield block ? { from, size, block } : { from, size };
      }
      const { sha256, crc } = await hashing.run('end', {});
      const fits = piece.password !== undefined || crc === piece.crc;
      if (!fits || !(await unchanged)) throw new FormatError('changed', { name: piece.name });
      return sha256;
    } finally {
      for (const lane of lanes) lane.end();
    }
  }

  /** Give the decrypted ranges in order, some of them being decrypted ahead. */
  async *#ranges(piece: Piece): AsyncGenerator<Required<Range>> {
    const ahead: { from: number; range: Promise<Bytes> }[] = [];
    let next = 0;
    const more = (): void => {
      if (next >= piece.size) return;
      const to = Math.min(next + RANGE, piece.size);
      const range = this.#lanes.run('range', { piece, from: next, to });
      range.catch(() => undefined); // told when its turn comes
      ahead.push({ from: next, range });
      next = to;
    };
    for (let i = 0; i <= this.#lanes.width; i++) more();
    for (let first = ahead.shift(); first; first = ahead.shift()) {
      const block = await first.range;
      more();
      yield { from: first.from, size: block.length, block };
    }
  }

  #piece(member: Member): Piece {
    const { name, size, crc } = member;
    const piece = { layer: this.#layer, name, start: dataOffset(member), size, crc };
    return this.#password === undefined ? piece : { ...piece, password: this.#password };
  }
}
