/** Builds OPEN-ME.html: one file with everything in it, the same bytes on every machine.
 *
 *      node build.mjs [OUTPUT]
 */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPage } from './bundling.mjs';

const LARGEST = 600_000;
const here = dirname(fileURLToPath(import.meta.url));
const output = resolve(process.argv[2] ?? join(here, '../bundle/OPEN-ME.html'));

const page = await buildPage();
if (page.length > LARGEST) throw new Error(`${page.length} bytes are more than ${LARGEST}.`);
await writeFile(output, page);
console.log(`${page.length} bytes, SHA-256 ${createHash('sha256').update(page).digest('hex')}`);
