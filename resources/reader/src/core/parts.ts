/** The parts of a sealed file that would be too large as one: who holds what, told in every part. */

import { type JsonObject, field, isObject } from './canonical';
import { isExhibitId, parseBagName } from './layout';

const MOST_PARTS = 999;
const LONGEST_NAME = 40;

/** One part: its file's name, and the numbers of its exhibits. */
export interface Part {
  readonly bundle: string;
  readonly exhibits: readonly string[];
}

/** Return the parts that the data of a `seal-begun` tells; none when they are not in the form of
 *  ours, and undefined when it tells of no parts. */
export function readParts(begun: JsonObject): readonly Part[] | undefined {
  const value = field(begun, 'parts');
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || value.length < 2 || value.length > MOST_PARTS) return [];
  const parts = value.map(readPart);
  const whole = parts.filter((part) => part !== undefined);
  return whole.length === parts.length && follow(whole) ? whole : [];
}

/** Return which part a file's name is, from 1, or 0. */
export function placeOf(parts: readonly Part[], bundle: unknown): number {
  return parts.findIndex((part) => part.bundle === bundle) + 1;
}

/** Return whether every exhibit is in exactly one part, but those left out as damaged. */
export function cover(
  parts: readonly Part[],
  exhibits: ReadonlySet<string>,
  damaged: ReadonlySet<string>,
): boolean {
  const listed = parts.flatMap((part) => part.exhibits);
  const unique = new Set(listed);
  if (unique.size !== listed.length || listed.some((item) => !exhibits.has(item))) return false;
  return [...exhibits].every((item) => unique.has(item) || damaged.has(item));
}

function readPart(value: unknown): Part | undefined {
  if (!isObject(value) || Object.keys(value).sort().join() !== 'bundle,exhibits') return undefined;
  const [bundle, exhibits] = [field(value, 'bundle'), field(value, 'exhibits')];
  if (typeof bundle !== 'string' || bundle.length > LONGEST_NAME) return undefined;
  if (!Array.isArray(exhibits) || !exhibits.length || !exhibits.every(isExhibitId)) return undefined;
  return { bundle, exhibits };
}

/** Return whether the names are those of one case, numbered without a gap. */
function follow(parts: readonly Part[]): boolean {
  const named = parts.map(({ bundle }) =>
    bundle.endsWith('.zip') ? parseBagName(bundle.slice(0, -'.zip'.length)) : undefined,
  );
  const [first] = named;
  return named.every(
    (one, n) => first && one?.case === first.case && Number(one.seal) === Number(first.seal) + n,
  );
}
