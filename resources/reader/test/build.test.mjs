/** The build: one file, that fetches nothing, the same twice. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Build the page from another working folder, as another machine would. */
function built(folder, name) {
  const output = join(folder, name);
  execFileSync(process.execPath, [join(root, 'build.mjs'), output], { cwd: folder });
  return readFileSync(output, 'utf8');
}

test('the page is one file, names no place, and is the same twice', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'reader-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const page = built(folder, 'one.html');
  assert.equal(built(folder, 'two.html'), page);
  assert.ok(Buffer.byteLength(page) < 600_000);
  assert.ok(!page.includes(root) && !page.includes('node_modules'));
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page);
  assert.match(policy, /^default-src 'none'; /);
  assert.match(policy, /connect-src 'none'/);
  assert.doesNotMatch(policy, /https?:|unsafe-inline|'unsafe-eval'|\*/);
  for (const tag of ['script', 'style']) {
    const [, text] = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page);
    const digest = createHash('sha256').update(text).digest('base64');
    assert.ok(policy.includes(`${tag}-src 'sha256-${digest}'`), tag);
  }
  assert.doesNotMatch(page, /<(link|img|iframe|object|embed|base)\b[^>]*(href|src)=/i);
});
