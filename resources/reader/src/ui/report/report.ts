/** Puts the report together from what was checked: which parts, in which order (report/content.py). */

import type { Opened } from '../../contract';
import { readLogbook } from '../case/logbook';
import { fold } from '../case/record';
import type { Phrases } from '../texts/phrases';
import * as chapters from './chapters';
import * as method from './method';
import type { Report } from './model';
import { Teller } from './telling';
import type { Source } from './telling';
import { firstPage } from './triage';

const VIEWING = /^data\/viewing\/0*([1-9][0-9]*)\.jpg$/;
const EXHIBIT = /^data\/exhibits\/0*([1-9][0-9]*)\./;

/** Return what a report is made from. */
export function sourceOf(opened: Opened): Source {
  const { info } = opened.verdict;
  const viewing = new Map<string, string>();
  const present = new Set<string>();
  for (const { name } of opened.files) {
    const copy = VIEWING.exec(name);
    if (copy) viewing.set(`E${copy[1] ?? ''}`, name);
    const exhibit = EXHIBIT.exec(name);
    if (exhibit) present.add(`E${exhibit[1] ?? ''}`);
  }
  const record = fold(opened.log);
  const damaged = new Set(record.damaged.filter((id) => !present.has(id)));
  const exhibits = record.exhibits.filter((exhibit) => !damaged.has(exhibit.id));
  const own = `${info['External-Identifier'] ?? ''}.zip`;
  const others = record.parts.filter((part) => part.bundle !== own);
  const pairs = others.flatMap(({ bundle, exhibits }) => exhibits.map((id) => [id, bundle] as const));
  return {
    record: { ...record, exhibits, items: { ...record.items, exhibit: exhibits } },
    logbook: readLogbook(opened.log),
    info,
    bundle: info['External-Identifier'] ?? '',
    seal: Number(info['Keepsafe-Seal-Number'] ?? 0),
    damaged,
    viewing,
    elsewhere: new Map(pairs),
  };
}

/** Return the whole report, in the language of `say`. */
export function report(source: Source, say: Phrases): Report {
  const tell = new Teller(source, say);
  return {
    first: firstPage(tell),
    sections: [
      chapters.casePart(tell),
      chapters.accountsPart(tell),
      chapters.paymentsPart(tell),
      chapters.wordsPart(tell),
      chapters.timelinePart(tell),
      chapters.exhibitsPart(tell),
      chapters.pointersPart(tell),
      chapters.devicesPart(tell),
      chapters.reportsPart(tell),
      chapters.consentsPart(tell),
      chapters.notSavedPart(tell),
      method.sealsPart(tell),
      method.custodyPart(tell),
      method.methodPart(tell),
      method.provesPart(tell),
      method.challengesPart(tell),
    ],
  };
}
