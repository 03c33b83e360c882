/** The two kinds of small text in a bag, each in its one form: manifests and `bag-info.txt`. */

import { type Bytes, decodeLoosely, encode, equal } from './bytes';
import { FormatError } from './format-error';
import { BAG_INFO } from './layout';

const MANIFEST_LINE = /^([0-9a-f]{64}) {2}([^\0-\x20\x7f]+)$/;
const HEX64 = '[0-9a-f]{64}';
const ANY_FACT = /^[ -~]{1,200}$/;
const SEALED_AT = 'Keepsafe-Sealed-At';
const FACTS: ReadonlyMap<string, RegExp> = new Map(
  [
    ['Bagging-Date', '[0-9]{4}-[0-9]{2}-[0-9]{2}'],
    ['Payload-Oxum', '[0-9]{1,18}\\.[0-9]{1,9}'],
    ['Keepsafe-Format', '[1-9][0-9]{0,3}'],
    ['Keepsafe-Part', '[1-9][0-9]{0,2}/[1-9][0-9]{0,2}'],
    [SEALED_AT, '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}'],
    ['Keepsafe-Signing-Key-SHA256', HEX64],
    ['Keepsafe-Previous-Seal-Code', `none|${HEX64}`],
  ].map(([label, form]) => [label as string, new RegExp(`^(?:${form})$`)]),
);

/** Return the hash of each name in a manifest; throws for any line in another form than ours. */
export function parseManifest(content: Bytes, called: string): ReadonlyMap<string, string> {
  const digests = new Map<string, string>();
  for (const line of decodeLoosely(content).split('\n').slice(0, -1)) {
    const [, digest, name] = MANIFEST_LINE.exec(line) ?? [];
    if (digest === undefined || name === undefined || digests.has(name)) {
      throw new FormatError('line-form', { name: called });
    }
    digests.set(name, digest);
  }
  const sorted = [...digests.keys()].sort();
  const text = sorted.map((name) => `${digests.get(name)}  ${name}\n`).join('');
  if (!equal(encode(text), content)) throw new FormatError('text-form', { name: called });
  return digests;
}

/** Return the facts of a `bag-info.txt`; throws when it is not as Keepsafe writes it, has a label
 *  twice, or a value that cannot be. */
export function parseBagInfo(content: Bytes): ReadonlyMap<string, string> {
  const facts = new Map<string, string>();
  for (const line of decodeLoosely(content).split('\n').slice(0, -1)) {
    const at = line.indexOf(': ');
    const [label, value] = [line.slice(0, at), line.slice(at + 2)];
    if (at < 0 || facts.has(label) || !isFact(label, value)) {
      throw new FormatError('line-form', { name: BAG_INFO });
    }
    facts.set(label, value);
  }
  const text = [...facts].map(([label, value]) => `${label}: ${value}\n`).join('');
  if (!equal(encode(text), content)) throw new FormatError('text-form', { name: BAG_INFO });
  return facts;
}

function isFact(label: string, value: string): boolean {
  if (!(FACTS.get(label) ?? ANY_FACT).test(value)) return false;
  return label !== SEALED_AT || isMoment(value);
}

/** Return whether "2026-11-24T21:14-07:00" is a time of a real day. */
function isMoment(value: string): boolean {
  const numbers = (value.match(/\d+/g) ?? []).map(Number);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, offsetHour = 0, offsetMinute = 0] = numbers;
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  const real = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real && hour < 24 && minute < 60 && offsetHour < 24 && offsetMinute < 60;
}
