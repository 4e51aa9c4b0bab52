/** Six bits to a character that JSON and string literals leave alone; five of them count, the sixth says that more follow. */
const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Integers from 0 to 2 ** 31 - 1, small ones as one character. */
export function varints(numbers: Iterable<number>): string {
  let text = '';
  for (const number of numbers) {
    let rest = number;
    while (rest > 31) {
      text += digits[(rest & 31) | 32];
      rest >>>= 5;
    }
    text += digits[rest];
  }
  return text;
}

/** Of ascending integers, the first and then the differences. */
export function ascendingVarints(numbers: Iterable<number>): string {
  let last = 0;
  const steps: number[] = [];
  for (const number of numbers) {
    steps.push(number - last);
    last = number;
  }
  return varints(steps);
}
