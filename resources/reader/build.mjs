/** Builds OPEN-ME.html: one file with everything in it, the same bytes on every machine.
 *
 *     node build.mjs [OUTPUT]
 */
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LARGEST, esbuildOptions } from './bundling.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const output = resolve(process.argv[2] ?? join(here, '../bundle/OPEN-ME.html'));

/** Return the CSP source that allows exactly this inline text. */
function hashSource(text) {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** Nothing may be fetched, sent, embedded or run but what lies in this one file. */
function policy(script, style) {
  return [
    "default-src 'none'",
    `script-src ${hashSource(script)} 'wasm-unsafe-eval'`,
    `style-src ${hashSource(style)}`,
    'img-src blob: data:',
    'media-src blob:',
    'worker-src blob:',
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** Bundle one entry point and return its text. */
async function bundle(entry, options) {
  const { outputFiles } = await build({ ...esbuildOptions, ...options, entryPoints: [entry] });
  return outputFiles[0].text.trim();
}

/** An inline script or style ends where HTML says it does, so neither may hold such a place. */
function insistInline(text, what) {
  if (/<\/(script|style)|<!--/i.test(text)) throw new Error(`The ${what} would end early.`);
  // The browser turns these into others, and then the policy's hash does not fit.
  if (/[\r\0]/.test(text)) throw new Error(`The ${what} holds a character that HTML changes.`);
  return text;
}

/** Put `value` where `mark` stands, exactly once. */
function fill(page, mark, value) {
  if (page.split(mark).length !== 2) throw new Error(`The page must have one ${mark}.`);
  return page.replace(mark, () => value);
}

const script = insistInline(await bundle(join(here, 'src/ui/main.ts'), {}), 'script');
const style = insistInline(await bundle(join(here, 'src/ui/style.css'), {}), 'style');
let page = await readFile(join(here, 'src/ui/page.html'), 'utf8');
const meta = `<meta http-equiv="Content-Security-Policy" content="${policy(script, style)}">`;
page = fill(page, '<!-- policy -->', meta);
page = fill(page, '<!-- style -->', `<style>${style}</style>`);
page = fill(page, '<!-- script -->', `<script>${script}</script>`);
const bytes = Buffer.from(page, 'utf8');
if (bytes.length > LARGEST) throw new Error(`${bytes.length} bytes are more than ${LARGEST}.`);
await writeFile(output, bytes);
console.log(`${bytes.length} bytes, SHA-256 ${createHash('sha256').update(bytes).digest('hex')}`);
