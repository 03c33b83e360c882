/** The small forms that the checking half reads, compared with other programs' work. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createCipheriv, createHash, createHmac, generateKeyPairSync, pbkdf2Sync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import * as zlib from 'node:zlib';
import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { loadCore } from './load.mjs';

const core = await loadCore();
const bytes = (text) => new TextEncoder().encode(text);

/** The sentence that `step` fails with. */
async function refused(step) {
  try {
    await step();
  } catch (error) {
    assert.ok(error instanceof core.FormatError, String(error));
    return error.sentence;
  }
  assert.fail('nothing was refused');
}

test('words are read in any case, short, numbered, with accents or without', async () => {
  const exact = 'zebra-yard-wolf-valve-uncle-table-salad-river';
  for (const typed of [
    exact,
    'ZEBR Yard WOLF valv uncl tabl sala rive',
    '1. zebra 2. yard 3. wolf 4. valve\n5) uncle, 6) table; 7) salad\t8) river',
    ' zebra\u00ad yard — wolf – valve_uncle.table/salad river ',
  ]) {
    assert.deepEqual(core.readWords(typed), [exact], typed);
  }
  assert.deepEqual(core.readWords('Ábaco ÁBDOMEN abeja abierto abogado abono aborto abrazo'), [
    'abaco-abdomen-abeja-abierto-abogado-abono-aborto-abrazo',
  ]);
  // Words that begin alike in several languages are tried in each.
  assert.equal(core.readWords('acti '.repeat(8)).length, 3);
  assert.deepEqual(await refused(() => core.readWords('zebra yard wolf valve unkle table salad river')), {
    key: 'word-unknown',
    values: { number: 5, word: 'unkle' },
  });
  assert.deepEqual(await refused(() => core.readWords('zebra yard')), {
    key: 'words-count',
    values: { count: 8, found: 2 },
  });
});

test('canonical JSON has one spelling, and nothing else is taken', async () => {
  const line = '{"a":[1,{"b":"é\\n\\u001f"}],"b":null,"z":-7}';
  assert.deepEqual(core.parseCanonical(bytes(line)), { a: [1, { b: 'é\n\u001f' }], b: null, z: -7 });
  const deep = (levels) => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`;
  core.parseCanonical(bytes(deep(99)));
  for (const other of [
    '{"b":1,"a":2}', '{"a":1,"a":1}', '{"a": 1}', '{"a":1.0}', '{"a":1e2}', '{"a":-0}', '{"a":1.5}',
    '{"a":9007199254740992}', `{"a":${'9'.repeat(400)}}`, '{"é":1}', '{"a":"\\u00e9"}',
    '{"a":"\\ud800"}', '{"a":"\\/"}', '[1]', '1', '', '\ufeff{"a":1}', '{"a":1}\r', '{"a":NaN}',
    '{"__proto__":{"a":1},"a":"\\u0041"}', deep(101), deep(100_000),
  ]) {
    await refused(() => core.parseCanonical(bytes(other)));
  }
  await refused(() => core.parseCanonical(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)));
  assert.deepEqual(Object.keys(core.parseCanonical(bytes('{"__proto__":1}'))), ['__proto__']);
});

/** A signing key as Keepsafe writes it. */
function keyPair(namedCurve = 'P-256') {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve });
  return { pem: bytes(publicKey.export({ type: 'spki', format: 'pem' })), privateKey };
}

test("openssl's signatures hold, and no second spelling of one does", async () => {
  const { pem, privateKey } = keyPair();
  const text = bytes('what was sealed');
  // Many, so that short numbers and those with their highest bit set are among them.
  for (let i = 0; i < 200; i++) {
    const der = new Uint8Array(sign('sha256', text, privateKey));
    const raw = new Uint8Array(sign('sha256', text, { key: privateKey, dsaEncoding: 'ieee-p1363' }));
    assert.match(await core.checkSignature(pem, der, text), /^[0-9a-f]{64}$/);
    assert.equal(raw.length, core.rawSignature(der).length);
  }
  const der = new Uint8Array(sign('sha256', text, privateKey));
  assert.equal((await refused(() => core.checkSignature(pem, der, bytes('another')))).key, 'signature-wrong');
  for (const other of otherSpellings(der)) {
    assert.equal(core.rawSignature(Uint8Array.from(other)), undefined, String(other));
  }
});

/** Yield what is not DER: each says the same numbers, or almost. */
function* otherSpellings(der) {
  const [r, s] = integersIn(der);
  const integer = (number) => [2, number.length, ...number];
  const sequence = (...content) => [0x30, content.length, ...content];
  const both = [...integer(r), ...integer(s)];
  yield [...der, 0]; // more after it
  yield der.slice(0, -1); // cut
  yield sequence(...both, 0); // more in it
  yield [0x30, 0x81, both.length, ...both]; // a long form of a short length
  yield [0x30, 0x80, ...both, 0, 0]; // a length that is not told
  yield [0x31, ...der.slice(1)]; // a set
  yield sequence(2, 0x81, r.length, ...r, ...integer(s));
  yield sequence(...integer([0, ...r]), ...integer(s)); // a zero too many
  yield sequence(...integer(r), ...integer([0, ...s]));
  yield sequence(...integer([0xff]), ...integer(s)); // negative
  yield sequence(...integer([0x80, ...r.slice(1)]), ...integer(s));
  yield sequence(...integer([0]), ...integer(s)); // zero
  yield sequence(...integer(r), ...integer([0]));
  yield sequence(2, 0, ...integer(s)); // nothing
  yield sequence(...integer(r)); // one number
  yield sequence(...integer([1, ...Array(32).fill(0)]), ...integer(s)); // 257 bits
  yield sequence(4, r.length, ...r, ...integer(s)); // no number
  yield sequence(2, 0x7f, ...r, ...integer(s)); // longer than there is
  yield [];
  yield [0x30];
  yield [0x30, 0];
}

function integersIn(der) {
  const size = der[3];
  return [[...der.slice(4, 4 + size)], [...der.slice(6 + size)]];
}

test('a key of another kind or form is refused', async () => {
  const { pem, privateKey } = keyPair();
  const text = bytes('what was sealed');
  const der = new Uint8Array(sign('sha256', text, privateKey));
  const keyFailure = async (key) => (await refused(() => core.checkSignature(key, der, text))).key;
  assert.equal(await keyFailure(bytes('')), 'signing-key-unreadable');
  assert.equal(await keyFailure(keyPair('P-384').pem), 'signing-key-kind');
  const changed = (edit) => bytes(edit(new TextDecoder().decode(pem)));
  assert.equal(await keyFailure(changed((t) => `${t}more\n`)), 'signing-key-form');
  assert.equal(await keyFailure(changed((t) => `before\n${t}`)), 'signing-key-form');
  assert.equal(await keyFailure(changed((t) => t.replaceAll('\n', '\r\n'))), 'signing-key-form');
  assert.equal(await keyFailure(changed((t) => t.trimEnd())), 'signing-key-form');
  assert.equal(await keyFailure(keyPair().pem), 'signature-wrong');
});

test('what OpenSSL wrote of the time is read', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'time-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const run = (...words) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  writeFileSync(join(folder, 'tagmanifest'), 'a list of files\n');
  writeFileSync(join(folder, 'ext'), 'extendedKeyUsage=critical,timeStamping\n');
  const subject = ['-subj', '/CN=A clock of the tests'];
  run('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'key', '-out', 'csr', ...subject);
  run('x509', '-req', '-in', 'csr', '-signkey', 'key', '-extfile', 'ext', '-out', 'crt', '-days', '9');
  writeFileSync(join(folder, 'serial'), '01\n');
  writeFileSync(
    join(folder, 'conf'),
    '[tsa]\nserial=serial\ndefault_policy=1.2.3.4\ndigests=sha256,sha384\nsigner_digest=sha256\n',
  );
  const stamp = (digest) => {
    run('ts', '-query', '-data', 'tagmanifest', `-${digest}`, '-out', 'tsq');
    const signer = ['-inkey', 'key', '-signer', 'crt', '-section', 'tsa', '-config', 'conf'];
    run('ts', '-reply', '-queryfile', 'tsq', ...signer, '-out', 'tsr');
    return new Uint8Array(readFileSync(join(folder, 'tsr')));
  };
  const token = stamp('sha256');
  const claims = core.readClaims(token);
  const digest = createHash('sha256').update('a list of files\n').digest('hex');
  assert.equal(claims.imprint?.hash, digest);
  assert.ok(Math.abs(Date.parse(claims.time) - Date.now()) < 60_000, claims.time);
  assert.equal(core.readClaims(stamp('sha384')).imprint?.name, 'SHA-384');
  // Cut or changed anywhere it gives something or nothing, and never fails.
  for (let at = 0; at < token.length; at++) {
    core.readClaims(token.slice(0, at));
    const changed = token.slice();
    changed[at] ^= 0xff;
    core.readClaims(changed);
  }
  assert.equal(core.readClaims(bytes('a time stamp')), undefined);
});

/** AES-256 in counter mode with a little-endian counter, block by block. */
function counterMode(key, data, firstBlock) {
  const out = Buffer.from(data);
  for (let at = 0; at < data.length; at += 16) {
    const block = Buffer.alloc(16);
    block.writeBigUInt64LE(BigInt(firstBlock) + BigInt(at / 16) + 1n);
    const stream = createCipheriv('aes-256-ecb', key, null).update(block);
    for (let i = at; i < Math.min(at + 16, data.length); i++) out[i] ^= stream[i - at];
  }
  return new Uint8Array(out);
}

test('both ciphers do as OpenSSL does, and count on past 32 bits', async () => {
  const key = new Uint8Array(32).fill(7);
  assert.notEqual(await core.counterMode(), core.byLibrary, 'the fast one does not start');
  const data = Uint8Array.from({ length: 1000 }, (_, i) => i & 0xff);
  for (const block of [0, 1, 255, 2 ** 32 - 40, 2 ** 32 - 1, 2 ** 32, 2 ** 33 - 3]) {
    const expected = counterMode(key, data, block);
    const mine = data.slice();
    await core.decryptInPlace(key, mine, block * 16);
    assert.deepEqual(mine, expected, String(block));
    const library = data.slice();
    core.byLibrary(key, library, block + 1);
    assert.deepEqual(library, expected, String(block));
  }
});

test('an age file is read at any place, and not a byte of what was changed', async () => {
  const identity = await generateX25519Identity();
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(identity));
  const CHUNK = 65_536;
  for (const size of [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 500]) {
    const plain = Uint8Array.from({ length: size }, (_, i) => (i * 7919) & 0xff);
    const file = await encrypter.encrypt(plain);
    const open = async (content) => {
      const blob = new Blob([content]);
      const payload = await core.openAge(new core.BlobSource(blob), [identity]);
      return core.AgeSource.open(blob, payload);
    };
    const source = await open(file);
    assert.equal(source.size, size);
    for (const [start, end] of [[0, size], [0, 10], [size - 9, size], [CHUNK - 5, CHUNK + 5], [100, 2 * CHUNK]]) {
      const from = Math.max(0, Math.min(start, size));
      assert.deepEqual(await source.read(from, end), plain.slice(from, Math.max(from, end)));
    }
    // Cut anywhere near a seam, or longer, it does not open.
    for (const cut of [1, 15, 16, 17, CHUNK, CHUNK + 16, CHUNK + 17]) {
      if (cut < file.length) await assert.rejects(open(file.slice(0, -cut)), `${size} less ${cut}`);
    }
    await assert.rejects(open(Buffer.concat([file, Buffer.alloc(1)])));
    await assert.rejects(open(Buffer.concat([file, Buffer.alloc(CHUNK + 16)])));
  }
  const three = await encrypter.encrypt(new Uint8Array(3 * CHUNK));
  const changed = Uint8Array.from(three);
  changed[three.length - 2 * (CHUNK + 16) - 50] ^= 1;
  const blob = new Blob([changed]);
  const source = await core.AgeSource.open(blob, await core.openAge(new core.BlobSource(blob), [identity]));
  assert.equal((await source.read(2 * CHUNK, 3 * CHUNK)).length, CHUNK);
  await refused(() => source.read(0, CHUNK));
  await refused(() => source.read(CHUNK - 1, CHUNK + 1));
  const other = await generateX25519Identity();
  const whole = new core.BlobSource(new Blob([three]));
  await assert.rejects(core.openAge(whole, [other]), core.NoMatchError);
  assert.ok(await core.openAge(whole, core.readKeys(`# a key file\n${other}\r\n\n ${identity}\n`)));
  const mistyped = identity.replace(/.$/, (letter) => (letter === 'Q' ? 'P' : 'Q'));
  await assert.rejects(core.openAge(whole, [mistyped]), core.MistypedKeyError);
  for (const typed of ['', '# only a comment', identity.toLowerCase(), `${identity} x`, 'age1qqq']) {
    assert.deepEqual(core.readKeys(typed), [], typed);
  }
});

/** A member as WinZip's description has it, by Node's own ciphers. */
function member(password, content) {
  const salt = Buffer.alloc(16, 9);
  const keys = pbkdf2Sync(password, salt, 1000, 66, 'sha1');
  const sealed = Buffer.from(counterMode(keys.subarray(0, 32), content, 0));
  const mac = createHmac('sha1', keys.subarray(32, 64)).update(sealed).digest().subarray(0, 10);
  return Buffer.concat([salt, keys.subarray(64), sealed, mac]);
}

test('large members are the same as small ones, in ranges and whole', async () => {
  const content = Buffer.alloc(20_000_003, 'a screenshot of a chat ');
  const sealed = member('zebra-yard', content);
  const digest = createHash('sha256').update(content).digest('hex');
  const read = async (blob, form, size, crc = 0) => {
    const lanes = new core.Lanes();
    const password = form === 'aes' ? 'zebra-yard' : undefined;
    const plaintext = new core.Plaintext(lanes, { blob }, password);
    const one = { name: 'x', size, crc, offset: 0, form, zip64: false };
    try {
      return await plaintext.digest(one, true, () => {});
    } finally {
      lanes.end();
    }
  };
  const header = (form) => Buffer.alloc(form === 'aes' ? 30 + 1 + 11 : 30 + 1);
  const aes = await read(new Blob([header('aes'), sealed]), 'aes', content.length);
  assert.equal(aes.sha256, digest);
  assert.ok(content.equals(aes.content));
  const plain = new Blob([header('plain'), content]);
  assert.equal((await read(plain, 'plain', content.length, crc(content))).sha256, digest);
  await refused(() => read(plain, 'plain', content.length, crc(content) ^ 1));
  for (const at of [0, 17, 18, 9_000_000, sealed.length - 11, sealed.length - 1]) {
    const changed = Buffer.from(sealed);
    changed[at] ^= 1;
    const said = await refused(() => read(new Blob([header('aes'), changed]), 'aes', content.length));
    assert.deepEqual(said, { key: 'changed', values: { name: 'x' } }, String(at));
  }
});

/** CRC-32 by another way than the reader's: bit by bit. */
function crc(data) {
  if (zlib.crc32) return zlib.crc32(data);
  let value = 0xffffffff;
  for (const byte of data) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  }
  return ~value >>> 0;
}
