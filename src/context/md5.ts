/** Per-round left rotations of MD5 (RFC 1321, section 3.4). */
const ROTATIONS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
/** The sine table of RFC 1321: floor(2^32 * abs(sin(i + 1))). */
const SINES = Int32Array.from({ length: 64 }, (_, index) => Math.floor(2 ** 32 * Math.abs(Math.sin(index + 1))));

/** The MD5 digest of the text's UTF-8 bytes, in lower-case hexadecimal. Pure, since the rooms that hash import no `node:` module. */
export function md5(text: string): string {
  const words = paddedWords(encoder.encode(text));
  const state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
  for (let offset = 0; offset < words.length; offset += 16) addBlock(state, words, offset);
  return Array.from(state, hexadecimal).join('');
}

const encoder = new TextEncoder();

/** Little-endian, with the end mark and the length in bits. */
function paddedWords(bytes: Uint8Array): Int32Array {
  const words = new Int32Array(((bytes.length + 8) >> 6) * 16 + 16);
  const put = (index: number, byte: number): void => {
    words[index >> 2] = (words[index >> 2] ?? 0) | (byte << ((index & 3) * 8));
  };
  for (let index = 0; index < bytes.length; index++) put(index, bytes[index] ?? 0);
  put(bytes.length, 0x80);
  words[words.length - 2] = bytes.length * 8;
  words[words.length - 1] = Math.floor(bytes.length / 2 ** 29);
  return words;
}

/** The word's bytes, lowest first. */
function hexadecimal(word: number): string {
  const swapped = (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
  return (swapped >>> 0).toString(16).padStart(8, '0');
}

function addBlock(state: Int32Array, words: Int32Array, offset: number): void {
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  for (let step = 0; step < 64; step++) {
    const round = step >> 4;
    const mixed = (a + mix(round, b, c, d) + (SINES[step] ?? 0) + (words[offset + wordIndex(round, step)] ?? 0)) | 0;
    const rotation = ROTATIONS[round * 4 + (step & 3)] ?? 0;
    const rotated = (mixed << rotation) | (mixed >>> (32 - rotation));
    a = d;
    d = c;
    c = b;
    b = (b + rotated) | 0;
  }
  state[0] = (state[0] ?? 0) + a;
  state[1] = (state[1] ?? 0) + b;
  state[2] = (state[2] ?? 0) + c;
  state[3] = (state[3] ?? 0) + d;
}

function mix(round: number, b: number, c: number, d: number): number {
  if (round === 0) return (b & c) | (~b & d);
  if (round === 1) return (d & b) | (~d & c);
  if (round === 2) return b ^ c ^ d;
  return c ^ (b | ~d);
}

function wordIndex(round: number, step: number): number {
  if (round === 0) return step;
  if (round === 1) return (5 * step + 1) & 15;
  if (round === 2) return (3 * step + 5) & 15;
  return (7 * step) & 15;
}
