/** Times as an officer can copy them: "7 Mar 2026 21:14 (UTC-07:00)", never 07/03/26. */

import type { LogLine } from '../../contract';
import type { Phrases } from '../texts/phrases';

const MOMENT = /^(\d{4})-(\d{2})-(\d{2})(?: (\d{2}):(\d{2})(?::(\d{2}))?)?$/;
const OFFSET = /^[+-]\d\d:\d\d$/;
const MINUTE = 60_000;

/** Return a moment as the person gave it, and which zone it is in if that is known. */
export function claimed(moment: string, zone: string, home: string, say: Phrases): string {
  if (!isMoment(moment)) return moment;
  const day = date(moment, say);
  const clock = moment.slice(11);
  if (!clock) return day;
  if (zone) return `${day} ${clock} (UTC${zone})`;
  if (home) return `${day} ${clock} (${say.of('times.home', { offset: home })})`;
  return `${day} ${clock} (${say.of('times.no_zone')})`;
}

/** Return when an entry was made by the computer's clock, in that clock's zone. */
export function logged(line: LogLine, say: Phrases): string {
  const utc = Date.parse(line.at);
  if (Number.isNaN(utc)) return line.at;
  const offset = OFFSET.test(line.utc_offset) ? line.utc_offset : '+00:00';
  const minutes = (offset.startsWith('-') ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4)));
  return written(`${new Date(utc + minutes * MINUTE).toISOString().slice(0, 16)}${offset}`, say);
}

/** Return "2026-11-24T21:14-07:00" as people read it; anything else as it is. */
export function written(minute: string, say: Phrases): string {
  const clock = minute.slice(11, 16);
  const offset = minute.slice(16);
  if (minute[10] !== 'T' || !/^\d\d:\d\d$/.test(clock) || !OFFSET.test(offset)) return minute;
  return `${date(minute, say)} ${clock} (UTC${offset})`;
}

/** Return when an entry was made, in UTC to the second, in ISO order for the log. */
export function utcExact(line: LogLine): string {
  return `${line.at.slice(0, 10)} ${line.at.slice(11, 19)}`;
}

/** Return where a claimed moment stands among others; what is no moment comes last. */
export function order(moment: string): string {
  return isMoment(moment) ? moment : '~';
}

function isMoment(text: string): boolean {
  const match = MOMENT.exec(text);
  if (!match) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part || 0));
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  return (
    year > 0 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  );
}

function date(iso: string, say: Phrases): string {
  const day = Number(iso.slice(8, 10));
  const first = day === 1 ? say.of('times.first') : String(day);
  return `${first} ${say.dynamic(`months.${String(Number(iso.slice(5, 7)))}`)} ${String(Number(iso.slice(0, 4)))}`;
}
