/** Prints the reader's verdict on files as JSON, for comparing it with `keepsafe verify --json`.
 *
 *      node test/verdict.mjs FILE [--words-file W | --key-file K] [--reader OPEN-ME.html]
 *      node test/verdict.mjs --serve [--reader OPEN-ME.html]
 *
 *  With `--serve` each line of standard input is {"file", "words"?, "key"?}, and each line that is
 *  printed is the verdict on it. `--reader` is the page that the reader would be running in.
 */
import { createHash } from 'node:crypto';
import { Blob, File } from 'node:buffer';
import * as fs from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { loadCore } from './load.mjs';

const HELD = ['passed', 'none'];
const CHECKS = [
  ...['outer', 'members', 'readable', 'manifests', 'signature', 'times', 'bag-info'],
  ...['custody-log', 'exhibits'],
];
const STOPPED = Object.fromEntries(
  CHECKS.map((id) => [id, id === 'outer' ? 'failed' : 'not-checked']),
);
const EXIT = { changed: 1, 'wrong-secret': 3, 'unreadable-words': 3, 'cannot-tell': 4 };

/** Return the English sentence. */
function told(sentences, { key, values = {}, exhibit }) {
  const sentence = sentences[key].replace(/\{(\w+)\}/g, (_, gap) => String(values[gap]));
  return exhibit ? `Exhibit ${exhibit}: ${sentence}` : sentence;
}

/** Return the verdict on one file, with the names that `keepsafe verify --json` uses. */
export async function verdict(reader, { file, words, key }, readerDigest) {
  const core = reader.coreKnowing(readerDigest);
  // Node 18 cannot open a file without reading it whole.
  const content = fs.openAsBlob ? await fs.openAsBlob(file) : new Blob([await readFile(file)]);
  const chosen = new File([content], basename(file));
  const secret = words !== undefined ? { kind: 'words', typed: words } : { kind: 'none' };
  const keyed = key !== undefined ? { kind: 'key', typed: key } : secret;
  const looked = await core.look(chosen);
  try {
    const opened = await core.open(chosen, keyed, () => {}, new AbortController().signal);
    const found = opened.verdict;
    opened.close();
    return {
      file: found.fileName,
      needs: looked.needs,
      bytes: found.bytes,
      exit_code: found.bytes === 'matches' ? 0 : 1,
      problems: found.problems.map((one) => told(reader.SENTENCES, one)),
      changed_files: found.changedFiles,
      changed_exhibits: found.changedExhibits,
      checks: Object.fromEntries(found.checks.map(({ id, outcome }) => [id, HELD.includes(outcome)])),
      check_outcomes: Object.fromEntries(found.checks.map(({ id, outcome }) => [id, outcome])),
      check_names: Object.fromEntries(found.checks.map(({ id, names }) => [id, names])),
      seal_code: found.sealCode,
      file_sha256: found.fileSha256,
      signing_key_sha256: found.info['Keepsafe-Signing-Key-SHA256'] ?? '',
      sealed_at: found.info['Keepsafe-Sealed-At'] ?? '',
      previous_seal_code: found.info['Keepsafe-Previous-Seal-Code'] ?? '',
      exhibits: found.exhibits,
      log_entries: found.entries,
      lost_before_sealing: found.lost.map((one) => told(reader.SENTENCES, one)),
      part_sentence: found.part ? told(reader.SENTENCES, found.part) : '',
      times: found.times,
    };
  } catch (error) {
    if (!(error instanceof reader.Refused)) throw error;
    return {
      file: chosen.name,
      needs: looked.needs,
      bytes: error.kind === 'changed' ? 'changed' : 'cannot-tell',
      exit_code: EXIT[error.kind],
      problems: [told(reader.SENTENCES, error.sentence)],
      changed_files: [],
      changed_exhibits: [],
      checks: error.kind === 'changed' ? Object.fromEntries(CHECKS.map((id) => [id, false])) : {},
      check_outcomes: error.kind === 'changed' ? STOPPED : {},
      check_names: {},
      seal_code: '',
      file_sha256: '',
      signing_key_sha256: '',
      sealed_at: '',
      previous_seal_code: '',
      exhibits: 0,
      log_entries: 0,
      lost_before_sealing: [],
      part_sentence: '',
      times: [],
    };
  }
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'words-file': { type: 'string' },
      'key-file': { type: 'string' },
      reader: { type: 'string' },
      serve: { type: 'boolean' },
    },
  });
  const reader = await loadCore();
  const page = values.reader && (await readFile(values.reader));
  const digest = page && createHash('sha256').update(page).digest('hex');
  const print = async (asked) =>
    console.log(JSON.stringify(await verdict(reader, asked, digest)));
  if (values.serve) {
    for await (const line of createInterface({ input: process.stdin })) await print(JSON.parse(line));
    return;
  }
  const read = (path) => (path === undefined ? undefined : readFile(path, 'utf8'));
  const [words, key] = await Promise.all([read(values['words-file']), read(values['key-file'])]);
  await print({ file: positionals[0], words, key });
}

await main();
