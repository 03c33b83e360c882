/** The first page: what an officer must know and do today (report/triage.py). */

import { get } from '../case/record';
import type { Item } from '../case/record';
import { isQuoted } from '../case/quoted';
import { facts, one, table, told, value, words } from './model';
import type { Block, Fact, Page, Section, Value } from './model';
import type { ReportKey } from '../texts/phrases';
import { cutTo, identifier, lengthOf, money, shortened } from './telling';
import type { Teller } from './telling';
import * as times from './times';

const LONGEST = 220;
const FIRST_LINES = 160;
// Six digits in a row, however they are parted; a time or a date of the month is no telephone.
const NUMBER = /(?:\p{Nd}[ \u00a0().+/-]{0,3}){5}\p{Nd}/u;
const SHORT = 64;
const ABOUT = 130;
const FEW = 40;
const WHOLE_EXACT = 90;
const SHORT_EXACT = 60;
const MOST_ACCOUNTS = 5;
const MOST_PAYMENTS = 3;
const MOST_DEVICES = 3;
const MOST_REPORTS = 3;

type Part = 'danger' | 'preserve' | 'payments' | 'chats' | 'calling' | 'pictures';

/** Return page 1. */
export function firstPage(tell: Teller): Page {
  const { say } = tell;
  return {
    title: say.of('doc.title'),
    subtitle: say.of('doc.subtitle'),
    identity: identity(tell),
    sections: [
      danger(tell),
      preserve(tell),
      payments(tell),
      chats(tell),
      calling(tell),
      pictures(tell),
    ],
  };
}

/** Return the texts of page 1 that had to be cut there, whole. */
export function toldInFull(tell: Teller): readonly Fact[] {
  const names = [
    ...(['danger', 'deadline', 'disappearing'] as const),
    ...(['safe_contact', 'safe_times', 'unsafe_times'] as const),
  ] as const;
  return names
    .map((name) => ({ name, text: get(tell.source.record.case, name) }))
    .filter(({ text }) => shortened(text, LONGEST)[1])
    .map(({ name, text }) => ({ label: tell.say.of(`case.${name}`), values: one(text) }));
}

/** Return who this is about and who saved it, as far as they chose to say. */
export function about(tell: Teller): string {
  const { say } = tell;
  const known = tell.source.record.case;
  const country = get(known, 'country');
  const age = get(known, 'age');
  const parts = [
    get(known, 'person'),
    age ? say.choice('age', age) : '',
    say.dynamic(`saved_by.${get(known, 'role')}`),
    country && country !== 'other' ? say.choice('country', country) : '',
  ];
  return parts.filter(Boolean).join(say.of('general.semicolon'));
}

/** Return to whom it was reported, and under which number: one line each. */
function reports(tell: Teller): readonly Value[] {
  const all = tell.source.record.items.report;
  const lines = all.slice(0, MOST_REPORTS).map((item) => {
    const when = get(item.fields, 'when');
    const parts = [
      short(get(item.fields, 'to')) || item.id,
      short(get(item.fields, 'number')),
      when ? tell.moment(when, item.fields) : '',
    ];
    return value(parts.filter(Boolean).join(', '));
  });
  return [...lines, ...more(tell, all.length, MOST_REPORTS, 'parts.reports')];
}

/** Return who agreed to what, and whether that was withdrawn: one line each. */
function consents(tell: Teller): readonly Value[] {
  const { say } = tell;
  const all = tell.source.record.items.consent;
  const lines = all.slice(0, MOST_REPORTS).map((item) => {
    const [to, when] = [get(item.fields, 'to'), get(item.fields, 'when')];
    const agreed = [to ? say.choice('agreed', to) : '', when ? tell.moment(when, item.fields) : ''];
    const said = tell.pair(short(get(item.fields, 'who')) || item.id, agreed.filter(Boolean).join(', '));
    const withdrawn = get(item.fields, 'withdrawn');
    if (!withdrawn) return value(said);
    const since = tell.pair(say.of('consent.withdrawn'), tell.moment(withdrawn, item.fields));
    return value(`${said}. ${since}`);
  });
  return [...lines, ...more(tell, all.length, MOST_REPORTS, 'parts.consents')];
}

function contents(tell: Teller): string {
  const { say, source } = tell;
  const { parts, exhibits } = source.record;
  let said = say.of('triage.contents', {
    seal: source.seal,
    sealed: times.written(source.info['Keepsafe-Sealed-At'] ?? '', say),
    exhibits: exhibits.filter((exhibit) => !source.elsewhere.has(exhibit.id)).length,
    accounts: source.record.items.account.length,
    payments: source.record.items.payment.length,
  });
  if (parts.length) {
    const names = parts.map((part) => part.bundle);
    const own = `${source.bundle}.zip`;
    const others = names.filter((name) => name !== own).join(', ');
    const values = { part: names.indexOf(own) + 1, parts: parts.length, others };
    said = `${said} ${say.of('triage.part', values)}`;
  }
  const count = source.logbook.keptOut.length;
  return count > 0 ? `${said} ${say.of('triage.kept_out', { count })}` : said;
}

function whatHappened(tell: Teller): string {
  const { items, case: known } = tell.source.record;
  const said: ReportKey[] = [];
  const threat = threats(tell);
  if (threat) said.push(threat);
  if (items.payment.some((item) => get(item.fields, 'status') === 'paid')) said.push('recorded.paid');
  if (items.pointer.length > 0) said.push('recorded.picture');
  if (said.length > 0 && get(known, 'age') === 'under-18') said.push('recorded.young');
  return said.map((key) => tell.say.of(key)).join(' ');
}

function threats(tell: Teller): ReportKey | undefined {
  const { items, exhibits } = tell.source.record;
  const kinds = new Set(exhibits.map((exhibit) => get(exhibit.fields, 'category')));
  const asked = items.payment.some((item) => get(item.fields, 'status') === 'asked');
  if (kinds.has('threat')) {
    if (asked) return 'recorded.threats_money';
    return kinds.has('demand') ? 'recorded.threats_demands' : 'recorded.threats';
  }
  if (asked) return 'recorded.money';
  return kinds.has('demand') ? 'recorded.demands' : undefined;
}

function identity(tell: Teller): readonly Fact[] {
  const { say, source } = tell;
  const notes = source.record.items.note.map((item) => get(item.fields, 'words')).filter(Boolean);
  const own = notes.find((note) => !isQuoted(note)) ?? '';
  const typed = notes.find(isQuoted) ?? '';
  return told([
    { label: say.of('triage.what'), values: one(whatHappened(tell)) },
    { label: say.of('note.words'), values: one(quoted(tell, own)) },
    { label: say.of('triage.typed'), values: one(quoted(tell, typed)) },
    { label: say.of('triage.bundle'), values: one(source.bundle, 'exact') },
    { label: say.of('case.police_file_number'), values: fileNumber(tell) },
    { label: say.of('parts.reports'), values: reports(tell) },
    { label: say.of('parts.consents'), values: consents(tell) },
    { label: say.of('triage.in_this_file'), values: one(contents(tell)) },
    {
      label: say.of('triage.about'),
      values: one(shortened(about(tell).replaceAll('\n', ' '), ABOUT)[0]),
    },
  ]);
}

/** Return the police file number and who has it, as recorded or from the newest hand-over. */
function fileNumber(tell: Teller): readonly Value[] {
  const { say } = tell;
  const { case: known, handovers } = tell.source.record;
  const newest = handovers.filter((handover) => handover.file_number).at(-1);
  let number = get(known, 'police_file_number');
  let source = '';
  let who = [get(known, 'officer'), get(known, 'unit')];
  if (!number && newest) {
    number = newest.file_number;
    who = [newest.officer, newest.agency];
    source = say.of('triage.number_from', { seal: newest.seal });
  }
  const shown = number ? value(short(number), 'exact') : value(say.of('triage.no_number'));
  const named = who.filter(Boolean).map(short).join(', ');
  return [shown, ...one(source), ...one(named)];
}

function quoted(tell: Teller, said: string): string {
  const [start, cut] = shortened(said, FIRST_LINES);
  if (!cut) return said;
  return `${start} ${tell.say.of('triage.longer_note', { part: tell.say.of('parts.words') })}`;
}

function danger(tell: Teller): Section {
  const { say } = tell;
  const known = tell.source.record.case;
  const list: Fact[] = [];
  const now = get(known, 'danger');
  if (now) list.push({ label: say.of('case.danger'), values: one(cut(tell, now)) });
  const deadline = get(known, 'deadline');
  if (deadline) {
    const said = dated(tell, cut(tell, deadline), 'case.deadline');
    list.push({ label: say.of('case.deadline'), values: one(said) });
  }
  const demands = tell.source.record.items.payment.filter((item) => get(item.fields, 'deadline'));
  if (demands.length > 0) {
    const lines = demands.slice(0, MOST_PAYMENTS).map((item) => value(demand(tell, item)));
    list.push({
      label: say.of('triage.payment_deadlines'),
      values: [...lines, ...more(tell, demands.length, MOST_PAYMENTS, 'parts.payments')],
    });
  }
  const blocks = now ? [] : [words(say.of('triage.danger_none'))];
  return section(tell, 'danger', list.length > 0 ? [...blocks, facts(list)] : blocks);
}

function demand(tell: Teller, item: Item): string {
  const asked = [item.id, money(item.fields)].filter(Boolean).join(', ');
  const said = tell.pair(shortened(asked, FEW)[0], short(get(item.fields, 'deadline')));
  return dated(tell, said, `${item.id}.deadline`);
}

/** Return what was said with the day it was written down: "tomorrow" says nothing alone. */
function dated(tell: Teller, said: string, name: string): string {
  const at = tell.writtenDown(name).replace(/[()]/g, '');
  return at ? `${said} (${tell.say.of('triage.written', { at })})` : said;
}

function preserve(tell: Teller): Section {
  const { say } = tell;
  const accounts = tell.source.record.items.account;
  if (accounts.length === 0) return section(tell, 'preserve', []);
  const head = [
    say.of('triage.number'),
    say.of('triage.app'),
    say.of('triage.identifier'),
    say.of('triage.date'),
  ];
  return section(tell, 'preserve', [
    table(
      head,
      accounts.slice(0, MOST_ACCOUNTS).map((item) => accountRow(tell, item)),
    ),
    ...more(tell, accounts.length, MOST_ACCOUNTS, 'parts.accounts').map((v) => words(v.text)),
    words(say.of('triage.preserve_why'), true),
  ]);
}

function accountRow(tell: Teller, { id, fields }: Item): readonly (readonly Value[])[] {
  const best = identifier(fields);
  const others = ['id', 'url', 'phone', 'email'].map((name) => get(fields, name));
  const also = others.find((text) => text && text !== best.text) ?? '';
  const seen = get(fields, 'seen') || get(fields, 'last_contact') || get(fields, 'first_contact');
  const when = seen ? tell.moment(seen, fields) : tell.say.of('triage.no_date');
  const name = best.look === 'exact' ? exact(tell, best.text, 'parts.accounts') : one(short(best.text));
  return [
    one(id),
    one(short(get(fields, 'platform'))),
    [...name, ...exact(tell, also, 'parts.accounts')],
    one(short(when)),
  ];
}

function payments(tell: Teller): Section {
  const { say } = tell;
  const every = tell.source.record.items.payment;
  const paid = every.filter((item) => get(item.fields, 'status') !== 'asked');
  const asked = every.filter((item) => get(item.fields, 'status') === 'asked');
  const list: Fact[] = [];
  const blocks: Block[] = [];
  if (paid.length > 0) {
    // Sorted as in Python: the newest first, equals in their order.
    const latest = [...paid].sort((a, b) => compare(when(b), when(a)));
    const head = [
      say.of('triage.number'),
      say.of('triage.amount'),
      say.of('triage.how'),
      say.of('triage.paid_to'),
      say.of('triage.paid'),
    ];
    blocks.push(
      table(
        head,
        latest.slice(0, MOST_PAYMENTS).map((item) => paymentRow(tell, item)),
      ),
      ...more(tell, paid.length, MOST_PAYMENTS, 'parts.payments').map((v) => words(v.text)),
      words(say.of('triage.payments_why'), true),
    );
  } else if (asked.length > 0) {
    list.push({ label: say.of('triage.sent'), values: one(say.of('triage.sent_none')) });
  }
  if (asked.length > 0) {
    const lines = asked.slice(0, MOST_PAYMENTS).map((item) => value(askedFor(tell, item)));
    list.push({
      label: say.of('money.asked'),
      values: [...lines, ...more(tell, asked.length, MOST_PAYMENTS, 'parts.payments')],
    });
  }
  if (list.length > 0) blocks.push(facts(list));
  const made = section(tell, 'payments', blocks);
  // What was only asked for is nothing that can be stopped.
  return paid.length > 0 ? made : { ...made, title: say.of('parts.payments') };
}

function askedFor(tell: Teller, { id, fields }: Item): string {
  const said = short([money(fields), get(fields, 'method')].filter(Boolean).join(', '));
  const receipt = get(fields, 'receipt');
  const shown = receipt ? tell.say.of('triage.shown_in', { id: receipt }) : '';
  return [id, said, shown].filter(Boolean).join(', ');
}

function when(item: Item): string {
  const given = get(item.fields, 'when');
  return given ? times.order(given) : '';
}

function paymentRow(tell: Teller, { id, fields }: Item): readonly (readonly Value[])[] {
  const paid = get(fields, 'when');
  const at = paid ? tell.moment(paid, fields) : tell.say.of('triage.no_date');
  return [
    one(id),
    one(short(money(fields))),
    [
      ...one(short(get(fields, 'method'))),
      ...exact(tell, get(fields, 'transaction'), 'parts.payments'),
    ],
    exact(tell, get(fields, 'to'), 'parts.payments'),
    one(short(at)),
  ];
}

function chats(tell: Teller): Section {
  const { say } = tell;
  const { case: known, items } = tell.source.record;
  const list: Fact[] = [];
  const which = get(known, 'disappearing');
  if (which) list.push({ label: say.of('triage.which'), values: one(cut(tell, which)) });
  const devices = items.device;
  if (devices.length > 0) {
    const lines = devices.slice(0, MOST_DEVICES).map((item) => {
      const what = short(get(item.fields, 'what')) || item.id;
      const holder = short(get(item.fields, 'holder'));
      return value(holder ? say.of('triage.device', { what, holder }) : what);
    });
    list.push({
      label: say.of('triage.devices'),
      values: [...lines, ...more(tell, devices.length, MOST_DEVICES, 'parts.devices')],
    });
  }
  if (list.length === 0) return section(tell, 'chats', []);
  return section(tell, 'chats', [facts(list), words(say.of('triage.chats_why'), true)]);
}

function calling(tell: Teller): Section {
  const { say } = tell;
  const how = get(tell.source.record.case, 'safe_contact');
  const safe = get(tell.source.record.case, 'safe_times');
  const unsafe = get(tell.source.record.case, 'unsafe_times');
  const list = told([
    { label: say.of('triage.call_how'), values: one(how ? cut(tell, how) : '') },
    { label: say.of('triage.call_when'), values: one(safe ? cut(tell, safe) : '') },
    { label: say.of('triage.call_not'), values: one(unsafe ? cut(tell, unsafe) : '') },
  ]);
  const blocks: Block[] = [
    list.length > 0 ? facts(list) : words(say.of('triage.calling_none'), true),
  ];
  if (!NUMBER.test(`${how}\n${safe}`)) blocks.push(words(say.of('triage.no_telephone')));
  return section(tell, 'calling', blocks);
}

function pictures(tell: Teller): Section {
  const count = tell.source.record.items.pointer.length;
  return section(tell, 'pictures', [words(tell.say.of('triage.pictures_line', { count }))]);
}

function section(tell: Teller, key: Part, blocks: readonly Block[]): Section {
  const shown =
    blocks.length > 0 ? blocks : [words(tell.say.dynamic(`triage.${key}_none`), true)];
  return { key, title: tell.say.of(`triage.${key}_title`), blocks: shown };
}

type PartTitle =
  | 'parts.accounts'
  | 'parts.payments'
  | 'parts.devices'
  | 'parts.reports'
  | 'parts.consents';

function more(tell: Teller, all: number, most: number, part: PartTitle): readonly Value[] {
  const count = all - most;
  return count > 0 ? one(tell.say.of('triage.more', { count, part: tell.say.of(part) })) : [];
}

function cut(tell: Teller, text: string): string {
  const [start, isCut] = shortened(text, LONGEST);
  return isCut ? `${start} ${tell.say.of('triage.cut')}` : text;
}

/** Return an identifier; cut, it says so beside it, so that nobody copies half of one. */
function exact(tell: Teller, text: string, part: PartTitle): readonly Value[] {
  if (lengthOf(text) <= WHOLE_EXACT) return text ? tell.exact(text, 3) : [];
  const where = tell.say.of('triage.longer', { part: tell.say.of(part) });
  return [...tell.exact(cutTo(text, SHORT_EXACT), 3), value(where)];
}

function short(text: string): string {
  return shortened(text.replaceAll('\n', ' '), SHORT)[0];
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
