/** The heavy work, as tasks that a worker does one after the other: reading, decrypting, hashing. */

import { AgeSource, type Payload } from './age';
import { type Bytes, equal, hex } from './bytes';
import { type Digest, crcOf, startCrc32, startHmacSha1, startSha256 } from './digests';
import { FormatError } from './format-error';
import { release } from './releasing';
import { BlobSource, type Source } from './source';
import { MAC_SIZE, type MemberKeys, PREFIX, decryptInPlace, memberKeys } from './winzip';

/** Bytes read at once in a long task; much smaller pieces cost a browser much more time. */
const BLOCK = 8 * 1024 * 1024;

/** The bytes that an inner ZIP lies in: a file or a part of it, with the age layer if it has one. */
export interface Layer {
  readonly blob: Blob;
  readonly payload?: Payload;
}

/** One member of a ZIP: where its bytes start in the layer, and how many its content has.
 *  With a password it is encrypted, without it is plain and has a checksum. */
export interface Piece {
  readonly layer: Layer;
  readonly name: string;
  readonly start: number;
  readonly size: number;
  readonly crc: number;
  readonly password?: string;
}

/** Each task and what comes of it. */
export interface Tasks {
  /** Hash a whole file, and take the CRC-32 of the bytes from `from` to `to`. */
  file: [{ blob: Blob; from: number; to: number }, { sha256: string; crc: number }];
  /** Check a small member; with `keep` give its content too. */
  whole: [{ piece: Piece; keep: boolean }, { sha256: string; content?: Bytes }];
  /** Decrypt a part of a large member; what comes is not yet authenticated. */
  range: [{ piece: Piece; from: number; to: number }, Bytes];
  /** Tell whether a large encrypted member's ciphertext is what was authenticated. */
  mac: [{ piece: Piece }, boolean];
  /** Start hashing, add to it (with `keep` the data is given back), and end. */
  begin: [object, null];
  add: [{ data: Bytes; keep: boolean }, Bytes | null];
  end: [object, { sha256: string; crc: number }];
}

export type Kind = keyof Tasks;
export type Task = { [K in Kind]: { kind: K } & Tasks[K][0] }[Kind];
/** Told how many bytes of a long task are done. */
export type Report = (done: number) => void;

/** Does tasks one after the other; remembers what the next one may need. */
export class Performer {
  #sources = new WeakMap<Blob, { start: number; source: Source }>();
  #last: { blob: Blob; start: number; keys: MemberKeys } | undefined;
  #running: { sha256: Digest; crc: Digest } | undefined;

  async perform(task: Task, report: Report): Promise<Tasks[Kind][1]> {
    switch (task.kind) {
      case 'file':
        return await digestFile(task.blob, task.from, task.to, report);
      case 'whole':
        return await this.#whole(task.piece, task.keep);
      case 'range':
        return await this.#range(task.piece, task.from, task.to);
      case 'mac':
        return await this.#mac(task.piece);
      case 'begin':
        this.#running = { sha256: await startSha256(), crc: await startCrc32() };
        return null;
      case 'add':
        this.#running?.sha256.update(task.data);
        this.#running?.crc.update(task.data);
        if (task.keep) return task.data;
        release(task.data);
        return null;
      case 'end': {
        const { sha256, crc } = this.#running as { sha256: Digest; crc: Digest };
        this.#running = undefined;
        return { sha256: hex(sha256.digest()), crc: crcOf(crc.digest()) };
      }
    }
  }

  async #whole(piece: Piece, keep: boolean): Promise<{ sha256: string; content?: Bytes }> {
    const content = await this.#content(piece);
    const sha256 = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', content)));
    if (keep) return { sha256, content };
    release(content);
    return { sha256 };
  }

  async #content(piece: Piece): Promise<Bytes> {
    const source = await this.#source(piece.layer);
    const { start, size, password, name } = piece;
    if (password === undefined) {
      const content = await source.read(start, start + size);
      const crc = await startCrc32();
      crc.update(content);
      if (crcOf(crc.digest()) !== piece.crc) throw new FormatError('changed', { name });
      return content;
    }
    const bytes = await source.read(start, start + PREFIX + size + MAC_SIZE);
    const keys = await memberKeys(bytes.subarray(0, PREFIX), password);
    if (!keys) throw new FormatError('changed', { name });
    // A copy starts where its buffer starts, which the cipher needs.
    const content = bytes.slice(PREFIX, PREFIX + size);
    const how = { name: 'HMAC', hash: 'SHA-1' };
    const key = await crypto.subtle.importKey('raw', keys.mac, how, false, ['sign']);
    const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, content));
    if (!equal(mac.subarray(0, MAC_SIZE), bytes.subarray(PREFIX + size))) {
      throw new FormatError('changed', { name });
    }
    release(bytes);
    await decryptInPlace(keys.aes, content, 0);
    return content;
  }

  async #range(piece: Piece, from: number, to: number): Promise<Bytes> {
    const source = await this.#source(piece.layer);
    if (piece.password === undefined) return source.read(piece.start + from, piece.start + to);
    const keys = await this.#keys(piece);
    const data = await source.read(piece.start + PREFIX + from, piece.start + PREFIX + to);
    await decryptInPlace(keys.aes, data, from);
    return data;
  }

  async #mac(piece: Piece): Promise<boolean> {
    const mac = await startHmacSha1((await this.#keys(piece)).mac);
    const start = piece.start + PREFIX;
    const end = start + piece.size;
    const { blob } = piece.layer;
    for await (const block of blocks(blob.slice(start, end))) mac.update(block);
    const written = await new BlobSource(blob).read(end, end + MAC_SIZE);
    return equal(mac.digest().subarray(0, MAC_SIZE), written);
  }

  async #keys(piece: Piece): Promise<MemberKeys> {
    const { layer, start, password, name } = piece;
    const last = this.#last;
    if (last && last.start === start && last.blob === layer.blob) return last.keys;
    const source = await this.#source(layer);
    const keys = await memberKeys(await source.read(start, start + PREFIX), password ?? '');
    if (!keys) throw new FormatError('changed', { name });
    this.#last = { blob: layer.blob, start, keys };
    return keys;
  }

  async #source(layer: Layer): Promise<Source> {
    if (!layer.payload) return new BlobSource(layer.blob);
    const known = this.#sources.get(layer.blob);
    if (known && known.start === layer.payload.start) return known.source;
    const source = await AgeSource.open(layer.blob, layer.payload);
    this.#sources.set(layer.blob, { start: layer.payload.start, source });
    return source;
  }
}

/** Return the source that a layer gives. */
export function sourceOf(layer: Layer): Source | Promise<Source> {
  return layer.payload ? AgeSource.open(layer.blob, layer.payload) : new BlobSource(layer.blob);
}

async function digestFile(
  blob: Blob,
  from: number,
  to: number,
  report: Report,
): Promise<{ sha256: string; crc: number }> {
  const sha256 = await startSha256();
  const crc = await startCrc32();
  let position = 0;
  for await (const block of blocks(blob)) {
    sha256.update(block);
    const start = Math.max(from - position, 0);
    const end = Math.min(to - position, block.length);
    if (start < end) crc.update(block.subarray(start, end));
    position += block.length;
    report(block.length);
  }
  return { sha256: hex(sha256.digest()), crc: crcOf(crc.digest()) };
}

/** Give all of a blob in order; each block is good until the next is asked for.
 *
 *  Not by the blob's own stream, which reads on without waiting and fills the memory.
 */
async function* blocks(blob: Blob): AsyncGenerator<Bytes> {
  const source = new BlobSource(blob);
  for (let at = 0; at < blob.size; at += BLOCK) {
    const block = await source.read(at, at + BLOCK);
    yield block;
    release(block);
  }
}
