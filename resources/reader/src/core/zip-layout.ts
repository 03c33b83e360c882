/** The bytes of a ZIP file's headers, in the one form that Keepsafe writes (PKWARE APPNOTE 6.3).
 *
 *  A header is parsed, written again, and must come out the same to the byte. So local and central
 *  headers agree, there are no comments, no foreign extra fields and no second spelling for
 *  anything to hide in.
 */

import { type Bytes, equal } from './bytes';
import { FormatError } from './format-error';
import { shown } from './layout';

/** What AE-2 adds to a member: salt, check bytes and MAC. */
export const AES_OVERHEAD = 16 + 2 + 10;
/** The most bytes that can stand after the directory: both end records and the locator. */
export const LONGEST_END = 22 + 56 + 20;

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR = 0x07064b50;
const MAX32 = 0xffffffff;
const MAX16 = 0xffff;
const DATE_1980_01_01 = (1 << 5) | 1;
const AES_METHOD = 99;
const ENCRYPTED = 1;
const CENTRAL_SIZE = 46;
const LONGEST_NAME = 200;
const NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/;
// What Windows takes for a device, and the dot at the end that it drops.
const NAME_ON_WINDOWS = /(?:^|\/)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.[^/]*)?(?:\/|$)|\.(?:\/|$)/i;

/** One file in a ZIP: `size` is the content's, `offset` the local header's, in bytes. */
export interface Member {
  readonly name: string;
  readonly size: number;
  readonly crc: number;
  readonly offset: number;
  readonly form: 'aes' | 'plain';
  readonly zip64: boolean;
}

/** Fields are [size in bytes, value], little-endian, one after the other. */
function packed(fields: readonly (readonly [number, number])[], ...after: Uint8Array[]): Bytes {
  const size = fields.reduce((sum, [width]) => sum + width, 0);
  const bytes = new Uint8Array(size + after.reduce((sum, part) => sum + part.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 2) view.setUint16(at, value, true);
    else if (width === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += width;
  }
  for (const part of after) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

// Vendor version 2 (AE-2, the CRC left out), vendor "AE", 256 bits, the content stored.
const AES_EXTRA = Uint8Array.of(0x01, 0x99, 7, 0, 2, 0, 0x41, 0x45, 3, 0, 0);
const NOTHING = new Uint8Array(0);

/** The bytes a member takes after its header. */
export function storedSize(member: Member): number {
  return member.size + (member.form === 'aes' ? AES_OVERHEAD : 0);
}

/** Where a member's bytes start. */
export function dataOffset(member: Member): number {
  return member.offset + localHeader(member).length;
}

/** Where a member's bytes end. */
export function endOf(member: Member): number {
  return dataOffset(member) + storedSize(member);
}

function version(member: Member): number {
  if (member.form === 'aes') return 51;
  return member.zip64 || member.offset >= MAX32 ? 45 : 20;
}

function common(member: Member): (readonly [number, number])[] {
  const aes = member.form === 'aes';
  return [
    [2, version(member)],
    [2, aes ? ENCRYPTED : 0],
    [2, aes ? AES_METHOD : 0],
    [2, 0],
    [2, DATE_1980_01_01],
    [4, member.crc],
    [4, member.zip64 ? MAX32 : storedSize(member)],
    [4, member.zip64 ? MAX32 : member.size],
  ];
}

function ascii(name: string): Bytes {
  return Uint8Array.from(name, (c) => c.charCodeAt(0));
}

/** Return the header that stands before a member's bytes. */
export function localHeader(member: Member): Bytes {
  const name = ascii(member.name);
  const sizes = member.zip64
    ? packed([[2, 1], [2, 16], [8, member.size], [8, storedSize(member)]])
    : NOTHING;
  const aes = member.form === 'aes' ? AES_EXTRA : NOTHING;
  const lengths = [[2, name.length], [2, sizes.length + aes.length]] as const;
  return packed([[4, LOCAL], ...common(member), ...lengths], name, sizes, aes);
}

/** Return a member's entry in the directory. */
export function centralHeader(member: Member): Bytes {
  const name = ascii(member.name);
  const far = member.offset >= MAX32;
  const wide: (readonly [number, number])[] = [];
  if (member.zip64) wide.push([8, member.size], [8, storedSize(member)]);
  if (far) wide.push([8, member.offset]);
  const extra64 = wide.length ? packed([[2, 1], [2, 8 * wide.length], ...wide]) : NOTHING;
  const aes = member.form === 'aes' ? AES_EXTRA : NOTHING;
  const fields: (readonly [number, number])[] = [
    [4, CENTRAL],
    [2, version(member)],
    ...common(member),
    [2, name.length],
    [2, extra64.length + aes.length],
    ...[2, 2, 2, 4].map((width) => [width, 0] as const), // comment, disk, attributes
    [4, far ? MAX32 : member.offset],
  ];
  return packed(fields, name, extra64, aes);
}

/** Return what follows the directory. */
function endRecords(count: number, size: number, offset: number): Bytes {
  const small = count < MAX16 && Math.max(size, offset) < MAX32;
  const end = packed([
    [4, END],
    [4, 0],
    [2, small ? count : MAX16],
    [2, small ? count : MAX16],
    [4, small ? size : MAX32],
    [4, small ? offset : MAX32],
    [2, 0],
  ]);
  if (small) return end;
  return packed(
    [
      ...([[4, END64], [8, 56 - 12], [2, 45], [2, 45], [4, 0], [4, 0]] as const),
      ...([[8, count], [8, count], [8, size], [8, offset]] as const),
      ...([[4, LOCATOR], [4, 0], [8, offset + size], [4, 1]] as const),
    ],
    end,
  );
}

/** Read a 64-bit number; what is beyond 2^53 becomes infinite, which is no size of anything. */
function uint64(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true);
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.POSITIVE_INFINITY : Number(value);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Return where the directory lies, from the last bytes of a file. */
export function parseEnd(tail: Bytes, fileSize: number): {
  readonly count: number;
  readonly size: number;
  readonly offset: number;
} {
  const view = viewOf(tail);
  const at = tail.length - 22;
  if (at < 0 || view.getUint32(at, true) !== END) throw new FormatError('zip-end');
  let count = view.getUint16(at + 10, true);
  let size = view.getUint32(at + 12, true);
  let offset = view.getUint32(at + 16, true);
  if (count === MAX16 && size === MAX32 && offset === MAX32 && tail.length >= LONGEST_END) {
    const start = tail.length - LONGEST_END;
    [count, size, offset] = [32, 40, 48].map((field) => uint64(view, start + field)) as [
      number,
      number,
      number,
    ];
  }
  if (offset + size > fileSize || count > fileSize) throw new FormatError('zip-list-place');
  const records = endRecords(count, size, offset);
  const same = equal(tail.subarray(-records.length), records);
  if (!same || offset + size + records.length !== fileSize) throw new FormatError('zip-list-form');
  return { count, size, offset };
}

/** Return the members that a directory lists, in order and without gaps between them. */
export function parseDirectory(directory: Bytes, count: number): Member[] {
  const members: Member[] = [];
  const seen = new Set<string>();
  let position = 0;
  let expected = 0;
  while (position < directory.length) {
    const [member, next] = parseCentral(directory, position);
    const { name } = member;
    if (seen.has(name.toLowerCase())) throw new FormatError('zip-twice', { name });
    if (member.offset !== expected) throw new FormatError('zip-before', { name });
    seen.add(name.toLowerCase());
    expected = endOf(member);
    members.push(member);
    position = next;
  }
  if (members.length !== count) throw new FormatError('zip-list-count');
  for (const { name } of members) {
    const parts = name.toLowerCase().split('/');
    for (let depth = parts.length - 1; depth > 0; depth--) {
      if (seen.has(parts.slice(0, depth).join('/'))) throw new FormatError('zip-folder', { name });
    }
  }
  return members;
}

function parseCentral(directory: Bytes, position: number): [Member, number] {
  const view = viewOf(directory);
  const start = position + CENTRAL_SIZE;
  if (start > directory.length || view.getUint32(position, true) !== CENTRAL) {
    throw new FormatError('zip-list-broken');
  }
  const half = (at: number): number => view.getUint16(position + at, true);
  const word = (at: number): number => view.getUint32(position + at, true);
  const extraStart = start + half(28);
  const end = extraStart + half(30);
  const name = checkedName(directory.subarray(start, extraStart));
  let size = word(24);
  let offset = word(42);
  const zip64 = size === MAX32;
  let wide = extraStart + 4;
  const next64 = (): number => {
    wide += 8;
    return wide <= Math.min(end, directory.length) ? uint64(view, wide - 8) : 0;
  };
  if (zip64) {
    size = next64();
    next64();
  }
  if (offset === MAX32) offset = next64();
  const impossible = !Number.isSafeInteger(size + offset + 2 * AES_OVERHEAD);
  if (impossible || (size + AES_OVERHEAD >= MAX32 && !zip64)) {
    throw new FormatError('zip-size', { name });
  }
  const form = half(10) === AES_METHOD ? 'aes' : 'plain';
  const member: Member = { name, size, crc: word(16), offset, form, zip64 };
  if (form === 'plain' && half(10) !== 0) throw new FormatError('zip-compressed', { name });
  if (form === 'plain' && half(8) & ENCRYPTED) throw new FormatError('zip-encryption', { name });
  const same = equal(centralHeader(member), directory.subarray(position, end));
  if ((form === 'aes' && member.crc !== 0) || !same) throw new FormatError('zip-entry', { name });
  return [member, end];
}

/** Return a name that can mean nothing but one file below the folder it is put in. */
function checkedName(raw: Uint8Array): string {
  const name = String.fromCharCode(...raw.subarray(0, LONGEST_NAME + 1));
  const proper = NAME.test(name) && raw.length <= LONGEST_NAME && !name.includes('..');
  if (!proper || NAME_ON_WINDOWS.test(name)) {
    throw new FormatError('zip-name', { name: `'${shown(name.slice(0, 80))}'` });
  }
  return name;
}
