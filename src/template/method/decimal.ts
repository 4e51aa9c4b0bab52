/** Decimal digits of a float, exact and rounded half to even, as C's printf and Python give them (toFixed rounds halves up). */

const bits = new DataView(new ArrayBuffer(8));

/** `value = mantissa * 2 ** exponent` for a finite value that is not negative. */
function decompose(value: number): readonly [mantissa: bigint, exponent: number] {
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  const biased = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & 0xfffffffffffffn;
  return biased === 0 ? [fraction, -1074] : [fraction | 0x10000000000000n, biased - 1075];
}

/** `value * 10 ** power`, rounded half to even. */
function scaled(value: number, power: number): bigint {
  const [mantissa, exponent] = decompose(value);
  let numerator = mantissa;
  let denominator = 1n;
  if (power >= 0) numerator *= 10n ** BigInt(power);
  else denominator *= 10n ** BigInt(-power);
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  const roundsUp = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  return roundsUp ? quotient + 1n : quotient;
}

/** `%.<digits>f` of a finite value that is not negative. */
export function fixed(value: number, digits: number): string {
  const all = String(scaled(value, digits)).padStart(digits + 1, '0');
  return digits === 0 ? all : `${all.slice(0, -digits)}.${all.slice(-digits)}`;
}

/** The digits of `%.<digits>e` without the point, and the exponent of the first one. */
export function significant(value: number, digits: number): readonly [digits: string, exponent: number] {
  if (value === 0) return ['0'.repeat(digits + 1), 0];
  const exponent = Number(value.toExponential().split('e')[1]);
  const all = String(scaled(value, digits - exponent));
  // 9.99 rounded to one digit is 10.
  return all.length > digits + 1 ? [all.slice(0, -1), exponent + 1] : [all, exponent];
}

/** Python's `round(value, digits)` for a float. */
export function roundFloat(value: number, digits: number): number {
  if (!Number.isFinite(value) || digits > 323) return value;
  const size = Math.abs(value);
  const rounded = digits >= 0 ? Number(fixed(size, digits)) : Number(scaled(size, digits)) * 10 ** -digits;
  return value < 0 || Object.is(value, -0) ? -rounded : rounded;
}
