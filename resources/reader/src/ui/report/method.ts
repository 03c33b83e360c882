/** The parts that say how it was kept and what that proves (report/method.py). */

import type { LogLine } from '../../contract';
import { facts, one, table, told, words } from './model';
import type { Block, Section } from './model';
import type { Teller } from './telling';
import * as times from './times';

const METHOD = ['store', 'log', 'seal', 'code', 'pictures', 'times', 'codes'] as const;
const PROVES = ['same', 'same_code', 'clock', 'chain'] as const;
const PROVES_NOT = ['who', 'true', 'when', 'rebuilt', 'all'] as const;
const CHALLENGES = [
  ...(['changed', 'before', 'clock', 'rebuilt', 'opened', 'left', 'screenshot', 'sender'] as const),
  ...(['compressed', 'computer', 'trust', 'genuine'] as const),
] as const;

/** Return the earlier seals of this case and the hand-overs noted so far. */
export function sealsPart(tell: Teller): Section {
  const { say, source } = tell;
  const blocks: Block[] = [];
  for (const seal of source.record.seals) {
    if (seal.number >= source.seal) continue;
    const list = told([
      { label: say.of('seals.at'), values: one(times.logged(seal.finished, say)) },
      { label: say.of('seals.code'), values: one(seal.code, 'hash') },
      { label: say.of('seals.file'), values: one(seal.file_sha256, 'hash') },
    ]);
    blocks.push(facts(list, say.of('seals.heading', { seal: seal.number })));
  }
  for (const handover of source.record.handovers) {
    const list = told([
      { label: say.of('seals.handed'), values: one(times.logged(handover.line, say)) },
      { label: say.of('seals.day'), values: one(times.claimed(handover.day, '', '', say)) },
      { label: say.of('case.officer'), values: one(handover.officer) },
      { label: say.of('seals.agency'), values: one(handover.agency) },
      { label: say.of('case.police_file_number'), values: one(handover.file_number, 'exact') },
      { label: say.of('seals.method'), values: one(handover.method) },
    ]);
    blocks.push(facts(list, say.of('seals.handover', { seal: handover.seal })));
  }
  const nothing = words(say.of('nothing.seals'), true);
  return {
    key: 'seals',
    title: say.of('parts.seals'),
    blocks: blocks.length > 0 ? blocks : [nothing],
  };
}

/** Return the custody log, every entry. */
export function custodyPart(tell: Teller): Section {
  const { say, source } = tell;
  const head = [
    say.of('custody.number'),
    say.of('custody.utc'),
    say.of('custody.who'),
    say.of('custody.what'),
  ];
  const rows = source.record.log.map((line) => [
    one(String(line.seq)),
    one(times.utcExact(line)),
    one(say.choice('actor', line.actor)),
    one(whatHappened(tell, line)),
  ]);
  const silent = source.record.log.filter((line) => line.data === undefined);
  const entries = ranges(silent.map((line) => line.seq));
  // What is kept out is told; when nothing is, a later entry corrected it.
  const why = source.logbook.keptOut.length > 0 ? 'custody.silent' : 'custody.silent_corrected';
  const below = entries ? [words(say.of(why, { entries }), true)] : [];
  const intro = words(say.of('custody.intro'), true);
  return {
    key: 'custody',
    title: say.of('parts.custody'),
    blocks: [intro, table(head, rows), ...below],
  };
}

function whatHappened(tell: Teller, line: LogLine): string {
  const { say, source } = tell;
  const about = (source.logbook.about.get(line.seq) ?? []).map((name) => named(tell, name));
  const what = tell.pair(say.choice('what', line.what), about.join(', '));
  return line.data === undefined ? `${what} (${say.of('custody.undisclosed')})` : what;
}

/** Return what a log entry is about in words: "E1", "How to call back safely", "Seal 1". */
function named(tell: Teller, name: string): string {
  const dot = name.indexOf('.');
  if (dot < 0) return name;
  const group = name.slice(0, dot);
  const rest = name.slice(dot + 1);
  if (group === 'seal') return tell.say.of('seals.heading', { seal: rest });
  return rest ? tell.say.choice(group, rest) : name;
}

/** Return numbers in rising order as "3, 5-8, 12". */
function ranges(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && last[1] + 1 === number) last[1] = number;
    else runs.push([number, number]);
  }
  return runs
    .map(([first, last]) => (first === last ? String(first) : `${String(first)}-${String(last)}`))
    .join(', ');
}

/** Return how Keepsafe stores and seals, and the facts of this seal. */
export function methodPart(tell: Teller): Section {
  const { say } = tell;
  const { info } = tell.source;
  const fact = (name: string): string => info[name] ?? '';
  const previous = fact('Keepsafe-Previous-Seal-Code');
  const list = told([
    { label: say.of('method.program'), values: one(fact('Bag-Software-Agent')) },
    {
      label: say.of('method.sealed'),
      values: one(times.written(fact('Keepsafe-Sealed-At'), say)),
    },
    { label: say.of('method.key'), values: one(fact('Keepsafe-Signing-Key-SHA256'), 'hash') },
    { label: say.of('method.previous'), values: one(previous === 'none' ? '' : previous, 'hash') },
  ]);
  const asks = METHOD.map((key): Block => ({
    block: 'ask',
    question: say.of(`method.${key}_name`),
    answer: say.of(`method.${key}`),
  }));
  return { key: 'method', title: say.of('parts.method'), blocks: [facts(list), ...asks] };
}

/** Return what the checks prove, and what they do not. */
export function provesPart(tell: Teller): Section {
  const { say } = tell;
  const does = PROVES.map((key) => say.of(`proves.${key}`));
  const doesNot = PROVES_NOT.map((key) => say.of(`proves_not.${key}`));
  return {
    key: 'proves',
    title: say.of('parts.proves'),
    blocks: [
      { block: 'points', heading: say.of('proves.title'), points: does },
      { block: 'points', heading: say.of('proves_not.title'), points: doesNot },
      words(say.of('proves.how')),
    ],
  };
}

/** Return answers to what the other side is likely to ask. */
export function challengesPart(tell: Teller): Section {
  const { say, source } = tell;
  const counts = {
    kept_out: source.logbook.keptOut.length,
    pointers: source.record.items.pointer.length,
  };
  const asks = CHALLENGES.map((key): Block => ({
    block: 'ask',
    question: say.of(`challenge.${key}_q`),
    answer: say.of(`challenge.${key}_a`, counts),
  }));
  return { key: 'challenges', title: say.of('parts.challenges'), blocks: asks };
}
