/** What the page's build and the tests' build share: one way to turn the source into a program. */
import asc from 'assemblyscript/asc';
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assemble } from './src/core/assemble.js';

const here = dirname(fileURLToPath(import.meta.url));

/** The libraries whose code ends up in the page. */
const LIBRARIES = [
  'age-encryption',
  '@noble/ciphers',
  '@noble/curves',
  '@noble/hashes',
  '@scure/base',
  'hash-wasm',
];

/** `virtual:about`: name, version and licence of every library in the page. */
async function about() {
  const require = createRequire(join(here, 'package.json'));
  const found = [];
  for (const name of LIBRARIES) {
    const root = join(here, 'node_modules', name);
    const { version, license } = require(join(root, 'package.json'));
    const text = await readFile(join(root, 'LICENSE'), 'utf8');
    found.push({ name, version, license, text: text.replace(/\r\n/g, '\n').trim() });
  }
  return found;
}

/** `virtual:readers`: the hashes of the readers of other versions than this. */
async function readers() {
  const pyproject = await readFile(join(here, '../../pyproject.toml'), 'utf8');
  const version = /^version = "([^"]+)"$/m.exec(pyproject)[1];
  const listed = await readFile(join(here, '../bundle/READERS.sha256'), 'utf8');
  const lines = listed.split('\n').filter((line) => line && !line.startsWith('#'));
  // Its own cannot be in it: the hash would have to be known before it is made.
  return lines.map((line) => line.split('  ')).filter((parts) => parts[1] !== version);
}

async function startHere() {
  const listed = await readFile(join(here, '../bundle/START-HERE.sha256'), 'utf8');
  return listed
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split(' ')[0]);
}

/** `virtual:aes`: the fast cipher, compiled to WebAssembly, in base64. */
async function aes() {
  const source = await readFile(join(here, 'src/core/aes_ctr.as.ts'), 'utf8');
  const options = ['-O3', '--converge', '--runtime', 'stub', '--noAssert'];
  const made = {};
  const messages = [];
  const { error } = await asc.main(['cipher.ts', ...options, '--outFile', 'cipher.wasm'], {
    readFile: (name) => (name === 'cipher.ts' ? source : null),
    writeFile: (name, content) => void (made[name] = content),
    listFiles: () => [],
    stderr: { write: (text) => void messages.push(text) },
  });
  if (error) throw new Error(`${error.message}\n${messages.join('')}`);
  return Buffer.from(made['cipher.wasm']).toString('base64');
}

/** `virtual:words`: the three BIP-39 lists, each as one text, without accents. */
async function words() {
  const lists = ['en', 'fr', 'es'].map((language) =>
    readFile(join(here, `../words/${language}.txt`), 'utf8'),
  );
  return (await Promise.all(lists)).map((list) => list.normalize('NFKD').replace(/\p{M}/gu, '').trim());
}

const MADE = {
  about,
  aes,
  readers: async () => (await readers()).map((parts) => parts[0]),
  'start-here': startHere,
  words,
};

const virtual = {
  name: 'virtual',
  setup(build) {
    build.onResolve({ filter: /^virtual:/ }, ({ path }) => ({ path, namespace: 'virtual' }));
    build.onLoad({ filter: /.*/, namespace: 'virtual' }, async ({ path }) => ({
      contents: JSON.stringify(await MADE[path.slice('virtual:'.length)]()),
      loader: 'json',
    }));
  },
};

export const esbuildOptions = {
  bundle: true,
  minify: true,
  write: false,
  format: 'iife',
  target: ['chrome97', 'firefox102', 'safari16'],
  charset: 'ascii',
  legalComments: 'none',
  loader: { '.html': 'text' },
  // Keys of another kind than those that Keepsafe's age files are for.
  alias: { '@noble/post-quantum/hybrid.js': join(here, 'src/core/no-hybrid-keys.js') },
  plugins: [virtual],
  absWorkingDir: here,
};

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

/** One program is both the page's and its workers': most of what the one needs the other does. */
function programOf(main) {
  const paths = [main, join(here, 'src/core/worker.ts')].map((path) => JSON.stringify(path));
  return `if (typeof document === 'object') require(${paths[0]}); else require(${paths[1]});`;
}

/** Bundle one entry point and return its text. */
async function bundle(entry) {
  const { outputFiles } = await build({ ...esbuildOptions, ...entry });
  // In a string, which is all that can hold it, this is the same and opens no HTML comment.
  return outputFiles[0].text.trim().replaceAll('<!--', '\\x3c!--');
}

/** An inline script or style ends where HTML says it does, so neither may hold such a place. */
function insistInline(text, what) {
  if (new RegExp(`</${what}|<!--`, 'i').test(text)) throw new Error(`The ${what} would end early.`);
  // The browser turns these into others, and then the policy's hash does not fit.
  if (/[\r\0]/.test(text)) throw new Error(`The ${what} holds a character that HTML changes.`);
  return text;
}

/** Return the page that starts with `main`, as bytes. */
export async function buildPage(main = join(here, 'src/ui/main.ts')) {
  const program = { stdin: { contents: programOf(main), resolveDir: here } };
  const css = { entryPoints: [join(here, 'src/ui/style.css')] };
  const script = insistInline(await bundle(program), 'script');
  const style = insistInline(await bundle(css), 'style');
  const template = await readFile(join(here, 'src/ui/page.html'), 'utf8');
  return Buffer.from(assemble(template, { policy: policy(script, style), style, script }), 'utf8');
}
