/** The names in a sealed file, and nothing but them: what is not here does not belong in one. */

export const START_HERE = 'START-HERE.txt';
export const READER = 'OPEN-ME.html';
export const EVIDENCE_ZIP = 'evidence.zip';
export const EVIDENCE_AGE = 'evidence.zip.age';
/** The members of the outer file, in their order. */
export const OUTER: readonly string[] = [START_HERE, READER, EVIDENCE_ZIP, EVIDENCE_AGE];

export const BAGIT = 'bagit.txt';
export const BAG_INFO = 'bag-info.txt';
export const MANIFEST = 'manifest-sha256.txt';
export const TAG_MANIFEST = 'tagmanifest-sha256.txt';
export const EXHIBITS = 'data/exhibits/';
export const CUSTODY_LOG = 'data/custody-log.jsonl';
export const CUSTODY_DATA = 'data/custody-data.jsonl';
export const SIGNATURE = 'seal/tagmanifest-sha256.sig';
export const SIGNING_KEY = 'seal/signing-key.pem';

export const BAGIT_CONTENT = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';
export const REQUIRED: readonly string[] = [
  ...[BAGIT, BAG_INFO, MANIFEST, TAG_MANIFEST, 'VERIFY.txt', 'REPORT.pdf', 'REPORT.html'],
  ...['data/exhibits.csv', 'data/accounts.csv', 'data/payments.csv', 'data/case.jsonld'],
  ...[CUSTODY_LOG, CUSTODY_DATA, SIGNATURE, SIGNING_KEY],
];
const OPTIONAL: readonly string[] = ['data/hashes.txt'];
const REPEATED = new RegExp(
  '^(?:' +
    [
      'EXHIBITS-[1-9][0-9]{0,3}\\.pdf',
      'data/exhibits/[0-9]{4,8}\\.[a-z0-9]{1,8}(?:\\.txt)?',
      'data/viewing/[0-9]{4,8}\\.jpg',
      'seal/time-[1-9][0-9]{0,2}(?:\\.tsr|\\.tsq|-chain\\.pem)',
    ].join('|') +
    ')$',
);
const EXHIBIT = /^data\/exhibits\/([0-9]{4,8})\.[a-z0-9.]+$/;
const BAG_NAME = /^(KS-[0-9A-Z]{4}-[0-9A-Z]{4})-([1-9][0-9]{0,5})$/;
const LONGEST_SHOWN = 120;

/** Return whether a file of that name, inside the bag, has a place in a sealed file. */
export function isKnown(name: string): boolean {
  return REQUIRED.includes(name) || OPTIONAL.includes(name) || REPEATED.test(name);
}

/** Return the number of the exhibit that a file is, such as E3, or undefined for any other file. */
export function exhibitId(name: string): string | undefined {
  const match = EXHIBIT.exec(name);
  return match ? `E${Number(match[1])}` : undefined;
}

/** Return whether something is the number of an exhibit, such as E3. */
export function isExhibitId(item: unknown): item is string {
  return typeof item === 'string' && /^E[1-9][0-9]{0,7}$/.test(item);
}

const MOST_TIMES = 9;

/** Return the names of the time tokens that are looked at; others are not checked. */
export function lookedAtTokens(): readonly string[] {
  return Array.from({ length: MOST_TIMES }, (_, i) => `seal/time-${i + 1}.tsr`);
}

/** Return the names of those tokens, and of what may lie beside them. */
export function timeFiles(): readonly string[] {
  return lookedAtTokens().flatMap((name) => {
    const stem = name.slice(0, -'.tsr'.length);
    return [name, `${stem}.tsq`, `${stem}-chain.pem`];
  });
}

/** Return whether a file of that name is an RFC 3161 token. */
export function isTimeToken(name: string): boolean {
  return name.startsWith('seal/time-') && name.endsWith('.tsr');
}

/** Return whether a file vouches for the manifests, so that none of them can list it. */
export function isOutsideManifests(name: string): boolean {
  return name === TAG_MANIFEST || name.startsWith('seal/');
}

/** Return the case code and seal number of a bag's folder name. */
export function parseBagName(name: string): { case: string; seal: string } | undefined {
  const match = BAG_NAME.exec(name);
  return match ? { case: match[1] as string, seal: match[2] as string } : undefined;
}

/** Return a name from a received file as a sentence can hold it: `\u202e` for what has no face.
 *
 *  A name can hold line ends and marks that turn the text around.
 */
export function shown(text: string): string {
  const letters = [...text];
  const safe = letters.slice(0, LONGEST_SHOWN).map(visible).join('');
  return letters.length <= LONGEST_SHOWN ? safe : `${safe} ...`;
}

function visible(letter: string): string {
  if (letter === ' ' || !/[\p{C}\p{Z}]/u.test(letter)) return letter;
  const named = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[letter];
  const code = letter.codePointAt(0) as number;
  const digits = code.toString(16);
  if (named) return named;
  if (code < 0x100) return `\\x${digits.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}
