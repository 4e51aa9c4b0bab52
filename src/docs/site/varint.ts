/** The value of each character that `docs/varint.ts` writes, by its code. */
const values = new Uint8Array(128);
'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('').forEach((digit, value) => {
  values[digit.charCodeAt(0)] = value;
});

/** Calls `take` with each number of the text. */
export function readVarints(text: string, take: (number: number) => void): void {
  let number = 0;
  let shift = 0;
  for (let at = 0; at < text.length; at++) {
    const value = values[text.charCodeAt(at)] ?? 0;
    number |= (value & 31) << shift;
    shift += 5;
    if (value > 31) continue;
    take(number);
    number = 0;
    shift = 0;
  }
}

export function readAscending(text: string, take: (number: number) => void): void {
  let last = 0;
  readVarints(text, step => {
    last += step;
    take(last);
  });
}
