/** Left rotation of each of the 64 steps of MD5 (RFC 1321, section 3.4): four a round, again and again. */
const ROTATIONS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
].flatMap(round => [...round, ...round, ...round, ...round]);
/** Which word of its block each step adds. */
const WORDS = Array.from({ length: 64 }, (_, step) => {
  const [factor = 1, first = 0] =
    [
      [1, 0],
      [5, 1],
      [3, 5],
      [7, 0],
    ][step >> 4] ?? [];
  return (factor * step + first) & 15;
});
/** The sine table of RFC 1321: floor(2^32 * abs(sin(i + 1))). */
const SINES = Int32Array.from({ length: 64 }, (_, index) => Math.floor(2 ** 32 * Math.abs(Math.sin(index + 1))));

/** The MD5 digest of the text's UTF-8 bytes, in lower-case hexadecimal. Pure, since the rooms that hash import no `node:` module. */
export function md5(text: string): string {
  const words = paddedWords(encoder.encode(text));
  const state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
  for (let offset = 0; offset < words.length; offset += 16) addBlock(state, words, offset);
  return hexadecimal(state[0]) + hexadecimal(state[1]) + hexadecimal(state[2]) + hexadecimal(state[3]);
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

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The word's bytes, lowest first. */
const hexadecimal = (word = 0): string =>
  `${BYTES[word & 255]}${BYTES[(word >> 8) & 255]}${BYTES[(word >> 16) & 255]}${BYTES[word >>> 24]}`;

function addBlock(state: Int32Array, words: Int32Array, offset: number): void {
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  for (let step = 0; step < 64; step++) {
    const word = words[offset + (WORDS[step] as number)] as number;
    const mixed = (a + mix(step >> 4, b, c, d) + (SINES[step] as number) + word) | 0;
    const rotation = ROTATIONS[step] as number;
    a = d;
    d = c;
    c = b;
    b = (b + ((mixed << rotation) | (mixed >>> (32 - rotation)))) | 0;
  }
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
}

function mix(round: number, b: number, c: number, d: number): number {
  if (round === 0) return (b & c) | (~b & d);
  if (round === 1) return (d & b) | (~d & c);
  if (round === 2) return b ^ c ^ d;
  return c ^ (b | ~d);
}
