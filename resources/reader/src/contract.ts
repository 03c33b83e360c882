/** What the checking half of the reader tells the showing half, and nothing else passes between. */

import type { SentenceKey } from './core/sentences';

/** The first half of a verdict (FORMAT.md, section 6). */
export type BytesHalf = 'matches' | 'changed' | 'cannot-tell';

/** A sentence, without its language: its key, and what fills its gaps (plain text, see
 *  core/sentences.ts for the English). */
export interface Sentence {
  readonly key: SentenceKey;
  readonly values?: Readonly<Record<string, string | number>>;
  /** The exhibit it is about, such as "E3": say "Exhibit E3: " before the sentence. */
  readonly exhibit?: string;
}

/** What a check came to: `not-checked` is for what could not be read that far, `none` for what there
 *  is none of. */
export type Outcome = 'passed' | 'failed' | 'not-checked' | 'none';

/** One thing that was checked. `id` is the same word that `keepsafe verify --json` uses. */
export interface Check {
  readonly id: string;
  readonly outcome: Outcome;
  /** When it failed, what differs; saved files by their number. */
  readonly names: readonly string[];
}

/** One file of the bag. */
export interface BagFile {
  readonly name: string;
  readonly size: number;
  /** Whether its bytes have the hash of the manifests. */
  readonly intact: boolean;
}

/** One RFC 3161 token; shown with the command that checks it, never judged here. */
export interface TimeToken {
  readonly name: string;
  /** The time that the token claims, ISO 8601 in UTC, if it could be read. */
  readonly claims?: string;
  /** Whether the token is about this file's tag manifest, as far as can be read. */
  readonly aboutThis: boolean;
}

/** The whole result of checking one file. */
export interface Verdict {
  readonly bytes: BytesHalf;
  /** What is wrong, in the order to say it; empty when `bytes` is `matches`. */
  readonly problems: readonly Sentence[];
  /** What was lost before the sealing, as the log itself says; not held against the file. */
  readonly lost: readonly Sentence[];
  /** Which part of several this is, and where the rest is. */
  readonly part?: Sentence;
  readonly changedFiles: readonly string[];
  /** The exhibits that are changed, missing or more, such as "E3", in rising order. */
  readonly changedExhibits: readonly string[];
  /** Whether every exhibit is as the signed list says, whatever else is wrong. */
  readonly exhibitsHold: boolean;
  readonly checks: readonly Check[];
  /** Whether nothing in the locked part was found wrong, whatever is around it. */
  readonly insideHolds: boolean;
  /** SHA-256 of the tag manifest, 64 hex digits, or empty where it cannot be read. */
  readonly sealCode: string;
  /** SHA-256 of the outer file, or of evidence.zip(.age) when that was given; 64 hex digits. */
  readonly fileSha256: string;
  readonly fileName: string;
  readonly fileSize: number;
  /** `bag-info.txt`, label to value. */
  readonly info: Readonly<Record<string, string>>;
  readonly exhibits: number;
  readonly entries: number;
  readonly times: readonly TimeToken[];
}

/** One line of the custody log with its data, where that was handed over. */
export interface LogLine {
  readonly seq: number;
  readonly at: string;
  readonly utc_offset: string;
  readonly actor: string;
  readonly what: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** What the file is and needs, found out before any secret is asked for. */
export interface Looked {
  readonly needs: 'words' | 'key' | 'nothing';
  /** Words or key could be tried: `false` means `problem` says why not (no Keepsafe file, cut short ...). */
  readonly readable: boolean;
  readonly problem?: Sentence;
  /** The first half of the verdict, when `problem` is all that can be said. */
  readonly bytes?: 'changed' | 'cannot-tell';
}

export type Secret =
  | { readonly kind: 'words'; readonly typed: string }
  | { readonly kind: 'key'; readonly typed: string }
  | { readonly kind: 'none' };

/** A checked file that stays open. Nothing of it is held in memory but the small texts. */
export interface Opened {
  readonly verdict: Verdict;
  readonly log: readonly LogLine[];
  readonly files: readonly BagFile[];
  /** The decrypted content of one file of the bag, checked against its hash before it is given
   *  where it fits in memory. Rejects with `Refused` when it is not the sealed content. */
  content(name: string, signal?: AbortSignal): Promise<Blob>;
  /** The same as a stream, for saving large files; errors at its end when the hash differs. */
  stream(name: string): ReadableStream<Uint8Array>;
  close(): void;
}

/** Why something was not done: a sentence for people. `kind` tells wrong words from a bad file. */
export class Refused extends Error {
  constructor(
    readonly kind: 'wrong-secret' | 'unreadable-words' | 'cannot-tell' | 'changed' | 'cancelled',
    readonly sentence: Sentence,
  ) {
    super(sentence.key);
  }
}

export type Progress = (done: number, total: number) => void;

/** The checking half. Implemented in `src/core/`, used by `src/ui/`. */
export interface Core {
  look(file: File): Promise<Looked>;
  open(file: File, secret: Secret, progress: Progress, signal: AbortSignal): Promise<Opened>;
}
