/** The showing half: no text becomes markup, every language says the same, codes are compared. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { esbuildOptions } from '../bundling.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const sources = readdirSync(join(root, 'src'), { recursive: true })
  .filter((name) => /\.(?:ts|js|html)$/.test(name))
  .map((name) => [name, readFileSync(join(root, 'src', name), 'utf8')]);

const { outputFiles } = await build({
  ...esbuildOptions,
  minify: false,
  platform: 'node',
  format: 'esm',
  target: 'node18',
  stdin: {
    contents: `
      export { own as en } from './src/ui/texts/own.en';
      export { own as fr } from './src/ui/texts/own.fr';
      export { own as es } from './src/ui/texts/own.es';
      export { SENTENCES } from './src/core/sentences';
      export { sentences as sentencesFr } from './src/ui/texts/sentences.fr';
      export { sentences as sentencesEs } from './src/ui/texts/sentences.es';
      export * from './src/ui/show/seal_code';
      export { sizeOf } from './src/ui/show/picture_size';
      export { fold } from './src/ui/case/record';
    `,
    resolveDir: root,
    loader: 'ts',
  },
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
const ui = await import(`data:text/javascript;base64,${code}`);

test('nothing in the source turns text into markup or program, keeps it, or sends it', () => {
  const forbidden =
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc|DOMParser|createContextualFragment|setHTML|javascript:|localStorage|sessionStorage|indexedDB|document\.cookie|serviceWorker|\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|window\.open|https?:\/\//;
  assert.ok(sources.length > 50);
  for (const [name, text] of sources) {
    const code = text.replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
    assert.doesNotMatch(code, forbidden, name);
  }
});

test('every language fills the same gaps, and none shouts', () => {
  const gaps = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((each) => each[1]).sort();
  for (const [english, others] of [
    [ui.en, [ui.fr, ui.es]],
    [ui.SENTENCES, [ui.sentencesFr, ui.sentencesEs]],
  ]) {
    for (const other of others) {
      assert.deepEqual(Object.keys(other), Object.keys(english));
      for (const [key, text] of Object.entries(english)) {
        assert.deepEqual(gaps(other[key]), gaps(text), key);
        assert.doesNotMatch(text + other[key], /!/, key);
      }
    }
  }
});

test('a seal code is read as people type it, and compared by its first half or its whole', () => {
  const own = '0123456789abcdef'.repeat(4);
  const half = '0123 4567 89AB-cdef:0123.4567 89ab—cdef';
  assert.equal(ui.compare(own, ui.readSealCode(half)), 'same');
  assert.equal(ui.compare(own, ui.readSealCode(own)), 'same');
  assert.equal(ui.compare(own, ui.readSealCode(`${own.slice(0, 63)}0`)), 'different');
  assert.equal(ui.compare('', ui.readSealCode(half)), 'different');
  for (const typed of ['', '  ', '0123', own.slice(0, 40), 'x'.repeat(32)]) {
    assert.equal(ui.compare(own, ui.readSealCode(typed)), 'not-compared', typed);
  }
  const long = ui.readSealCode('F'.repeat(64));
  assert.ok(ui.isWholeFile(long, 'f'.repeat(64)) && !ui.isWholeFile(long, own));
  assert.ok(ui.isLong(long) && !ui.isLong(ui.readSealCode(half)));
  assert.deepEqual(ui.differingGroups(own, `ffff${own.slice(4, 28)}0000`), [1, 8]);
  assert.equal(ui.shownSealCode(own), '0123 4567 89ab cdef 0123 4567 89ab cdef');
});

test('the size of a picture is read before it is decoded', () => {
  const bytes = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part, 'latin1')));
  const png = bytes('\x89PNG\r\n\x1a\n', '\0\0\0\rIHDR', '\0\0\x04\x92\0\0\x09\xe4', '\x08\x06\0\0\0');
  assert.deepEqual(ui.sizeOf(png), { width: 1170, height: 2532 });
  const jpeg = bytes('\xff\xd8\xff\xe0\0\x04\0\0', '\xff\xff\xc2\0\x0b\x08\x01\x02\x03\x04\x01\0\0\0');
  assert.deepEqual(ui.sizeOf(jpeg), { width: 0x304, height: 0x102 });
  const screen = 'GIF89a\x02\x01\x04\x03\0\0\0';
  const first = '\x2c\0\0\0\0\x01\0\x01\0';
  assert.deepEqual(ui.sizeOf(bytes(screen, first)), { width: 0x102, height: 0x304 });
  // Its first picture is the larger one, behind a table of colours and a remark.
  const remark = '\x21\xfe\x02hi\x01!\0';
  const lying = bytes('GIF89a\x02\0\x02\0\x80\0\0', '\0'.repeat(6), remark, '\x2c\x01\0\0\0\xff\xff\0\x80');
  assert.deepEqual(ui.sizeOf(lying), { width: 0x10000, height: 0x8000 });
  assert.equal(ui.sizeOf(bytes(screen, '\x21\xfe\xff')), undefined);
  const webp = bytes('RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0', '\x0f\0\0\x1f\0\0');
  assert.deepEqual(ui.sizeOf(webp), { width: 16, height: 32 });
  for (const odd of ['', 'BM', '\x89PNG\r\n\x1a\n', '\xff\xd8\xff\xd9', '<svg/>']) {
    assert.equal(ui.sizeOf(bytes(odd)), undefined, odd);
  }
});

test('a log that anyone wrote cannot break the page', () => {
  const line = (seq, what, data) => ({ seq, at: '', utc_offset: '', actor: 'x', what, data });
  const odd = [null, 7, 'text', [], { id: 7 }, { id: '__proto__', kind: 'exhibit', fields: [] }];
  const kinds = ['opened', 'set', 'added', 'added-again', 'described', 'corrected', 'withheld'];
  const rest = ['removed', 'sealed', 'handed-over', 'damage-found', 'copies-removed', 'unheard-of'];
  const log = [...kinds, ...rest].flatMap((what) =>
    odd.map((data, at) => line(at + 1, what, data)),
  );
  const values = JSON.parse('{"__proto__": "x", "danger": 7, "deadline": "now"}');
  log.push(line(1, 'set', { values }));
  log.push(line(2, 'added', { id: 'A1', kind: 'account', fields: { username: {}, note: 'n' } }));
  log.push(line(3, 'added', { id: 'E1', kind: 'exhibit', file: { pixels: ['a'], size: 'x' } }));
  log.push(line(4, 'added', { id: 'E2"><b>', kind: 'exhibit', file: {} }));
  const record = ui.fold(log);
  assert.deepEqual([...record.case], [['deadline', 'now']]);
  assert.deepEqual([...record.items.account[0].fields], [['note', 'n']]);
  assert.deepEqual(record.exhibits.map((each) => each.id), ['E1']);
});

test('no text of a log, and no number of names, is more than a page can show', () => {
  const line = (seq, what, data) => ({ seq, at: '', utc_offset: '', actor: 'x', what, data });
  const longest = 'x'.repeat(40_000);
  const log = [
    line(1, 'added', { id: 'A1', kind: 'account', fields: { username: longest, note: `${longest}yyy` } }),
    line(2, 'added', { id: 'E1', kind: 'exhibit', file: { embedded: [`${longest}y`] } }),
    line(3, 'removed', { id: 'E2', why: '\u202ea'.repeat(1_000_000) }),
  ];
  for (let seq = 4; seq < 200_000; seq += 1) {
    log.push(line(seq, 'added-again', { id: 'E1', file: { name: `${seq}` } }));
  }
  const start = performance.now();
  const record = ui.fold(log);
  assert.ok(performance.now() - start < 3_000);
  const [account] = record.items.account;
  assert.equal(account.fields.get('username'), longest);
  assert.equal(account.fields.get('note'), `${longest} [... +3]`);
  assert.equal(record.exhibits[0].file.embedded[0], `${longest} [... +1]`);
  assert.equal(record.exhibits[0].also.length, 199_996);
});
