/** Per-round left rotations of MD5 (RFC 1321, section 3.4). */
const ROTATIONS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
/** The sine table of RFC 1321: floor(2^32 * abs(sin(i + 1))). */
const SINES = Uint32Array.from({ length: 64 }, (_, index) => Math.floor(2 ** 32 * Math.abs(Math.sin(index + 1))));

/** The MD5 digest of the text's UTF-8 bytes, in lower-case hexadecimal. Pure, since the rooms that hash import no `node:` module. */
export function md5(text: string): string {
  const words = paddedWords(new TextEncoder().encode(text));
  const state = new Uint32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
  for (let offset = 0; offset < words.length; offset += 16) addBlock(state, words, offset);
  return [...new Uint8Array(littleEndian(state))].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

function paddedWords(bytes: Uint8Array): Uint32Array {
  const padded = new DataView(new ArrayBuffer(((bytes.length + 8) >> 6) * 64 + 64));
  bytes.forEach((byte, index) => {
    padded.setUint8(index, byte);
  });
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(padded.byteLength - 8, (bytes.length * 8) >>> 0, true);
  padded.setUint32(padded.byteLength - 4, Math.floor(bytes.length / 2 ** 29), true);
  return Uint32Array.from({ length: padded.byteLength / 4 }, (_, index) => padded.getUint32(index * 4, true));
}

function littleEndian(words: Uint32Array): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(words.length * 4));
  words.forEach((word, index) => {
    view.setUint32(index * 4, word, true);
  });
  return view.buffer;
}

function addBlock(state: Uint32Array, words: Uint32Array, offset: number): void {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (let step = 0; step < 64; step++) {
    const round = step >> 4;
    const mixed = (a + mix(round, b, c, d) + (SINES[step] ?? 0) + (words[offset + wordIndex(round, step)] ?? 0)) >>> 0;
    const rotation = ROTATIONS[round * 4 + (step & 3)] ?? 0;
    const rotated = ((mixed << rotation) | (mixed >>> (32 - rotation))) >>> 0;
    [a, d, c, b] = [d, c, b, (b + rotated) >>> 0];
  }
  [a, b, c, d].forEach((word, index) => {
    state[index] = (state[index] ?? 0) + word;
  });
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
