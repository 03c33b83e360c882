/** What the page's build and the tests' build share: one way to turn the source into a program. */
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
export const LARGEST = 600_000;

/** The libraries whose code ends up in the page. */
const LIBRARIES = [
  'age-encryption',
  '@noble/ciphers',
  '@noble/curves',
  '@noble/hashes',
  '@noble/post-quantum',
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

/** The worker's program, as the text that a blob is made of. */
async function worker() {
  const entryPoints = [join(here, 'src/core/worker.ts')];
  const { outputFiles } = await build({ ...esbuildOptions, entryPoints });
  return outputFiles[0].text;
}

const MADE = {
  about,
  readers: async () => (await readers()).map((parts) => parts[0]),
  'start-here': startHere,
  worker,
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
  loader: { '.txt': 'text', '.html': 'text' },
  plugins: [virtual],
  absWorkingDir: here,
};
