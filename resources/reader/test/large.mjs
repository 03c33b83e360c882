/** Opens a large sealed file in Chromium and says how long the page was busy at a stretch.
 *
 *     node test/large.mjs PAGE FILE WORDS-FILE
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';

const [page, file, wordsFile] = process.argv.slice(2);
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    ...['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ],
});
try {
  const tab = await browser.newPage();
  await tab.setViewport({ width: 1024, height: 768 });
  await tab.goto(pathToFileURL(resolve(page)).href);
  await tab.evaluate(() => {
    window.longest = 0;
    new PerformanceObserver((list) => {
      for (const each of list.getEntries()) window.longest = Math.max(window.longest, each.duration);
    }).observe({ entryTypes: ['longtask'] });
  });
  await (await tab.$('input[type=file]')).uploadFile(file);
  await tab.type('#passphrase', readFileSync(wordsFile, 'utf8').trim());
  const start = Date.now();
  await tab.click('button[type=submit]');
  await tab.waitForSelector('[role=status][data-bytes]', { timeout: 600_000 });
  const answered = Date.now();
  await tab.waitForSelector('#other-files');
  await tab.waitForFunction(
    () => {
      const count = document.querySelectorAll('article.exhibit').length;
      const still = count === window.before && count > 0;
      window.before = count;
      return still;
    },
    { polling: 500, timeout: 120_000 },
  );
  const shown = await tab.evaluate(() => ({
    longestTaskMs: Math.round(window.longest),
    exhibits: document.querySelectorAll('article.exhibit').length,
    logLines: document.querySelectorAll('#part-custody tbody tr').length,
    nodes: document.querySelectorAll('*').length,
  }));
  await tab.evaluate(() => (window.longest = 0));
  await tab.click('.languages [lang=es]');
  await new Promise((done) => setTimeout(done, 3000));
  const languageMs = await tab.evaluate(() => Math.round(window.longest));
  await tab.evaluate(() => (window.longest = 0));
  for (let turn = 0; turn < 40; turn += 1) {
    await tab.mouse.wheel({ deltaY: 4000 });
    await new Promise((done) => setTimeout(done, 30));
  }
  const scrollMs = await tab.evaluate(() => Math.round(window.longest));
  console.log({ answerMs: answered - start, ...shown, languageMs, scrollMs });
} finally {
  await browser.close();
}
