/** Builds the checking half for this Node, as the page's build does it for a browser. */
import { build } from 'esbuild';
import { webcrypto } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { esbuildOptions } from '../bundling.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const EXPORTS = `
  export { Refused } from './src/contract';
  export { core, coreKnowing } from './src/core/index';
  export { SENTENCES } from './src/core/sentences';
  export { readWords } from './src/core/words';
  export { checkSignature, rawSignature } from './src/core/signature';
  export { AgeSource, MistypedKeyError, NoMatchError, openAge, readKeys } from './src/core/age';
  export { BlobSource } from './src/core/source';
  export { Lanes } from './src/core/lanes';
  export { Plaintext } from './src/core/plaintext';
  export { byLibrary, counterMode } from './src/core/counter-mode';
  export { decryptInPlace } from './src/core/winzip';
  export { readClaims } from './src/core/time-token';
  export { parseCanonical } from './src/core/canonical';
  export { FormatError } from './src/core/format-error';
`;

// Node 18, which Debian 12 has, keeps it from the global names where browsers have it.
globalThis.crypto ??= webcrypto;

/** Return the checking half, with what the tests need of its insides. */
export async function loadCore() {
  const { outputFiles } = await build({
    ...esbuildOptions,
    minify: false,
    platform: 'node',
    format: 'esm',
    target: 'node18',
    stdin: { contents: EXPORTS, resolveDir: root, loader: 'ts' },
  });
  const source = Buffer.from(outputFiles[0].contents).toString('base64');
  return await import(`data:text/javascript;base64,${source}`);
}
