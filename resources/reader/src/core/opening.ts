/** Finds the bag in what an officer has: the outer file, or the locked part that lay in it. */

import knownStartHere from 'virtual:start-here';

import type { Looked, Secret, Sentence } from '../contract';
import {
  AsTextError,
  MistypedKeyError,
  NoMatchError,
  looksLikeAge,
  openAge,
  readKeys,
} from './age';
import { type Bag, bagIn, holdsABag } from './bag';
import { type Bytes, startsWith } from './bytes';
import { FormatError, sentence } from './format-error';
import { EVIDENCE_AGE, EVIDENCE_ZIP, OUTER, READER, START_HERE, parseBagName, shown } from './layout';
import { BlobSource, ReadAhead, type Source } from './source';
import { type Layer, Performer, sourceOf } from './tasks';
import { PREFIX, memberKeys } from './winzip';
import { readWords } from './words';
import { readMembers } from './zip-reader';
import { type Member, dataOffset, endOf } from './zip-layout';

const LONGEST_START_HERE = 64 * 1024;
const LONGEST_READER = 4 * 1024 * 1024;
const MOST_STRAYS = 100;
const MOST_TRIED = 1000;
const NOT_CHANCE = 3;
const LOCAL_HEADER = 30;
const NOWHERE = [0, 0] as const;

/** The words or the key do not open the file. */
export class WrongSecretError extends FormatError {}
/** It is nothing that Keepsafe made, or nothing was given to open it with. */
export class CannotTellError extends FormatError {}

/** A bag that can be read. `wrong` is what was wrong on the way to it; `evidence` is the locked
 *  part in the outer file, which lies there from the first to the second number of `span`, and
 *  whose checksum shows whether it is whole. */
export interface Found {
  readonly bag: Bag;
  readonly layer: Layer;
  readonly password?: string;
  readonly wrong: readonly Sentence[];
  readonly evidence?: Member;
  readonly span: readonly [number, number];
}

/** Return what has to be asked for before a file can be checked. */
export async function whatIsNeeded(file: File): Promise<Looked['needs']> {
  const source = new BlobSource(file);
  if (looksLikeAge(await source.read(0, 64))) return 'key';
  const members = await membersOf(source, file.name);
  if (find(members, EVIDENCE_AGE)) return 'key';
  return isEncrypted(members) || find(members, EVIDENCE_ZIP) ? 'words' : 'nothing';
}

/** Open what a file is; `readers` are the hashes that its OPEN-ME.html may have, if any is known.
 *
 *  Throws `FormatError` when it is a sealed file that was changed in its outer form.
 */
export async function findBag(
  file: File,
  secret: Secret,
  readers: ReadonlySet<string> | undefined,
  signal: AbortSignal,
): Promise<Found> {
  const source = new BlobSource(file);
  if (looksLikeAge(await source.read(0, 64))) return openKeyed(file, secret, file.name, signal);
  const members = await membersOf(source, file.name, signal);
  const evidence = find(members, EVIDENCE_ZIP) ?? find(members, EVIDENCE_AGE);
  if (!evidence) {
    if (!holdsABag(members)) {
      if (find(members, START_HERE)) throw new FormatError('locked-part-missing');
      throw notOurs(file.name);
    }
    // The inner ZIP by itself; a plain one is what the age program makes of evidence.zip.age.
    if (isEncrypted(members)) return openLocked(file, members, secret, signal);
    return { bag: bagIn(members, 'plain'), layer: { blob: file }, wrong: [], span: NOWHERE };
  }
  const wrong = await outerProblems(file, members, readers);
  if (evidence.form !== 'plain') {
    throw new FormatError('locked-once-more', { name: evidence.name });
  }
  const span = [dataOffset(evidence), endOf(evidence)] as const;
  const inner = file.slice(...span);
  const found =
    evidence.name === EVIDENCE_AGE
      ? await openKeyed(inner, secret, undefined, signal)
      : await openLocked(inner, await readMembers(new BlobSource(inner), signal), secret, signal);
  const called = parseBagName(stem(file.name));
  const held = parseBagName(found.bag.name);
  if (called && (called.case !== held?.case || called.seal !== held.seal)) {
    const name = file.name;
    const named = found.bag.name;
    wrong.push(named ? sentence('called', { name, named }) : sentence('called-another', { name }));
  }
  return { ...found, wrong, evidence, span };
}

async function openLocked(
  blob: Blob,
  members: readonly Member[],
  secret: Secret,
  signal: AbortSignal,
): Promise<Found> {
  if (!isEncrypted(members)) throw new FormatError('not-locked', { file: EVIDENCE_ZIP });
  if (secret.kind !== 'words') throw new CannotTellError('words-needed');
  const layer = { blob };
  for (const password of readWords(secret.typed)) {
    if (await opens(layer, members, password, signal)) {
      return { bag: bagIn(members, 'aes'), layer, password, wrong: [], span: NOWHERE };
    }
  }
  throw new WrongSecretError('words-wrong');
}

/** Return whether a password is the right one, though some members may have been changed.
 *
 *  Each member has two check bytes, which a wrong password fits once in 65,536 times. A member that
 *  also decrypts to what was authenticated settles it; else several that fit cannot be chance.
 */
async function opens(
  layer: Layer,
  members: readonly Member[],
  password: string,
  signal: AbortSignal,
): Promise<boolean> {
  const encrypted = members.filter((member) => member.form === 'aes');
  encrypted.sort((one, other) => one.size - other.size);
  const source = new ReadAhead(new BlobSource(layer.blob));
  let fitting = 0;
  for (const member of encrypted.slice(0, MOST_TRIED)) {
    signal.throwIfAborted();
    const start = dataOffset(member);
    const prefix = await source.read(start, start + PREFIX);
    if (!(await memberKeys(prefix, password))) continue;
    fitting += 1;
    if (fitting >= NOT_CHANCE || (await isWhole(layer, member, password))) return true;
  }
  return false;
}

async function isWhole(layer: Layer, member: Member, password: string): Promise<boolean> {
  const { name, size, crc } = member;
  const piece = { layer, name, start: dataOffset(member), size, crc, password };
  return (await new Performer().perform({ kind: 'mac', piece }, () => undefined)) === true;
}

/** Open an age file; `name` is given when nothing around it says that it is ours. */
async function openKeyed(
  blob: Blob,
  secret: Secret,
  name: string | undefined,
  signal: AbortSignal,
): Promise<Found> {
  if (secret.kind !== 'key') throw new CannotTellError('key-needed');
  const keys = readKeys(secret.typed);
  if (!keys.length) throw new WrongSecretError('key-form');
  const layer = { blob, payload: await payloadOf(blob, keys) };
  const source = await sourceOf(layer);
  const members =
    name === undefined
      ? await readMembers(source, signal)
      : await membersOf(source, name, signal);
  if (name !== undefined && !holdsABag(members)) throw notOurs(name);
  return { bag: bagIn(members, 'plain'), layer, wrong: [], span: NOWHERE };
}

async function payloadOf(blob: Blob, keys: readonly string[]): ReturnType<typeof openAge> {
  try {
    return await openAge(new BlobSource(blob), keys);
  } catch (error) {
    if (error instanceof MistypedKeyError) throw new WrongSecretError('key-mistake');
    if (error instanceof NoMatchError) throw new WrongSecretError('key-wrong');
    if (error instanceof AsTextError) throw new CannotTellError('age-text');
    throw error;
  }
}

async function outerProblems(
  file: File,
  members: readonly Member[],
  readers: ReadonlySet<string> | undefined,
): Promise<Sentence[]> {
  const wrong: Sentence[] = [];
  const names = members.map((member) => member.name);
  const strays = names.filter((name) => !OUTER.includes(name));
  wrong.push(...strays.slice(0, MOST_STRAYS).map((name) => sentence('stray', { name })));
  if (strays.length > MOST_STRAYS) wrong.push(sentence('more-strays'));
  const places = names.map((name) => OUTER.indexOf(name)).filter((place) => place >= 0);
  if (places.some((place, i) => i > 0 && place < (places[i - 1] as number))) {
    wrong.push(sentence('outer-order'));
  }
  if (names.includes(EVIDENCE_ZIP) && names.includes(EVIDENCE_AGE)) {
    wrong.push(sentence('two-locked-parts'));
  }
  if (!names.includes(START_HERE)) wrong.push(sentence('missing', { name: START_HERE }));
  const start = find(members, START_HERE);
  if (start) {
    const known = async (): Promise<boolean> =>
      knownStartHere.includes(await plainDigest(file, start, LONGEST_START_HERE));
    wrong.push(...(await problemWith(known, 'start-here-replaced')));
  }
  const reader = find(members, READER);
  if (reader && readers) {
    const known = async (): Promise<boolean> =>
      readers.has(await plainDigest(file, reader, LONGEST_READER));
    wrong.push(...(await problemWith(known, 'reader-replaced')));
  }
  return wrong;
}

/** Return nothing when it is one of ours, else what is wrong with it. */
async function problemWith(
  isKnown: () => Promise<boolean>,
  replaced: 'reader-replaced' | 'start-here-replaced',
): Promise<Sentence[]> {
  try {
    return (await isKnown()) ? [] : [sentence(replaced)];
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return [replaced === 'reader-replaced' ? sentence('reader-damaged') : error.sentence];
  }
}

/** Return the hash of a small plain member; empty for one that is no such thing. */
async function plainDigest(blob: Blob, member: Member, longest: number): Promise<string> {
  if (member.form !== 'plain' || member.size > longest) return '';
  const { name, size, crc } = member;
  const piece = { layer: { blob }, name, start: dataOffset(member), size, crc };
  const task = { kind: 'whole', piece, keep: false } as const;
  const whole = (await new Performer().perform(task, () => undefined)) as { sha256: string };
  return whole.sha256;
}

/** Return the members of a ZIP, telling a broken one of ours from any other file. */
async function membersOf(
  source: Source,
  name: string,
  signal?: AbortSignal,
): Promise<readonly Member[]> {
  try {
    return await readMembers(source, signal);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    if (claimsToBeOurs(await source.read(0, LOCAL_HEADER + 64))) throw error;
    throw notOurs(name);
  }
}

function claimsToBeOurs(start: Bytes): boolean {
  const name = start.subarray(LOCAL_HEADER);
  const zip = startsWith(start, 'PK\x03\x04');
  return zip && (startsWith(name, 'START-HERE') || startsWith(name, 'KS-'));
}

function notOurs(name: string): CannotTellError {
  return new CannotTellError('not-ours', { name: shown(name) });
}

function isEncrypted(members: readonly Member[]): boolean {
  return members.some((member) => member.form === 'aes');
}

function find(members: readonly Member[], name: string): Member | undefined {
  return members.find((member) => member.name === name);
}

/** A file's name without its last ending. */
function stem(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 && dot < name.length - 1 ? name.slice(0, dot) : name;
}
