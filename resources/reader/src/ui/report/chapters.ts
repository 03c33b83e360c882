/** The parts after page 1 that tell what was recorded (report/chapters.py). */

import type { Kind } from '../case/fields';
import { get } from '../case/record';
import type { Exhibit, Item } from '../case/record';
import type { ReportKey } from '../texts/phrases';
import { facts, one, table, told, value, words } from './model';
import type { Block, Fact, Section } from './model';
import { money, named, path, shortened, Teller } from './telling';
import * as times from './times';
import { about, toldInFull } from './triage';

const LINE = 160;
const TITLE = 80;
const NAMED_BY = new Map<Kind, string>([
  ['account', 'platform'],
  ['payment', 'status'],
  ['device', 'what'],
  ['report', 'to'],
  ['consent', 'who'],
]);
const TOLD_ELSEWHERE = [
  ...['title', 'role', 'country', 'age', 'person', 'danger', 'deadline'],
  ...['disappearing', 'safe_contact', 'safe_times', 'unsafe_times', 'not_saved'],
];

type Part = Extract<ReportKey, `nothing.${string}`> extends `nothing.${infer Name}` ? Name : never;

/** Return what is known of the case as a whole, and what page 1 had to cut. */
export function casePart(tell: Teller): Section {
  const list = told([
    { label: tell.say.of('triage.about'), values: one(about(tell)) },
    ...tell.facts('case', tell.source.record.case, TOLD_ELSEWHERE),
    ...toldInFull(tell),
  ]);
  return part(tell, 'case', [facts(list)]);
}

/** Return every account, with all that is known of it. */
export function accountsPart(tell: Teller): Section {
  return part(tell, 'accounts', cards(tell, 'account'));
}

/** Return every payment made or asked for. */
export function paymentsPart(tell: Teller): Section {
  return part(tell, 'payments', cards(tell, 'payment'));
}

/** Return what the person wrote, whole. */
export function wordsPart(tell: Teller): Section {
  const blocks = tell.source.record.items.note.map((item) => {
    const at = get(item.fields, 'when');
    const heading = [item.id, at ? tell.moment(at, item.fields) : ''].filter(Boolean).join(', ');
    const label = tell.say.of('general.written', { at: times.logged(item.added, tell.say) });
    return facts([{ label, values: one(get(item.fields, 'words')) }], heading, item);
  });
  return part(tell, 'words', blocks);
}

/** Something with a claimed time; `words` is ours, `detail` theirs. */
interface Happened {
  readonly when: string;
  readonly item: Item;
  readonly words: string;
  readonly detail: string;
}

/** Return all that has a date, in order. */
export function timelinePart(tell: Teller): Section {
  const { say } = tell;
  const events = [...happened(tell)].sort((a, b) => {
    const [first, second] = [times.order(a.when), times.order(b.when)];
    if (first === second) return 0;
    return first < second ? -1 : 1;
  });
  if (events.length === 0) return part(tell, 'timeline', []);
  const head = [
    say.of('timeline.when'),
    say.of('timeline.what'),
    say.of('timeline.detail'),
    say.of('timeline.number'),
  ];
  const rows = events.map(({ when, item, words: ours, detail }) => [
    one(tell.moment(when, item.fields)),
    one(ours),
    one(shortened(detail, LINE)[0]),
    one(item.id),
  ]);
  return part(tell, 'timeline', [words(say.of('timeline.note'), true), table(head, rows)]);
}

function* happened(tell: Teller): Generator<Happened> {
  const { say } = tell;
  const { items } = tell.source.record;
  for (const item of items.account) {
    for (const name of ['first_contact', 'last_contact', 'seen'] as const) {
      yield* event(item, name, say.of(`timeline.${name}`), named(item));
    }
  }
  for (const item of items.payment) {
    const asked = get(item.fields, 'status') === 'asked';
    yield* event(item, 'when', say.of(asked ? 'timeline.asked' : 'timeline.paid'), money(item.fields));
  }
  for (const item of items.exhibit) {
    yield* event(item, 'seen', say.of('timeline.exhibit'), get(item.fields, 'shows'));
  }
  for (const item of items.note) {
    yield* event(item, 'when', say.of('timeline.note_line'), get(item.fields, 'words'));
  }
  for (const item of items.report) {
    yield* event(item, 'when', say.of('timeline.report'), get(item.fields, 'to'));
  }
  for (const item of items.pointer) {
    yield* event(item, 'when', say.of('timeline.pointer'), get(item.fields, 'what'));
  }
  for (const item of items.consent) {
    yield* event(item, 'when', say.of('timeline.consent'), get(item.fields, 'who'));
  }
}

function* event(item: Item, name: string, ours: string, detail: string): Generator<Happened> {
  const when = get(item.fields, name);
  if (when) yield { when, item, words: ours, detail };
}

/** Return every saved file. */
export function exhibitsPart(tell: Teller): Section {
  const { exhibits } = tell.source.record;
  if (exhibits.length === 0) return part(tell, 'exhibits', []);
  const shown = exhibits.map(
    (exhibit): Block => ({ block: 'exhibit', exhibit, facts: () => exhibitFacts(tell, exhibit) }),
  );
  return part(tell, 'exhibits', [words(tell.say.of('exhibits.intro'), true), ...shown]);
}

/** Return what is known of a saved file: what the person says, then what was measured. */
function exhibitFacts(tell: Teller, exhibit: Exhibit): readonly Fact[] {
  const { say, source } = tell;
  const { file } = exhibit;
  const pixels = file.pixels
    ? `, ${say.of('exhibits.pixels', { width: file.pixels[0], height: file.pixels[1] })}`
    : '';
  const kind = [`${file.media_type}${pixels}`, Teller.size(file.size, say)];
  const kinds = file.embedded.join(', ');
  const viewing = source.viewing.get(exhibit.id);
  const damaged = source.damaged.has(exhibit.id);
  const other = source.elsewhere.get(exhibit.id);
  const where = other ? one(say.of('exhibits.elsewhere', { file: other })) : one(path(exhibit), 'exact');
  const measured: Fact[] = [
    { label: say.of('exhibits.file'), values: damaged ? [] : where },
    { label: say.of('exhibits.original_name'), values: [value(file.name, 'exact')] },
    { label: say.of('exhibits.also'), values: exhibit.also.map((name) => value(name, 'exact')) },
    { label: say.of('exhibits.type_size'), values: one(kind.join(say.of('general.semicolon'))) },
    { label: say.of('exhibits.modified'), values: one(fileTime(tell, file.modified)) },
    {
      label: say.of('exhibits.embedded'),
      values: kinds ? one(say.of('exhibits.embedded_words', { kinds })) : [],
    },
    { label: say.of('exhibits.added'), values: one(times.logged(exhibit.added, say)) },
    { label: say.of('exhibits.sha256'), values: [value(file.sha256, 'hash')] },
  ];
  if (viewing) {
    const made = value(say.of('exhibits.viewing_words'));
    measured.push({ label: say.of('exhibits.viewing'), values: [value(viewing, 'exact'), made] });
  }
  const lost = damaged
    ? [{ label: say.of('exhibits.damaged'), values: one(say.of('exhibits.damaged_words')) }]
    : [];
  return [
    ...lost,
    ...group(say.of('exhibits.said'), tell.facts('exhibit', exhibit.fields)),
    ...group(say.of('exhibits.measured'), measured),
  ];
}

function group(title: string, list: readonly Fact[]): readonly Fact[] {
  const filled = told(list);
  return filled.length > 0 ? [{ label: title, values: [] }, ...filled] : [];
}

/** Return a file's own time, UTC in ISO form, as people read it; as it is when it is odd. */
function fileTime(tell: Teller, modified: string): string {
  const clock = modified.slice(11, 16);
  if (clock.length !== 5) return modified;
  return times.claimed(`${modified.slice(0, 10)} ${clock}`, '+00:00', '', tell.say);
}

/** Return the pictures that were left where they are. */
export function pointersPart(tell: Teller): Section {
  const shown = cards(tell, 'pointer');
  const intro = words(tell.say.of('pointers.intro'), true);
  return part(tell, 'pointers', shown.length > 0 ? [intro, ...shown] : []);
}

/** Return the devices that hold originals. */
export function devicesPart(tell: Teller): Section {
  return part(tell, 'devices', cards(tell, 'device'));
}

/** Return the reports that were made elsewhere. */
export function reportsPart(tell: Teller): Section {
  return part(tell, 'reports', cards(tell, 'report'));
}

/** Return who agreed to what. */
export function consentsPart(tell: Teller): Section {
  return part(tell, 'consents', cards(tell, 'consent'));
}

/** Return what was not saved and why, what was kept out on purpose, and what was damaged. */
export function notSavedPart(tell: Teller): Section {
  const { say, source } = tell;
  const list = told([
    { label: say.of('case.not_saved'), values: one(get(source.record.case, 'not_saved')) },
    { label: say.of('exhibits.damaged'), values: one([...source.damaged].join(', ')) },
  ]);
  const blocks: Block[] = list.length > 0 ? [facts(list)] : [];
  if (source.logbook.keptOut.length > 0) {
    const head = [
      say.of('kept_out.number'),
      say.of('kept_out.what'),
      say.of('kept_out.entry'),
      say.of('kept_out.why'),
    ];
    const rows = source.logbook.keptOut.map((kept) => [
      one(kept.id),
      one(say.of(`kept_out.${kept.how}`)),
      one(String(kept.seq)),
      one(kept.why || say.of('kept_out.no_reason')),
    ]);
    blocks.push(words(say.of('kept_out.intro')), table(head, rows));
  }
  return part(tell, 'not_saved', blocks);
}

function cards(tell: Teller, kind: Kind): readonly Block[] {
  return tell.source.record.items[kind].map((item) => card(tell, item));
}

/** Return one thing under its name; what the name says whole is not said again. */
function card(tell: Teller, item: Item): Block {
  let name = NAMED_BY.get(item.kind) ?? '';
  const title = name ? get(item.fields, name) : '';
  const [start, cut] = shortened(title, TITLE);
  let said = start;
  if (item.kind === 'payment') {
    said = tell.say.choice('money', title);
  } else if (cut || title.includes('\n')) {
    said = '';
    name = '';
  }
  const list = tell.facts(item.kind, item.fields, name ? [name] : []);
  return facts(list, `${item.id}  ${said}`.trimEnd(), item);
}

/** Return a part, or that there is nothing to tell in it. */
function part(tell: Teller, key: Part, blocks: readonly Block[]): Section {
  const nothing = words(tell.say.of(`nothing.${key}`), true);
  return { key, title: tell.say.of(`parts.${key}`), blocks: blocks.length > 0 ? blocks : [nothing] };
}
