/** AES-256 in counter mode, the counter little-endian, over a piece of memory (AssemblyScript).
 *
 *  Only the rounds (FIPS 197, in the form of four tables) are here; the round keys come from the
 *  library that does the same where WebAssembly is switched off, and is the measure of this.
 */

const ROUNDS = 14;

const tables: usize = memory.data(4 * 1024, 16);
const sbox: usize = memory.data(256, 16);
/** Where the 60 words of the round keys go. */
export const keys: usize = memory.data(240, 16);
/** Where the bytes go, 256 KiB of them at once. */
export const data: usize = memory.data(262144, 16);

function times2(x: u32): u32 {
  return ((x << 1) ^ (x & 0x80 ? 0x11b : 0)) & 0xff;
}

/** Make the S-box and the tables; to be called once before anything else. */
export function prepare(): void {
  // p runs through every number but 0 by powers of 3, q through their inverses.
  let p: u32 = 1;
  let q: u32 = 1;
  do {
    p = p ^ times2(p);
    q ^= q << 1;
    q ^= q << 2;
    q ^= q << 4;
    q &= 0xff;
    if (q & 0x80) q ^= 0x09;
    store<u8>(sbox + p, (turned(q, 0) ^ turned(q, 1) ^ turned(q, 2) ^ turned(q, 3) ^ turned(q, 4)) ^ 0x63);
  } while (p != 1);
  store<u8>(sbox, 0x63);
  for (let i: u32 = 0; i < 256; i++) {
    const s: u32 = load<u8>(sbox + i);
    const word = times2(s) | (s << 8) | (s << 16) | ((times2(s) ^ s) << 24);
    for (let table: u32 = 0; table < 4; table++) {
      store<u32>(tables + (table << 10) + (i << 2), rotl<u32>(word, 8 * table));
    }
  }
}

function turned(q: u32, by: u32): u32 {
  return ((q << by) | (q >> (8 - by))) & 0xff;
}

// @ts-ignore: decorator
@inline
function mixed(a: u32, b: u32, c: u32, d: u32, key: u32): u32 {
  return (
    load<u32>(tables + ((a & 0xff) << 2)) ^
    load<u32>(tables + (((b >> 8) & 0xff) << 2), 1024) ^
    load<u32>(tables + (((c >> 16) & 0xff) << 2), 2048) ^
    load<u32>(tables + ((d >> 24) << 2), 3072) ^
    key
  );
}

// @ts-ignore: decorator
@inline
function last(a: u32, b: u32, c: u32, d: u32, key: u32): u32 {
  return (
    (<u32>load<u8>(sbox + (a & 0xff)) |
      (<u32>load<u8>(sbox + ((b >> 8) & 0xff)) << 8) |
      (<u32>load<u8>(sbox + ((c >> 16) & 0xff)) << 16) |
      (<u32>load<u8>(sbox + (d >> 24)) << 24)) ^
    key
  );
}

// @ts-ignore: decorator
@inline
function combine(at: usize, stream: u32): void {
  store<u32>(at, load<u32>(at) ^ stream);
}

/** Combine the first `blocks` blocks of `data` with the key stream from `counter` on. */
export function apply(blocks: i32, counter: u64): void {
  let at = data;
  for (let block = 0; block < blocks; block++) {
    let key = keys;
    let a: u32 = <u32>counter ^ load<u32>(key);
    let b: u32 = <u32>(counter >> 32) ^ load<u32>(key, 4);
    let c: u32 = load<u32>(key, 8);
    let d: u32 = load<u32>(key, 12);
    for (let round = 1; round < ROUNDS; round++) {
      key += 16;
      const e = mixed(a, b, c, d, load<u32>(key));
      const f = mixed(b, c, d, a, load<u32>(key, 4));
      const g = mixed(c, d, a, b, load<u32>(key, 8));
      d = mixed(d, a, b, c, load<u32>(key, 12));
      a = e;
      b = f;
      c = g;
    }
    key += 16;
    combine(at, last(a, b, c, d, load<u32>(key)));
    combine(at + 4, last(b, c, d, a, load<u32>(key, 4)));
    combine(at + 8, last(c, d, a, b, load<u32>(key, 8)));
    combine(at + 12, last(d, a, b, c, load<u32>(key, 12)));
    at += 16;
    counter++;
  }
}
