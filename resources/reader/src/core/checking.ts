/** Checks a bag: every hash, the signature, the custody log, and that they tell one story. */

import { sha256 } from '@noble/hashes/sha2.js';

import type { BagFile, Check, LogLine, Sentence, TimeToken } from '../contract';
import { type Bytes, encode, equal, hex } from './bytes';
import { type Custody, readCustody, told } from './custody';
import { parseBagInfo, parseManifest } from './facts';
import { CannotCheckError, Findings } from './findings';
import { FormatError, sentence } from './format-error';
import * as layout from './layout';
import { CannotTellError, type Found } from './opening';
import { type Content, Plaintext } from './plaintext';
import { NotItsSignatureError, checkSignature } from './signature';
import { type PartOf, aboutParts, checkStory, compareExhibits, lostBefore } from './story';
import { isAbout, readClaims } from './time-token';
import type { Turns } from './turns';
import type { Lanes } from './lanes';

const MIB = 1024 * 1024;
const LARGEST_TIME_FILE = 256 * 1024;
/** The files that are read and not only hashed, and how many bytes they may have. */
const TEXTS: ReadonlyMap<string, number> = new Map([
  ...[layout.BAGIT, layout.BAG_INFO, layout.MANIFEST, layout.TAG_MANIFEST].map(
    (name) => [name, 16 * MIB] as const,
  ),
  ...[layout.SIGNATURE, layout.SIGNING_KEY].map((name) => [name, 16 * MIB] as const),
  ...layout.timeFiles().map((name) => [name, LARGEST_TIME_FILE] as const),
  [layout.CUSTODY_LOG, 64 * MIB],
  [layout.CUSTODY_DATA, 128 * MIB],
]);

const LISTS: readonly string[] = [layout.TAG_MANIFEST, layout.MANIFEST];
const SIGNED: readonly string[] = [layout.SIGNING_KEY, layout.SIGNATURE, layout.TAG_MANIFEST];

/** What a bag's check gave; `wrong` is empty when everything fits. */
export interface Checked {
  readonly wrong: readonly Sentence[];
  readonly lost: readonly Sentence[];
  readonly part?: Sentence;
  readonly changed: readonly string[];
  readonly changedExhibits: readonly string[];
  readonly exhibitsHold: boolean;
  readonly checks: readonly Check[];
  readonly sealCode: string;
  readonly facts: ReadonlyMap<string, string>;
  readonly exhibits: number;
  readonly log: readonly LogLine[];
  readonly files: readonly BagFile[];
  readonly times: readonly TimeToken[];
  /** The hash that each file has, and must have whenever it is read again. */
  readonly digests: ReadonlyMap<string, string>;
}

/** Check a bag whole; `report` is told how many bytes are done. */
export async function check(
  found: Found,
  lanes: Lanes,
  turns: Turns,
  report: (done: number) => void,
): Promise<Checked> {
  const bag = new BagCheck(found, new Plaintext(lanes, found.layer, found.password));
  await bag.read(report);
  return await bag.judge(turns);
}

class BagCheck {
  readonly #found: Found;
  readonly #plaintext: Plaintext;
  readonly #findings: Findings;
  readonly #digests = new Map<string, string>();
  readonly #kept = new Map<string, Bytes>();
  readonly #listed = new Map<string, string>();
  readonly #times: TimeToken[] = [];
  #key = '';

  constructor(found: Found, plaintext: Plaintext) {
    this.#found = found;
    this.#plaintext = plaintext;
    this.#findings = new Findings(found.bag.strays);
    this.#findings.record('members', { failed: found.bag.strays.length > 0 });
  }

  /** Hash every file, side by side, and keep those that are to be read. */
  async read(report: (done: number) => void): Promise<void> {
    const outcomes: Promise<Content | FormatError>[] = [];
    let large: Promise<unknown> = Promise.resolve();
    for (const [name, member] of this.#found.bag.members) {
      if (member.size > longest(name)) {
        outcomes.push(Promise.resolve(new FormatError('too-long', { name })));
        continue;
      }
      const digest = (): Promise<Content | FormatError> =>
        this.#plaintext.digest(member, isKept(name, member.size), report).catch(asFinding);
      // Large ones come one after the other, each with all the lanes.
      const outcome = this.#plaintext.isSmall(member) ? digest() : large.then(digest);
      if (!this.#plaintext.isSmall(member)) large = outcome;
      outcome.catch(() => undefined); // awaited in its turn
      outcomes.push(outcome);
    }
    let i = 0;
    for (const name of this.#found.bag.members.keys()) {
      const outcome = (await outcomes[i++]) as Content | FormatError;
      if (outcome instanceof FormatError) {
        this.#note(name, named(outcome.sentence, name));
      } else {
        this.#digests.set(name, outcome.sha256);
        if (outcome.content) this.#kept.set(name, outcome.content);
      }
    }
    const able = !this.#found.bag.strays.length;
    this.#findings.record('readable', { names: [...this.#findings.changed], able });
  }

  async judge(turns: Turns): Promise<Checked> {
    const findings = this.#findings;
    this.#require();
    // What is missing, could not be read or does not belong has no hash on the lists.
    const names = [...findings.changed].filter((name) => !LISTS.includes(name));
    await findings.step('manifests', () => this.#checkManifests(), {
      names,
      able: this.#read(LISTS),
      failed: this.#found.bag.strays.length > 0,
    });
    await findings.step('signature', () => this.#checkSignature(), { able: this.#read(SIGNED) });
    const facts = this.#facts();
    if (Number(facts.get('Keepsafe-Format') ?? 1) > 1) throw new CannotTellError('later-format');
    await this.#checkTimes();
    await findings.step('bag-info', () => this.#checkFacts(facts), {
      able: this.#read([layout.BAG_INFO]) && this.#key !== '',
    });
    const texts = [layout.CUSTODY_LOG, layout.CUSTODY_DATA].map((name) => this.#kept.get(name));
    const [log, data] = texts;
    const none = new Uint8Array(0);
    // Data says nothing against a log that is not here.
    const custody = await readCustody(log ?? none, (log && data) ?? none, turns);
    findings.addAll(custody.problems);
    const able = !!log && !!data;
    findings.record('custody-log', { failed: custody.problems.length > 0, able });
    let part: PartOf | undefined;
    const compared = (): void => {
      if (!able) return; // said already
      part = checkStory(custody, facts, findings);
      compareExhibits(custody, part, this.#digests, new Set(this.#listed.keys()), findings);
    };
    await findings.step('exhibits', compared, {
      names: [...findings.changed].filter((name) => layout.exhibitId(name)),
      able: able && facts.size > 0,
    });
    return this.#checked(facts, custody, part);
  }

  #checked(
    facts: ReadonlyMap<string, string>,
    custody: Custody,
    part: PartOf | undefined,
  ): Checked {
    const tagManifest = this.#kept.get(layout.TAG_MANIFEST);
    const sealCode = tagManifest ? hex(sha256(tagManifest)) : '';
    const names = [...this.#digests.keys()];
    const { changed } = this.#findings;
    const changedExhibits = this.#findings.changedExhibits();
    const held = ['signature', 'exhibits'].every((id) => this.#findings.held(id));
    return {
      wrong: this.#findings.wrong,
      lost: lostBefore(custody, names),
      ...(part && { part: aboutParts(part) }),
      changed: [...changed],
      changedExhibits,
      exhibitsHold: held && !changedExhibits.length && !LISTS.some((name) => changed.has(name)),
      checks: this.#findings.checks,
      sealCode,
      facts,
      exhibits: names.filter((name) => name.startsWith(layout.EXHIBITS)).length,
      log: told(custody),
      files: this.#files(),
      times: this.#times,
      digests: this.#digests,
    };
  }

  #note(name: string, said: Sentence): void {
    this.#findings.note(name, said, this.#has(name));
  }

  /** Return whether these texts are there and could be read. */
  #read(names: readonly string[]): boolean {
    return names.every((name) => this.#kept.has(name));
  }

  #has(name: string): boolean {
    return this.#found.bag.members.has(name);
  }

  #require(): void {
    for (const name of layout.REQUIRED) {
      if (!this.#has(name)) this.#note(name, sentence('missing', { name }));
    }
  }

  #checkManifests(): void {
    for (const [manifest, inData] of [[layout.TAG_MANIFEST, false], [layout.MANIFEST, true]] as const) {
      const content = this.#kept.get(manifest);
      if (!content) continue; // said already; what it would list was not put there for that
      let listed: ReadonlyMap<string, string>;
      try {
        listed = parseManifest(content, manifest);
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        this.#note(manifest, error.sentence);
        continue;
      }
      this.#checkListed(manifest, listed, inData);
    }
  }

  #checkListed(list: string, listed: ReadonlyMap<string, string>, inData: boolean): void {
    for (const [name, digest] of listed) {
      this.#listed.set(name, digest);
      const belongs = name.startsWith('data/') === inData;
      const shown = layout.shown(name);
      if (!belongs || layout.isOutsideManifests(name) || !layout.isKnown(name)) {
        this.#findings.add('lists-foreign', { list, name: shown });
      }
      if (!this.#has(name)) {
        if (layout.REQUIRED.includes(name)) continue;
        this.#note(shown, sentence('missing', { name: shown }));
      } else if ((this.#digests.get(name) ?? digest) !== digest) {
        this.#note(name, sentence('not-sealed', { name }));
      }
    }
    for (const name of this.#found.bag.members.keys()) {
      const belongs = name.startsWith('data/') === inData && !layout.isOutsideManifests(name);
      if (belongs && !listed.has(name)) this.#note(name, sentence('on-no-list', { name }));
    }
  }

  async #checkSignature(): Promise<void> {
    const [pem, signature, tagManifest] = SIGNED.map((name) => this.#kept.get(name));
    if (!pem || !signature || !tagManifest) throw new CannotCheckError('signature-missing');
    try {
      this.#key = await checkSignature(pem, signature, tagManifest);
    } catch (error) {
      if (error instanceof NotItsSignatureError) this.#key = error.fingerprint;
      throw error;
    }
  }

  #facts(): ReadonlyMap<string, string> {
    try {
      return parseBagInfo(this.#kept.get(layout.BAG_INFO) ?? new Uint8Array(0));
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      this.#findings.addAll([error.sentence]);
      return new Map();
    }
  }

  #checkFacts(facts: ReadonlyMap<string, string>): void {
    const bagit = this.#kept.get(layout.BAGIT);
    if (bagit && !equal(bagit, encode(layout.BAGIT_CONTENT))) {
      this.#note(layout.BAGIT, sentence('text-form', { name: layout.BAGIT }));
    }
    if (!this.#kept.has(layout.BAG_INFO)) return;
    const payload = [...this.#found.bag.members].filter(([name]) => name.startsWith('data/'));
    const size = payload.reduce((sum, [, member]) => sum + member.size, 0);
    const expected = new Map([
      ['Keepsafe-Format', '1'],
      ['Payload-Oxum', `${size}.${payload.length}`],
    ]);
    const named = facts.get('External-Identifier') ?? '';
    const parsed = layout.parseBagName(named);
    if (parsed) {
      expected.set('Keepsafe-Case', parsed.case).set('Keepsafe-Seal-Number', parsed.seal);
      const { name } = this.#found.bag;
      if (name && name !== named) this.#findings.add('folder-called', { name, named });
    } else {
      this.#findings.add('info-which');
    }
    if (this.#key) expected.set('Keepsafe-Signing-Key-SHA256', this.#key);
    for (const [label, value] of expected) {
      if (facts.get(label) !== value) this.#findings.add('info-differs', { label });
    }
    for (const label of ['Keepsafe-Sealed-At', 'Keepsafe-Previous-Seal-Code']) {
      if (!facts.has(label)) this.#findings.add('info-lacks', { label });
    }
  }

  #files(): readonly BagFile[] {
    const changed = this.#findings.changed;
    return [...this.#found.bag.members].map(([name, { size }]) => {
      const listed = layout.isOutsideManifests(name) || this.#listed.has(name);
      return { name, size, intact: listed && this.#digests.has(name) && !changed.has(name) };
    });
  }

  /** A token about other bytes was put there. One that proves nothing is no change: it is told. */
  async #checkTimes(): Promise<void> {
    const tagManifest = this.#kept.get(layout.TAG_MANIFEST);
    const there = layout.lookedAtTokens().filter((name) => this.#has(name));
    let told = 0;
    const others: string[] = [];
    for (const name of there) {
      const content = this.#kept.get(name);
      const claims = content && readClaims(content);
      const about = claims && tagManifest && (await isAbout(claims, tagManifest));
      this.#times.push({ name, aboutThis: about === true, ...(claims && { claims: claims.time }) });
      if (about !== undefined) told += 1;
      if (about === false) {
        this.#note(name, sentence('time-other-bytes', { name }));
        others.push(name);
      }
    }
    if (there.length) this.#findings.record('times', { names: others, able: told === there.length });
    else this.#findings.recordNone('times');
  }
}

/** Return how many bytes a file may have. */
function longest(name: string): number {
  return TEXTS.get(name) ?? Number.POSITIVE_INFINITY;
}

/** Return whether a file is read and not only hashed. A token is only shown, whatever it is. */
function isKept(name: string, size: number): boolean {
  return TEXTS.has(name) || (layout.isTimeToken(name) && size <= LARGEST_TIME_FILE);
}

/** A file that is not in its form is a finding; anything else ends the check. */
function asFinding(error: unknown): FormatError {
  if (error instanceof FormatError) return error;
  throw error;
}

/** Say which file it is about, where the sentence does not. */
function named(said: Sentence, name: string): Sentence {
  return said.key === 'age-content' ? sentence('changed-encrypted', { name }) : said;
}
