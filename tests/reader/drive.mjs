/** Drives one browser for the tests: an order, in JSON, a line; an answer, in JSON, a line.
 *
 *      node drive.mjs chromium|firefox PROGRAM FOLDER [PROXY_PORT]
 *
 *  FOLDER takes the profile and, in `downloads`, what is saved. With a proxy, everything that the
 *  browser would fetch goes there, from this computer too. Steps of an order:
 *  ["upload", css, path] ["type", css, text] ["click", css] ["press", key] ["wait", css]
 *  ["gone", css] ["until", javascript] ["eval", javascript] ["axe"] ["tidy"]
 *  ["picture", path] ["size", w, h, scale]
 */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const reader = join(dirname(fileURLToPath(import.meta.url)), '../../resources/reader/package.json');
const require = createRequire(reader);
const puppeteer = require('puppeteer-core');
const [kind, program, folder, proxyPort] = process.argv.slice(2);
const downloads = join(folder, 'downloads');
const PATIENCE = 30_000;

function chromium() {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
  args.push('--disable-background-networking', '--disable-component-update', '--disable-sync');
  args.push('--lang=en');
  if (proxyPort) {
    // Without the last one, requests to this computer would go past the proxy.
    args.push(`--proxy-server=http://127.0.0.1:${proxyPort}`, '--proxy-bypass-list=<-loopback>');
  }
  return { args, pipe: true, env: { ...process.env, LANG: 'en_US.UTF-8', LANGUAGE: 'en' } };
}

function firefox() {
  const prefs = {
    'browser.download.folderList': 2,
    'browser.download.dir': downloads,
    'browser.download.useDownloadDir': true,
    'browser.download.alwaysOpenPanel': false,
    'browser.helperApps.neverAsk.saveToDisk': 'application/octet-stream',
    'intl.accept_languages': 'en',
    // What is asked for is recorded as it was asked.
    'security.mixed_content.upgrade_display_content': false,
    'dom.security.https_first': false,
  };
  if (proxyPort) {
    Object.assign(prefs, {
      'network.proxy.type': 1,
      'network.proxy.http': '127.0.0.1',
      'network.proxy.http_port': Number(proxyPort),
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': Number(proxyPort),
      'network.proxy.no_proxies_on': '',
      'network.proxy.allow_hijacking_localhost': true,
    });
  }
  // It does not start as root in somebody else's home.
  return { browser: 'firefox', extraPrefsFirefox: prefs, env: { ...process.env, HOME: folder } };
}

mkdirSync(downloads, { recursive: true });
mkdirSync(join(folder, 'profile'), { recursive: true });
const browser = await puppeteer.launch({
  executablePath: program,
  headless: true,
  userDataDir: join(folder, 'profile'),
  protocolTimeout: 600_000,
  ...(kind === 'firefox' ? firefox() : chromium()),
});
if (kind === 'chromium') {
  const session = await browser.target().createCDPSession();
  const behavior = { behavior: 'allow', downloadPath: downloads, eventsEnabled: true };
  await session.send('Browser.setDownloadBehavior', behavior);
}

const pages = new Map();
let count = 0;

/** Open an address in a new page, and write down what it does from the start. */
async function open({ url, before = [], wide = 1024, high = 768 }) {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.setViewport({ width: wide, height: high });
  const log = { requests: [], console: [], errors: [], dialogs: [], popups: 0 };
  page.on('request', (request) => log.requests.push(request.url()));
  page.on('console', (message) => log.console.push([message.type(), message.text()]));
  page.on('pageerror', (error) => log.errors.push(String(error?.message ?? error)));
  page.on('dialog', async (dialog) => {
    log.dialogs.push(dialog.message());
    await dialog.dismiss();
  });
  page.on('popup', () => (log.popups += 1));
  for (const script of before) await page.evaluateOnNewDocument(script);
  await page.goto(url, { timeout: PATIENCE });
  const id = ++count;
  pages.set(id, { page, log });
  return id;
}

const STEPS = {
  upload: async (page, css, path) => (await page.waitForSelector(css)).uploadFile(path),
  type: async (page, css, text) => (await page.waitForSelector(css)).type(text),
  click: async (page, css) => (await page.waitForSelector(css)).click(),
  press: (page, key) => page.keyboard.press(key),
  keys: (page, text) => page.keyboard.type(text),
  wait: async (page, css, patience = PATIENCE) => {
    await page.waitForSelector(css, { timeout: patience });
  },
  gone: async (page, css) => {
    await page.waitForSelector(css, { hidden: true });
  },
  until: async (page, script) => {
    await page.waitForFunction(script, { polling: 50 });
  },
  eval: (page, script) => page.evaluate(script),
  size: (page, width, height, scale = 1) =>
    page.setViewport({ width, height, deviceScaleFactor: scale }),
  picture: async (page, path, fullPage = true) => {
    await page.screenshot({ path, fullPage });
  },
  // What is no longer used is given back, as the browser does sooner or later (Chromium only).
  tidy: async (page) => {
    const session = await page.createCDPSession();
    await session.send('HeapProfiler.collectGarbage');
    await session.detach();
  },
  axe: async (page) => {
    const source = require('axe-core').source;
    await page.evaluate(source);
    const { violations } = await page.evaluate('axe.run(document, { resultTypes: ["violations"] })');
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.map((node) => node.html.slice(0, 300)),
    }));
  },
};

const ORDERS = {
  open,
  act: async ({ page: id, steps }) => {
    const { page } = pages.get(id);
    let answer = null;
    for (const [name, ...rest] of steps) {
      try {
        answer = (await STEPS[name](page, ...rest)) ?? null;
      } catch (error) {
        throw new Error(`${name} ${rest.join(' ').slice(0, 200)}: ${error.message}`);
      }
    }
    return answer;
  },
  watched: async ({ page: id }) => pages.get(id).log,
  process: async () => browser.process()?.pid ?? null,
  close: async ({ page: id }) => {
    await pages.get(id).page.close();
    pages.delete(id);
    return null;
  },
};

console.log(JSON.stringify({ answer: await browser.version() }));
for await (const line of createInterface({ input: process.stdin })) {
  const { order, ...rest } = JSON.parse(line);
  let told;
  try {
    told = { answer: await ORDERS[order](rest) };
  } catch (error) {
    told = { error: String(error?.message ?? error) };
  }
  console.log(JSON.stringify(told));
}
await browser.close();
