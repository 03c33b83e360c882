/** The checking half of the reader: what a file is, what it needs, and the verdict on it. */

import otherReaders from 'virtual:readers';

import {
  type Check,
  type Core,
  type Looked,
  type Opened,
  type Progress,
  Refused,
  type Secret,
  type Sentence,
  type Verdict,
} from '../contract';
import { type Checked, check } from './checking';
import { withoutRepeats } from './findings';
import { FormatError, UnreadableError, sentence } from './format-error';
import { Lanes } from './lanes';
import { CannotTellError, type Found, WrongSecretError, findBag, whatIsNeeded } from './opening';
import { OpenedFile } from './opened-file';
import { ownPageDigest } from './own-page';
import { Turns } from './turns';
import { WordsError } from './words';

/** Return a core that knows the readers of these hashes besides those of other versions; with
 *  undefined it cannot tell a reader from another, and says nothing about the one in the file. */
export function coreKnowing(ownReader: string | undefined): Core {
  const readers = ownReader === undefined ? undefined : new Set([ownReader, ...otherReaders]);
  return {
    look,
    open: (file, secret, progress, signal) => open(file, secret, readers, progress, signal),
  };
}

export const core: Core = coreKnowing(ownPageDigest());

async function look(file: File): Promise<Looked> {
  try {
    return { needs: await whatIsNeeded(file), readable: true };
  } catch (error) {
    const { kind, sentence } = refusal(error);
    const bytes = kind === 'changed' ? 'changed' : 'cannot-tell';
    return { needs: 'nothing', readable: false, problem: sentence, bytes };
  }
}

async function open(
  file: File,
  secret: Secret,
  readers: ReadonlySet<string> | undefined,
  progress: Progress,
  signal: AbortSignal,
): Promise<Opened> {
  let lanes: Lanes | undefined;
  const stop = (): void => lanes?.end();
  signal.addEventListener('abort', stop);
  try {
    signal.throwIfAborted();
    if (!globalThis.crypto?.subtle) throw new CannotTellError('old-browser');
    const found = await findBag(file, secret, readers, signal);
    signal.throwIfAborted();
    lanes = new Lanes();
    const report = counted(file, found, progress);
    const whole = digestOf(file, found, lanes, report);
    whole.catch(() => undefined); // awaited after the bag
    const checked = await check(found, lanes, new Turns(signal), report);
    const verdict = verdictOn(file, found, checked, await whole, readers !== undefined);
    return new OpenedFile(found, checked, verdict, lanes);
  } catch (error) {
    lanes?.end();
    throw signal.aborted ? new Refused('cancelled', { key: 'cancelled' }) : refusal(error);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Return a report that adds up to the file's bytes, hashed, and the bag's, checked. */
function counted(file: File, found: Found, progress: Progress): (done: number) => void {
  let total = file.size;
  for (const { size } of found.bag.members.values()) total += size;
  let done = 0;
  return (more) => {
    done += more;
    progress(Math.min(done, total), total);
  };
}

interface Whole {
  readonly sha256: string;
  /** Whether the locked part has the checksum that the outer file says. */
  readonly intact: boolean;
}

async function digestOf(
  file: File,
  { evidence, span }: Found,
  lanes: Lanes,
  report: (done: number) => void,
): Promise<Whole> {
  const lane = await lanes.own();
  const [from, to] = span;
  const { sha256, crc } = await lane.run('file', { blob: file, from, to }, report);
  lane.end();
  return { sha256, intact: !evidence || evidence.crc === crc };
}

function verdictOn(
  file: File,
  found: Found,
  checked: Checked,
  whole: Whole,
  knowsReaders: boolean,
): Verdict {
  const outer = [...found.wrong];
  if (!whole.intact && found.evidence) {
    outer.push(sentence('changed', { name: found.evidence.name }));
  }
  const problems = withoutRepeats([...outer, ...checked.wrong]);
  return {
    bytes: problems.length ? 'changed' : 'matches',
    problems,
    lost: checked.lost,
    ...(checked.part && { part: checked.part }),
    changedFiles: checked.changed,
    changedExhibits: checked.changedExhibits,
    exhibitsHold: checked.exhibitsHold,
    checks: [outerCheck(found, outer, knowsReaders), ...checked.checks],
    insideHolds: !checked.wrong.length,
    sealCode: checked.sealCode,
    fileSha256: whole.sha256,
    fileName: file.name,
    fileSize: file.size,
    info: Object.fromEntries(checked.facts),
    exhibits: checked.exhibits,
    entries: checked.log.length,
    times: checked.times,
  };
}

function outerCheck(found: Found, outer: readonly Sentence[], knowsReaders: boolean): Check {
  const whole = knowsReaders ? 'passed' : 'not-checked';
  const outcome = outer.length ? 'failed' : found.evidence ? whole : 'none';
  return { id: 'outer', outcome, names: [] };
}

/** Return why something was not done, as the showing half has it. */
function refusal(error: unknown): Refused {
  if (error instanceof Refused) return error;
  if (error instanceof WordsError) return new Refused('unreadable-words', error.sentence);
  if (error instanceof WrongSecretError) return new Refused('wrong-secret', error.sentence);
  if (error instanceof CannotTellError) return new Refused('cannot-tell', error.sentence);
  if (error instanceof FormatError) return new Refused('changed', error.sentence);
  if (error instanceof UnreadableError) return new Refused('cannot-tell', { key: 'unreadable' });
  throw error;
}
