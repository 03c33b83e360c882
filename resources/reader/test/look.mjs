/** Takes a picture of every state of the page, and runs axe-core over each.
 *
 *     node test/look.mjs PAGE DEMO OUT [QUERY]
 *
 *  PAGE is OPEN-ME.html, DEMO a folder that `keepsafe demo` made, OUT where the pictures go. With
 *  QUERY only the views whose name holds it are taken. Ends with 1 when axe-core finds anything.
 */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';

const [page_, demo, out, query = ''] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const address = pathToFileURL(resolve(page_)).href;
const bundle = join(
  demo,
  'for-police',
  readdirSync(join(demo, 'for-police')).find((name) => name.endsWith('.zip')),
);
const words = readFileSync(join(demo, 'on-paper/eight-words.txt'), 'utf8').trim();
const sheet = readFileSync(join(demo, 'on-paper/hand-over-sheet.txt'), 'utf8');
const code = /SEAL CODE\s+((?:[0-9a-f]{4} ?){8})/.exec(sheet)[1].trim();

const CHANGED = join(out, 'KS-changed.zip');
const bytes = readFileSync(bundle);
bytes[Math.floor(bytes.length / 2)] ^= 1;
writeFileSync(CHANGED, bytes);
const OTHER = join(out, 'holiday.zip');
writeFileSync(OTHER, 'This is no zip.');

const VIEWS = {
  wide: { width: 1024, height: 768 },
  half: { width: 512, height: 384, deviceScaleFactor: 2 },
  narrow: { width: 320, height: 640, deviceScaleFactor: 2 },
};

/** Each state: how to get there from a fresh page, and whether the whole page is worth a look. */
const STATES = {
  start: async () => {},
  chosen: async (tab) => choose(tab, bundle),
  nothing: async (tab) => {
    await tab.click('button[type=submit]');
    await tab.waitForSelector('#file-said.wrong');
  },
  'wrong-words': async (tab) => {
    await open(tab, bundle, 'abandon ability able about above absent absorb abstract');
  },
  'unknown-word': async (tab) => {
    await open(tab, bundle, words.replace(/^[a-z]+/, 'qqqqq'));
  },
  'not-ours': async (tab) => {
    await open(tab, OTHER, words);
  },
  progress: async (tab) => {
    await choose(tab, bundle);
    await tab.type('#passphrase', words);
    await tab.evaluate(() => {
      const hold = document.getElementById('progress');
      const seen = new MutationObserver(() => {
        if (hold.hidden) return;
        document.getElementById('form').hidden = true;
      });
      seen.observe(hold, { attributes: true });
    });
    await tab.click('button[type=submit]');
    await tab.waitForFunction(() => !document.getElementById('progress').hidden);
  },
  'not-compared': async (tab) => open(tab, bundle, words),
  same: async (tab) => {
    await tab.type('#seal-code', code);
    await open(tab, bundle, words);
  },
  different: async (tab) => {
    await open(tab, bundle, words);
    await tab.type('#seal-code', code.replace(/^..../, '0000'));
    await tab.waitForSelector('[data-seal=different]');
  },
  'code-wrong': async (tab) => {
    await open(tab, bundle, words);
    await tab.type('#seal-code', '12 xyz');
    await tab.keyboard.press('Tab');
  },
  changed: async (tab) => open(tab, CHANGED, words),
  details: async (tab) => {
    await open(tab, bundle, words);
    await tab.$$eval('details', (all) => all.forEach((each) => (each.open = true)));
  },
  uncovered: async (tab) => {
    await open(tab, bundle, words);
    await tab.$eval('#panel-E2 button', (button) => button.click());
    await tab.waitForSelector('#panel-E2 canvas');
    await tab.$eval('#item-E2', (card) => card.scrollIntoView({ behavior: 'instant' }));
    await new Promise((done) => setTimeout(done, 200));
  },
};

async function choose(tab, file) {
  const field = await tab.$('input[type=file]');
  await field.uploadFile(file);
  await tab.waitForFunction(() => document.getElementById('file-said').textContent !== '');
}

async function open(tab, file, typed) {
  await choose(tab, file);
  await tab.type('#passphrase', typed);
  await tab.click('button[type=submit]');
  await tab.waitForSelector('[role=status][data-bytes]', { timeout: 60_000 });
  await new Promise((done) => setTimeout(done, 150));
}

async function check(tab, name) {
  // Not on the page itself: its own policy forbids it, as it should.
  await tab.evaluate(axe);
  const { violations } = await tab.evaluate(() =>
    window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  for (const { id, help, nodes } of violations) {
    console.log(`${name}: ${id}: ${help}`);
    for (const node of nodes.slice(0, 4)) console.log(`    ${node.html.slice(0, 160)}`);
  }
  return violations.length;
}

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    ...['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ],
});
let found = 0;
try {
  for (const [state, reach] of Object.entries(STATES)) {
    for (const [view, viewport] of Object.entries(VIEWS)) {
      for (const [scheme, language] of [['light', 'en'], ['dark', 'fr'], ['light', 'es']]) {
        const name = `${state}-${view}-${scheme}-${language}`;
        if (!name.includes(query)) continue;
        const tab = await browser.newPage();
        const errors = [];
        tab.on('pageerror', (error) => errors.push(String(error)));
        tab.on('console', (message) => {
          if (message.type() === 'error') errors.push(message.text());
        });
        await tab.setViewport(viewport);
        await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        await tab.goto(address);
        await tab.click(`.languages [lang=${language}]`);
        await reach(tab);
        await tab.screenshot({ path: join(out, `${name}.png`), fullPage: state !== 'uncovered' });
        const sideways = await tab.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (sideways > 0) {
          console.log(`${name}: ${sideways} pixels wider than the window`);
          found += 1;
        }
        found += await check(tab, name);
        for (const error of errors) console.log(`${name}: ${error}`);
        found += errors.length;
        if (state === 'uncovered' && view === 'wide') {
          writeFileSync(join(out, `${name}.pdf`), await tab.pdf({ format: 'letter' }));
        }
        await tab.close();
      }
    }
  }
} finally {
  await browser.close();
}
console.log(found === 0 ? 'Nothing found.' : `${found} found.`);
process.exitCode = found === 0 ? 0 : 1;
