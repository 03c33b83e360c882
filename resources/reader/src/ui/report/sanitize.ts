/** Makes any text safe to show: what cannot be seen is shown as [U+202E] (report/sanitize.py). */

import { ARABIC, NAMES, NAME_WORDS, VIRAMAS } from './unicode_tables';

/** A stretch of text to show as it is, or (`code`) the code that stands for what cannot be. */
export interface Piece {
  readonly text: string;
  readonly code: boolean;
}

const ZWNJ = '\u200c';
const ZWJ = '\u200d';
const EMOJI_STYLE = '\ufe0f';
const PLAIN = /^[\n\x20-\x7e]+$/;
const SKIN_TONE = /^[\u{1f3fb}-\u{1f3ff}]$/u;
const JOINERS = new Set([ZWNJ, ZWJ, EMOJI_STYLE]);
const LEANING = new Set([...JOINERS, ...'\u0e33\u0eb3\uff9e\uff9f']);
const SPACES = new Set(['\u00a0', '\u202f', '\u3000']);
const FEW_MARKS = 3;
const MORE_MARKS = 6;
const MARK = /^\p{M}$/u;
const NONSPACING = /^[\p{Mn}\p{Me}]$/u;
const OTHER_SYMBOL = /^\p{So}$/u;
const UNASSIGNED = /^\p{Cn}$/u;
const SEPARATOR = /^\p{Z}$/u;
const OTHER = /^\p{C}$/u;
const VIRAMA = new RegExp(`^[${VIRAMAS}]$`, 'u');
const ARABIC_LETTER = new RegExp(`^[${ARABIC}]$`, 'u');
// Letters, marks and symbols that draw nothing, though their category does not say so.
const BLANK =
  /^[\u{34f}\u{115f}\u{1160}\u{17b4}\u{17b5}\u{180b}-\u{180d}\u{180f}\u{2800}\u{3164}\u{ffa0}\u{fffc}\u{1d159}\u{fe00}-\u{fe0e}\u{e0100}-\u{e01ef}]$/u;
// Marks that stack on any letter; the means of "zalgo" text.
const STACKING =
  /^[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]$/;

/**
 * Return `text` as what can be shown of it, in order. With `exact` nothing invisible is let
 * through at all, and blanks at the ends or in a row are shown. Line feeds stay.
 */
export function pieces(text: string, exact = false): readonly Piece[] {
  const hidden = exact ? hiddenBlanks(text) : new Set<number>();
  if (text === '') return [];
  if (PLAIN.test(text) && hidden.size === 0) return [{ text, code: false }];
  const shown: Piece[] = [];
  let plain = '';
  let last = '';
  let times = 0;
  const flushPlain = (): void => {
    if (plain) shown.push({ text: plain, code: false });
    plain = '';
  };
  const flushCodes = (): void => {
    if (times > 3) shown.push({ text: `${code(last).slice(0, -1)} ×${String(times)}]`, code: true });
    else for (let at = 0; at < times; at += 1) shown.push({ text: code(last), code: true });
    times = 0;
  };
  judge(text, exact, hidden, (char, isCode) => {
    if (!isCode) {
      flushCodes();
      plain += char;
    } else {
      flushPlain();
      if (char !== last) flushCodes();
      last = char;
      times += 1;
    }
  });
  flushPlain();
  flushCodes();
  return shown;
}

/** Return `text` with everything that cannot be shown written as its code. */
export function visible(text: string, exact = false): string {
  return pieces(text, exact)
    .map((piece) => piece.text)
    .join('');
}

/** Name the characters outside printable ASCII, each once, as "U+0430 CYRILLIC SMALL LETTER A". */
export function unusual(text: string, most: number, usual: ReadonlySet<string>): readonly string[] {
  const found = new Set<string>();
  for (const char of text) {
    if (!PLAIN.test(char) && !usual.has(char)) found.add(char);
    if (found.size > most) break;
  }
  const named = [...found].slice(0, most).map((char) => `${code(char).slice(1, -1)} ${nameOf(char)}`.trimEnd());
  return found.size > most ? [...named, '...'] : named;
}

function code(char: string): string {
  const point = char.codePointAt(0) ?? 0;
  return `[U+${point.toString(16).toUpperCase().padStart(4, '0')}]`;
}

/** Return the positions, counted in characters, of blanks that one would not see. */
function hiddenBlanks(text: string): ReadonlySet<number> {
  const hidden = new Set<number>();
  if (!text.includes(' ')) return hidden;
  const chars = Array.from(text);
  const blank = (at: number): boolean => chars[at] === ' ';
  const edge = (at: number): boolean => at < 0 || at >= chars.length || chars[at] === '\n';
  let start = 0;
  while (start < chars.length) {
    if (!blank(start)) {
      start += 1;
      continue;
    }
    let end = start;
    while (blank(end)) end += 1;
    if (end - start > 1 || edge(start - 1) || edge(end)) {
      for (let at = start; at < end; at += 1) hidden.add(at);
    }
    start = end;
  }
  return hidden;
}

function judge(
  text: string,
  exact: boolean,
  hidden: ReadonlySet<number>,
  take: (char: string, isCode: boolean) => void,
): void {
  const chars = Array.from(text);
  let before = '';
  let marks = 0;
  chars.forEach((char, index) => {
    let shown: boolean;
    if (belongsTo(char, before)) {
      const limit = STACKING.test(char) ? FEW_MARKS : MORE_MARKS;
      shown = before !== '' && marks < limit && !BLANK.test(char);
      if (shown && JOINERS.has(char)) shown = !exact && joins(char, before, chars[index + 1] ?? '');
      if (shown) {
        marks += 1;
        before = char;
      }
    } else if (char === '\n') {
      shown = true;
      before = '';
    } else {
      shown = canBeSeen(char, exact) && !hidden.has(index);
      marks = 0;
      before = shown ? char : '';
    }
    take(char, !shown);
  });
}

function belongsTo(char: string, before: string): boolean {
  if (before === ZWJ && OTHER_SYMBOL.test(char)) return true;
  return MARK.test(char) || LEANING.has(char) || SKIN_TONE.test(char);
}

function joins(char: string, before: string, after: string): boolean {
  if (char === EMOJI_STYLE) {
    return (
      /^[\p{So}\p{Sm}\p{Po}]$/u.test(before) || (/^[#*0-9]$/.test(before) && after === '\u20e3')
    );
  }
  if (VIRAMA.test(before)) return /^[\p{Lo}\p{Mc}\p{Mn}]$/u.test(after);
  if (char === ZWJ) {
    const emoji = OTHER_SYMBOL.test(before) || before === EMOJI_STYLE || SKIN_TONE.test(before);
    return emoji && OTHER_SYMBOL.test(after);
  }
  const arabic = ARABIC_LETTER.test(before) || NONSPACING.test(before);
  return arabic && ARABIC_LETTER.test(after);
}

function canBeSeen(char: string, exact: boolean): boolean {
  if (UNASSIGNED.test(char)) {
    const point = char.codePointAt(0) ?? 0;
    return point >= 0x1f000 && point <= 0x1faff;
  }
  if (SEPARATOR.test(char)) return char === ' ' || (!exact && SPACES.has(char));
  return !OTHER.test(char) && !BLANK.test(char);
}

let names: Map<number, string> | undefined;

function nameOf(char: string): string {
  names ??= unpackNames();
  const point = char.codePointAt(0) ?? 0;
  const known = names.get(point);
  if (known !== undefined) return known;

  return /\p{Unified_Ideograph}/u.test(char)
    ? `CJK UNIFIED IDEOGRAPH-${point.toString(16).toUpperCase()}`
    : '';
}

function unpackNames(): Map<number, string> {
  const often = NAME_WORDS.split(' ');
  const full = (word: string): string => {
    if (!/^[a-z]{2}$/.test(word)) return word;
    return often[(word.charCodeAt(0) - 97) * 26 + word.charCodeAt(1) - 97] ?? word;
  };
  const unpacked = new Map<number, string>();
  for (const run of NAMES.split('|')) {
    const [first = '', packed = ''] = run.split(':');
    packed.split(';').forEach((name, offset) => {
      if (name) unpacked.set(parseInt(first, 16) + offset, name.split(' ').map(full).join(' '));
    });
  }
  return unpacked;
}
