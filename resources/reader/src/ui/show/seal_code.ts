/** Compares the seal code of a file with what was typed from the hand-over sheet. */

export type SealHalf = 'same' | 'different' | 'not-compared';

/** What was typed: nothing, a code of 32 or 64 hex digits, or something that is neither. */
export type Typed =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'code'; readonly digits: string }
  | { readonly kind: 'unfinished' };

const GROUP = 4;
const SHORT = 32;

/** Return what a person typed as a seal code; blanks, dashes, dots and colons do not count. */
export function readSealCode(typed: string): Typed {
  const digits = typed.replace(/[\s:._–—-]/g, '').toLowerCase();
  if (digits === '') return { kind: 'nothing' };
  if (/^(?:[0-9a-f]{32}|[0-9a-f]{64})$/.test(digits)) return { kind: 'code', digits };
  return { kind: 'unfinished' };
}

/** Return how a file's own seal code compares with what was typed. */
export function compare(own: string, typed: Typed): SealHalf {
  if (typed.kind !== 'code') return 'not-compared';
  return own !== '' && own.startsWith(typed.digits) ? 'same' : 'different';
}

/** Whether what was typed as the seal code is the SHA-256 of the whole file, the long one on the sheet. */
export function isWholeFile(typed: Typed, fileSha256: string): boolean {
  return typed.kind === 'code' && typed.digits === fileSha256;
}

/** Whether the long form was typed, which the hand-over sheet gives of the whole file alone. */
export function isLong(typed: Typed): boolean {
  return typed.kind === 'code' && typed.digits.length > SHORT;
}

/** Return which of the eight groups differ, counted from one. */
export function differingGroups(own: string, digits: string): readonly number[] {
  const groups = Array.from({ length: SHORT / GROUP }, (_each, at) => at);
  const of = (code: string, at: number): string => code.slice(at * GROUP, (at + 1) * GROUP);
  return groups.filter((at) => of(own, at) !== of(digits, at)).map((at) => at + 1);
}

/** Return the half of a seal code that people compare, in eight groups of four. */
export function shownSealCode(code: string): string {
  return (code.slice(0, SHORT).match(/.{1,4}/g) ?? []).join(' ');
}
