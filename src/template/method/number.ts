import { bitLength } from '../value/arithmetic.ts';
import { float, type Int, int, integral, numeric, toNumber } from '../value/number.ts';
import { type Float, Tuple, type Value } from '../value.ts';
import { methodTable } from './table.ts';

function integerRatio(value: number | Float): Tuple {
  let denominator = 1n;
  let scaled = toNumber(value);
  // Doubling a binary fraction is exact and ends.
  while (Number.isFinite(scaled) && !Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return Tuple.of(int(BigInt(scaled)), int(denominator));
}

function whole(value: Value): Int {
  return integral(value) ?? 0;
}

function bitCount(value: Int): number {
  return (value < 0 ? -BigInt(value) : BigInt(value)).toString(2).replaceAll('0', '').length;
}

/** The methods of Python's int, which a bool has too. */
export const intMethods = methodTable<Value>({
  as_integer_ratio: [[], value => Tuple.of(whole(value), 1)],
  bit_count: [[], value => bitCount(whole(value))],
  bit_length: [[], value => bitLength(whole(value))],
  conjugate: [[], whole],
});

/** The methods of Python's float. */
export const floatMethods = methodTable<number | Float>({
  as_integer_ratio: [[], integerRatio],
  conjugate: [[], value => value],
  is_integer: [[], value => Number.isInteger(toNumber(value))],
});

/** `real`, `imag`, `numerator` and `denominator`; undefined for another name, and for what is no number. */
export function numberAttribute(value: Value, name: string): Value | undefined {
  const number = numeric(value);
  if (number === undefined) return undefined;
  const isWhole = integral(value) !== undefined;
  switch (name) {
    case 'real':
      return number;
    case 'imag':
      return isWhole ? 0 : float(0);
    case 'numerator':
      return isWhole ? number : undefined;
    case 'denominator':
      return isWhole ? 1 : undefined;
    default:
      return undefined;
  }
}
