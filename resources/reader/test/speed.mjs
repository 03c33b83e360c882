/** Measures the checking half in a browser: speed, the processor's time, and the most memory.
 *
 *      node test/speed.mjs FILE WORDS-FILE [chromium|firefox]
 *
 *  Linux only: it reads /proc. The processor's time says more than the clock where other programs
 *  run too; divided by the number of processors, it is about what the clock would say without them.
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';
import { buildPage } from '../bundling.mjs';

const [file, wordsFile, kind = 'chromium'] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const MB = 1e6;
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync'];
ARGUMENTS.push('--disable-background-networking', '--disable-component-update');

const read = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it ended meanwhile
  }
};

/** The process and everything that it started. */
function family(root) {
  const found = [root];
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => [Number(pid), Number(read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ')[1])]);
  for (const pid of found) found.push(...stats.filter(([, by]) => by === pid).map(([child]) => child));
  return found;
}

function processorSeconds(root) {
  const times = family(root).map((pid) => read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? []);
  return times.reduce((sum, each) => sum + (Number(each[11] ?? 0) + Number(each[12] ?? 0)) / 100, 0);
}

/** Memory in MB, pages that several processes share counted once, of the whole browser and of its
 *  largest process for pages. */
function memory(root) {
  let all = 0;
  let page = 0;
  for (const pid of family(root)) {
    const used = (Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024) / MB;
    all += used;
    if (/type=renderer|contentproc/.test(read(`/proc/${pid}/cmdline`))) page = Math.max(page, used);
  }
  return { all, page };
}

const folder = mkdtempSync(join(tmpdir(), 'speed-'));
const page = join(folder, 'probe.html');
writeFileSync(page, await buildPage(join(here, 'probe.ts')));
const browser = await puppeteer.launch({
  ...(kind === 'firefox'
    ? { browser: 'firefox', executablePath: '/usr/bin/firefox-esr' }
    : { executablePath: '/usr/bin/chromium', args: ARGUMENTS }),
  headless: true,
  protocolTimeout: 600_000,
});
try {
  const root = browser.process().pid;
  const tab = await browser.newPage();
  await tab.goto(pathToFileURL(page).href);
  await (await tab.$('input[type=file]')).uploadFile(file);
  const before = memory(root);
  const most = { ...before };
  const watching = setInterval(() => {
    const now = memory(root);
    for (const what of ['all', 'page']) most[what] = Math.max(most[what], now[what]);
  }, 250);
  const started = processorSeconds(root);
  const secret = { kind: 'words', typed: readFileSync(wordsFile, 'utf8') };
  const { bytes, seconds } = await tab.evaluate((given) => globalThis.probe.check(given), secret);
  clearInterval(watching);
  const megabytes = statSync(file).size / MB;
  const busy = processorSeconds(root) - started;
  console.log(`${kind}: ${bytes}, ${megabytes.toFixed(0)} MB in ${seconds.toFixed(1)} s: ${(megabytes / seconds).toFixed(0)} MB/s`);
  console.log(`processor ${busy.toFixed(1)} s: ${(megabytes / busy).toFixed(0)} MB/s for each processor`);
  const shown = (what) => `${before[what].toFixed(0)} MB before, ${most[what].toFixed(0)} MB at most`;
  console.log(`memory of the page ${shown('page')}; of the whole browser ${shown('all')}`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
