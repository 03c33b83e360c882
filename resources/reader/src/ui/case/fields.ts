/** What can be recorded about each thing in a case, in the order in which the report tells it. */

export type Kind =
  | 'exhibit'
  | 'account'
  | 'payment'
  | 'device'
  | 'report'
  | 'consent'
  | 'note'
  | 'pointer';

export type Form = 'text' | 'moment' | 'zone' | 'choice' | 'reference';

const text = 'text';
const moment = 'moment';
const zone = 'zone';
const choice = 'choice';
const reference = 'reference';

/** The fields of each kind (case/fields.py), and what their values are. */
export const FIELDS: Readonly<Record<Kind | 'case', Readonly<Record<string, Form>>>> = {
  exhibit: {
    account: reference,
    shows: text,
    category: choice,
    seen: moment,
    time_shown: text,
    zone,
    via: choice,
    device: reference,
    capture: choice,
    continues: reference,
    content_url: text,
  },
  account: {
    platform: text,
    username: text,
    display_name: text,
    id: text,
    url: text,
    phone: text,
    email: text,
    seen: moment,
    zone,
    first_contact: moment,
    last_contact: moment,
    former_names: text,
    own_account: text,
    link: text,
    note: text,
  },
  payment: {
    status: choice,
    amount: text,
    currency: text,
    method: text,
    to: text,
    transaction: text,
    when: moment,
    zone,
    deadline: text,
    account: reference,
    receipt: reference,
    note: text,
  },
  device: { what: text, owner: text, holder: text, holds: text, note: text },
  report: { to: text, when: moment, zone, number: text, by: text, officer: text, note: text },
  consent: { who: text, to: choice, when: moment, zone, scope: text, withdrawn: moment },
  note: { words: text, when: moment, zone },
  pointer: {
    what: text,
    app: text,
    chat: text,
    device: reference,
    folder: text,
    when: moment,
    zone,
    sent_to: text,
    note: text,
  },
  case: {
    title: text,
    role: choice,
    country: choice,
    age: choice,
    person: text,
    danger: text,
    deadline: text,
    disappearing: text,
    safe_contact: text,
    safe_times: text,
    unsafe_times: text,
    police_file_number: text,
    officer: text,
    unit: text,
    not_saved: text,
    accounts_kept: text,
    imagery_request: text,
    school_policy: text,
    school_authorised_by: text,
    time_zone: zone,
  },
};

export const KINDS = [
  'exhibit',
  'account',
  'payment',
  'device',
  'report',
  'consent',
  'note',
  'pointer',
] as const satisfies readonly Kind[];

/** Whether a word from the log is the name of a kind. */
export function isKind(word: unknown): word is Kind {
  return (KINDS as readonly unknown[]).includes(word);
}
