/** The bag in an inner ZIP: the names that belong, and what lies beside them. */

import type { Sentence } from '../contract';
import { sentence } from './format-error';
import { isKnown, parseBagName } from './layout';
import type { Member } from './zip-layout';

/** `name` is the folder's, empty when none could be a bag's; `strays` say what does not belong. */
export interface Bag {
  readonly name: string;
  readonly members: ReadonlyMap<string, Member>;
  readonly strays: readonly Sentence[];
}

/** Sort the members of an inner ZIP; `form` is what every one of them must be. */
export function bagIn(members: readonly Member[], form: Member['form']): Bag {
  const name = likelyFolder(members);
  const belonging = new Map<string, Member>();
  const strays: Sentence[] = [];
  for (const member of members) {
    const [folder, inside] = split(member.name);
    if (folder !== name || !isKnown(inside)) {
      strays.push(sentence('stray', { name: member.name }));
    } else if (member.form !== form) {
      strays.push(sentence('not-encrypted', { name: inside }));
    } else {
      belonging.set(inside, member);
    }
  }
  return { name, members: belonging, strays };
}

/** Return whether a ZIP's members lie in a folder with the name of a bag. */
export function holdsABag(members: readonly Member[]): boolean {
  return members.some((member) => parseBagName(split(member.name)[0]));
}

/** The bag's folder is the one with the most files; what lies in another is then a stray. */
function likelyFolder(members: readonly Member[]): string {
  const counts = new Map<string, number>();
  for (const member of members) {
    const [folder] = split(member.name);
    if (parseBagName(folder)) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  let best = '';
  for (const [folder, count] of counts) if (count > (counts.get(best) ?? 0)) best = folder;
  return best;
}

function split(name: string): [folder: string, inside: string] {
  const slash = name.indexOf('/');
  return slash < 0 ? [name, ''] : [name.slice(0, slash), name.slice(slash + 1)];
}
