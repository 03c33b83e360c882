/** The answer, always in two halves: the bytes, and the seal code (bundle/verifying.py). */

import type { BytesHalf, Check, Outcome, Sentence, Verdict } from '../../contract';
import { fill, h } from '../dom';
import type { Child } from '../dom';
import * as times from '../report/times';
import type { Phrases } from '../texts/phrases';
import { copyButton } from './copying';
import { compare, differingGroups, isLong, shownSealCode } from './seal_code';
import type { SealHalf, Typed } from './seal_code';
import { hash, shown } from './text';

/** What the answer is about: a file that was checked, or the reason why none was. */
export type Answer =
  | { readonly kind: 'checked'; readonly verdict: Verdict }
  | { readonly kind: 'refused'; readonly bytes: BytesHalf; readonly sentence: string | Sentence };

const GROUPS = 8;

/** Show the answer in the status element, whose attributes are what outside checks wait for. */
export function showAnswer(status: HTMLElement, answer: Answer, typed: Typed, say: Phrases): void {
  const bytes = answer.kind === 'checked' ? answer.verdict.bytes : answer.bytes;
  const seal: SealHalf =
    answer.kind === 'checked' && bytes !== 'cannot-tell'
      ? compare(answer.verdict.sealCode, typed)
      : 'not-compared';
  const halves =
    answer.kind === 'checked' && bytes !== 'cannot-tell'
      ? checkedHalves(answer.verdict, seal, typed, say)
      : refusedHalves(answer, bytes, say);
  fill(
    status,
    h('h2', { id: 'verdict-title', tabindex: -1, class: 'away' }, say.own('verdict.title')),
    h('div', { class: 'halves' }, halves),
  );
  status.dataset['seal'] = seal;
  status.dataset['bytes'] = bytes;
}

/** Take the answer away; without its attributes nothing is said. */
export function clearAnswer(status: HTMLElement): void {
  delete status.dataset['bytes'];
  delete status.dataset['seal'];
  status.replaceChildren();
}

function half(kind: string, mark: string, title: string, first: string, ...rest: Child[]): Child {
  const dot = first.indexOf('. ');
  const words = dot < 0 ? [first, ''] : [first.slice(0, dot + 1), first.slice(dot + 1)];
  return h(
    'div',
    { class: `half ${kind}` },
    h('p', { class: 'over' }, title),
    h('p', { class: 'verdict' }, h('span', { class: `mark ${mark}`, 'aria-hidden': 'true' }), h('strong', {}, shown(words[0] ?? '')), shown(words[1] ?? '')),
    rest,
  );
}

function refusedHalves(answer: Answer, bytes: BytesHalf, say: Phrases): Child {
  const why = answer.kind === 'refused' ? answer.sentence : answer.verdict.problems[0];
  const said = typeof why === 'string' ? why : why ? say.sentence(why) : '';
  const changed = bytes === 'changed';
  return [
    half(
      changed ? 'bad' : 'unsure',
      changed ? 'cross' : 'question',
      say.own('verdict.bytes'),
      say.own(changed ? 'bytes.changed' : 'bytes.cannot-tell'),
      h('p', {}, shown(said)),
    ),
    half('unsure', 'question', say.own('verdict.seal'), say.own('seal.nothing')),
  ];
}

function checkedHalves(verdict: Verdict, seal: SealHalf, typed: Typed, say: Phrases): Child {
  const first = bytesHalf(verdict, seal, say);
  const second = sealHalf(verdict, seal, typed, say);
  // Nobody should read a comforting word before a code that differs.
  return seal === 'different' ? [second, first] : [first, second];
}

function bytesHalf(verdict: Verdict, seal: SealHalf, say: Phrases): Child {
  const title = say.own('verdict.bytes');
  if (verdict.bytes === 'changed') {
    const around = verdict.insideHolds;
    const first = say.own(around ? 'bytes.changed-around' : 'bytes.changed');
    return half('bad', 'cross', title, first, which(verdict, around, seal, say), problems(verdict.problems, say));
  }
  const only = seal === 'different';
  return half(
    only ? 'unsure' : 'good',
    only ? 'question' : 'tick',
    title,
    say.own(only ? 'bytes.only-itself' : 'bytes.matches'),
    h('p', {}, held(verdict, say), ...verdict.lost.map((lost) => [' ', shown(say.sentence(lost))])),
    ...(verdict.part ? [h('p', {}, shown(say.sentence(verdict.part)))] : []),
    h('p', {}, say.own('verdict.clock', { time: times.written(verdict.info['Keepsafe-Sealed-At'] ?? '', say) })),
    h('p', {}, say.own('verdict.truth')),
  );
}

/** Return which saved files are not as sealed, as far as that can be told. */
function which(verdict: Verdict, around: boolean, seal: SealHalf, say: Phrases): Child {
  if (around) return null;
  if (verdict.changedExhibits.length > 0) {
    const exhibits = ranges(verdict.changedExhibits, say);
    return h('p', {}, shown(say.own('verdict.which', { exhibits })));
  }
  const hold = verdict.exhibitsHold && verdict.exhibits > 0 && seal !== 'different';
  return hold ? h('p', {}, say.own('verdict.all-hold')) : null;
}

const MOST_RANGES = 10;

/** Return numbers in rising order as "E3, E5-E8, E12", the first few of very many. */
function ranges(exhibits: readonly string[], say: Phrases): string {
  const runs: [number, number][] = [];
  for (const number of exhibits.map((id) => Number(id.slice(1)))) {
    const last = runs.at(-1);
    if (last && last[1] + 1 === number) last[1] = number;
    else runs.push([number, number]);
  }
  const names = runs
    .slice(0, MOST_RANGES)
    .map(([first, last]) => (first === last ? `E${String(first)}` : `E${String(first)}-E${String(last)}`))
    .join(', ');
  return runs.length > MOST_RANGES ? say.own('verdict.others', { names }) : names;
}

const FIRST_PROBLEMS = 3;

function problems(list: readonly Sentence[], say: Phrases): Child {
  const line = (problem: Sentence): Child => h('li', {}, shown(say.sentence(problem)));
  const more = list.slice(FIRST_PROBLEMS);
  return [
    h('ul', { class: 'problems' }, list.slice(0, FIRST_PROBLEMS).map(line)),
    more.length > 0
      ? h(
          'details',
          { 'data-keep': 'problems' },
          h('summary', {}, say.own('verdict.more', { count: more.length })),
          h('ul', { class: 'problems' }, more.map(line)),
        )
      : null,
  ];
}

function held(verdict: Verdict, say: Phrases): string {
  const { exhibits, entries } = verdict;
  const broken = verdict.lost.some((lost) => lost.key.startsWith('lost-entries'));
  return say.own(broken ? 'verdict.held' : 'verdict.held-unbroken', {
    files: exhibits === 1 ? say.own('files.one') : say.own('files.many', { count: exhibits }),
    entries: entries === 1 ? say.own('entries.one') : say.own('entries.many', { count: entries }),
  });
}

function sealHalf(verdict: Verdict, seal: SealHalf, typed: Typed, say: Phrases): Child {
  const title = say.own('verdict.seal');
  const matches = verdict.bytes === 'matches';
  const code = verdict.sealCode;
  if (!code) {
    const unread = seal === 'different' ? 'seal.different-unread' : 'seal.not-compared-unread';
    return half(seal === 'different' ? 'bad' : 'unsure', seal === 'different' ? 'cross' : 'question', title, say.own(unread));
  }
  const groups = shownSealCode(code);
  const middle = groups.length / 2;
  const own = h(
    'p',
    { class: 'code-line exact' },
    h('span', {}, groups.slice(0, middle).trim()),
    ' ',
    h('span', {}, groups.slice(middle).trim()),
  );
  switch (seal) {
    case 'same':
      if (matches) return half('good', 'tick', title, say.own('seal.same'));
      return half('unsure', 'question', title, say.own(verdict.insideHolds ? 'seal.same-around' : 'seal.same-changed'));
    case 'different': {
      const apart = typed.kind === 'code' ? differingGroups(code, typed.digits) : [];
      // Two different codes have no group in common by chance: then it is a slip in typing.
      const near = apart.length > 0 && apart.length < GROUPS;
      return half(
        'bad',
        'cross',
        title,
        near ? say.own('code.groups', { groups: apart.join(', ') }) : say.own('seal.different'),
        near ? h('p', {}, say.own('seal.different')) : null,
        h('p', {}, say.own('seal.own')),
        own,
        isLong(typed) ? h('p', {}, say.own('code.short')) : null,
      );
    }
    case 'not-compared':
      return half(
        'unsure',
        'question',
        title,
        say.own('seal.not-compared'),
        h('p', {}, ...(matches ? [say.own('seal.nothing-against'), ' '] : []), say.own('seal.compare')),
        own,
        h('p', {}, say.own('seal.anyone')),
      );
  }
}

/** Return what stands below the answer: the checks one by one, the facts, the time tokens. */
export function details(verdict: Verdict, say: Phrases, size: (bytes: number) => string): HTMLElement {
  return h(
    'div',
    { class: 'more' },
    fold('checks', say.own('checks.title'), checks(verdict, say)),
    fold('facts', say.own('facts.title'), facts(verdict, say, size)),
    fold('times', say.own('time.title'), tokens(verdict, say)),
  );
}

function fold(key: string, title: string, content: Child): HTMLElement {
  return h('details', { 'data-keep': key }, h('summary', {}, title), h('div', {}, content));
}

function checks(verdict: Verdict, say: Phrases): Child {
  return h(
    'ul',
    { class: 'checks' },
    verdict.checks.map((check) =>
      h(
        'li',
        { class: check.outcome },
        h('span', { class: `mark ${MARKS[check.outcome]}`, 'aria-hidden': 'true' }),
        h('span', {}, say.ownDynamic(`check.${check.id}`) || say.own('check.other', { id: check.id })),
        h('strong', {}, shown(answered(check, say))),
      ),
    ),
  );
}

const MARKS: Readonly<Record<Outcome, string>> = {
  passed: 'tick',
  failed: 'cross',
  'not-checked': 'question',
  none: 'none',
};
const MOST_NAMES = 3;

/** Return what a check came to, and when it failed the first few of what differs. */
function answered({ outcome, names }: Check, say: Phrases): string {
  if (outcome !== 'failed' || !names.length) return say.own(`checks.${outcome}`);
  const first = names.slice(0, MOST_NAMES).join(', ');
  const more = names.length - MOST_NAMES;
  return say.own('checks.failed-names', {
    names: more > 0 ? say.own('checks.more', { names: first, count: more }) : first,
  });
}

function facts(verdict: Verdict, say: Phrases, size: (bytes: number) => string): Child {
  const row = (label: string, ...values: Child[]): Child =>
    h('div', {}, h('dt', {}, label), h('dd', {}, values));
  const digits = (label: string, text: string): Child =>
    text && row(label, hash(text), ' ', copyButton(say, text, label));
  const { info } = verdict;
  return h(
    'dl',
    {},
    row(say.own('facts.name'), h('bdi', { class: 'exact' }, shown(verdict.fileName, true))),
    row(say.own('facts.size'), size(verdict.fileSize)),
    digits(say.own('facts.sha256'), verdict.fileSha256),
    digits(say.own('facts.code'), verdict.sealCode),
    row(say.own('facts.bundle'), h('span', { class: 'exact' }, shown(info['External-Identifier'] ?? '', true))),
    row(say.own('facts.sealed'), times.written(info['Keepsafe-Sealed-At'] ?? '', say)),
    digits(say.own('facts.key'), info['Keepsafe-Signing-Key-SHA256'] ?? ''),
  );
}

function tokens(verdict: Verdict, say: Phrases): Child {
  if (verdict.times.length === 0) return h('p', {}, say.own('time.none'));
  return [
    h('p', {}, say.own('time.intro')),
    verdict.times.map((token) => {
      const command = tokenCommand(token.name, token.claims);
      return h(
        'div',
        { class: 'card' },
        h('p', {}, h('span', { class: 'exact' }, shown(token.name, true))),
        h(
          'p',
          {},
          token.claims ? say.own('time.claims', { time: claimed(token.claims, say) }) : say.own('time.unread'),
          ' ',
          say.own(token.aboutThis ? 'time.about' : 'time.not-about'),
        ),
        h('p', { class: 'small' }, say.own('time.command')),
        h('p', { class: 'exact command' }, whole(command), copyButton(say, command, token.name)),
      );
    }),
  ];
}

/** Return a command whose lines break only where it has blanks. */
function whole(command: string): Child {
  return command.split(' ').map((word) => [h('span', { class: 'whole' }, word), ' ']);
}

/** Return an ISO time in UTC as people read it. */
function claimed(utc: string, say: Phrases): string {
  return times.written(`${utc.slice(0, 16)}+00:00`, say);
}

/** Return the command of VERIFY.txt that checks a token, at the time that it claims. */
function tokenCommand(name: string, claims: string | undefined): string {
  const seconds = claims === undefined ? NaN : Math.floor(Date.parse(claims) / 1000);
  const at = Number.isNaN(seconds) ? '' : ` -attime ${String(seconds)}`;
  const safe = /^seal\/time-[1-9][0-9]{0,2}\.tsr$/.test(name) ? name : 'seal/time-1.tsr';
  const chain = safe.replace(/\.tsr$/, '-chain.pem');
  return `openssl ts -verify -data tagmanifest-sha256.txt -in ${safe} -CAfile ../root.pem -untrusted ${chain}${at}`;
}
