/** Reads what a ZIP in Keepsafe's form holds, and refuses every other form. */

import { equal } from './bytes';
import { FormatError } from './format-error';
import { ReadAhead, type Source } from './source';
import { LONGEST_END, type Member, endOf, localHeader, parseDirectory, parseEnd } from './zip-layout';

/** Room for some 300,000 files; a hostile file cannot make reading take more than that. */
const LARGEST_DIRECTORY = 32 * 1024 * 1024;

/** Return the members of a ZIP, every header of them checked.
 *
 *  Throws `FormatError`, naming the member, for anything that is not in Keepsafe's form.
 */
export async function readMembers(
  source: Source,
  signal?: AbortSignal,
): Promise<readonly Member[]> {
  const tail = await source.read(Math.max(0, source.size - LONGEST_END), source.size);
  const { count, size, offset } = parseEnd(tail, source.size);
  if (size > LARGEST_DIRECTORY) throw new FormatError('zip-list-long');
  const members = parseDirectory(await source.read(offset, offset + size), count);
  const last = members.at(-1);
  if ((last ? endOf(last) : 0) !== offset) throw new FormatError('zip-after');
  const near = new ReadAhead(source);
  for (const member of members) {
    signal?.throwIfAborted();
    const header = localHeader(member);
    const there = await near.read(member.offset, member.offset + header.length);
    if (!equal(there, header)) throw new FormatError('zip-headers', { name: member.name });
  }
  return members;
}
