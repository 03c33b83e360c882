/** Reads what an RFC 3161 token claims: its time and what it is about. It does not judge it. */

import { type Bytes, equal, fromHex, hex } from './bytes';

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const OCTETS = 0x04;
const OID = 0x06;
const TIME = 0x18;
const TAGGED = 0xa0;
const SIGNED_DATA = fromHex('2a864886f70d010702');
const TST_INFO = fromHex('2a864886f70d0109100104');
/** The hash functions that are good enough to vouch for bytes, by object identifier. */
const FUNCTIONS = [
  { name: 'SHA-256', oid: fromHex('608648016503040201') },
  { name: 'SHA-384', oid: fromHex('608648016503040202') },
  { name: 'SHA-512', oid: fromHex('608648016503040203') },
] as const;

export interface Claims {
  /** ISO 8601 in UTC. */
  readonly time: string;
  /** The hash that it is about, in hex; undefined when it is of a kind that vouches for nothing. */
  readonly imprint: { readonly name: string; readonly hash: string } | undefined;
}

interface Value {
  readonly tag: number;
  readonly content: Bytes;
}

/** Return what a response claims, or undefined when it cannot be read. */
export function readClaims(response: Bytes): Claims | undefined {
  const info = tstInfo(response);
  if (!info) return undefined;
  // TSTInfo: version, policy, messageImprint { algorithm, hash }, serialNumber, genTime ...
  const [version, policy, imprint, serial, time] = values(info);
  const inOrder =
    version?.tag === INTEGER && policy?.tag === OID && serial?.tag === INTEGER && time?.tag === TIME;
  if (!inOrder || imprint?.tag !== SEQUENCE) return undefined;
  const claimed = isoTime(String.fromCharCode(...time.content.subarray(0, 32)));
  const [algorithm, hash] = values(imprint.content);
  const [oid] = algorithm?.tag === SEQUENCE ? values(algorithm.content) : [];
  const known = FUNCTIONS.find((each) => oid?.tag === OID && equal(oid.content, each.oid));
  const about = known && hash?.tag === OCTETS && { name: known.name, hash: hex(hash.content) };
  return claimed ? { time: claimed, imprint: about || undefined } : undefined;
}

/** Return whether a token is about these bytes; undefined when that cannot be told. */
export async function isAbout(claims: Claims, bytes: Bytes): Promise<boolean | undefined> {
  const { imprint } = claims;
  if (!imprint) return undefined;
  const digest = new Uint8Array(await crypto.subtle.digest(imprint.name, bytes as BufferSource));
  return hex(digest) === imprint.hash;
}

/** TimeStampResp { status, ContentInfo { signedData, [0] SignedData { ..., encapContentInfo } } }. */
function tstInfo(response: Bytes): Bytes | undefined {
  const [outer] = values(response);
  const parts = outer?.tag === SEQUENCE ? values(outer.content) : [];
  // A token may also stand without the response around it.
  const bare = parts[0]?.tag === OID;
  const [type, wrapped] = bare ? parts : parts[1]?.tag === SEQUENCE ? values(parts[1].content) : [];
  if (type?.tag !== OID || !equal(type.content, SIGNED_DATA) || wrapped?.tag !== TAGGED) return undefined;
  const [signed] = values(wrapped.content);
  const encapsulated = signed?.tag === SEQUENCE ? values(signed.content)[2] : undefined;
  const [kind, content] = encapsulated?.tag === SEQUENCE ? values(encapsulated.content) : [];
  if (kind?.tag !== OID || !equal(kind.content, TST_INFO) || content?.tag !== TAGGED) return undefined;
  const [octets] = values(content.content);
  const [info] = octets?.tag === OCTETS ? values(octets.content) : [];
  return info?.tag === SEQUENCE ? info.content : undefined;
}

/** Return the DER values that stand one after the other; none after the first that is broken. */
function values(bytes: Bytes): readonly Value[] {
  const found: Value[] = [];
  let at = 0;
  while (at + 2 <= bytes.length && found.length < 16) {
    const tag = bytes[at] as number;
    let size = bytes[at + 1] as number;
    at += 2;
    if (size > 0x84 || size === 0x80) break;
    if (size > 0x80) {
      const end = at + size - 0x80;
      size = 0;
      while (at < end) size = size * 256 + (bytes[at++] ?? Number.POSITIVE_INFINITY);
    }
    if (at + size > bytes.length) break;
    found.push({ tag, content: bytes.subarray(at, at + size) });
    at += size;
  }
  return found;
}

/** "20261124051403.123Z" as ISO 8601 (RFC 3161, section 2.4.2), when it is a time. */
function isoTime(text: string): string | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,6})?Z$/.exec(text);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second, fraction = ''] = parts.slice(1);
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  return Number.isNaN(Date.parse(`${iso}Z`)) ? undefined : `${iso}${fraction}Z`;
}
