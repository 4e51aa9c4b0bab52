import { TemplateError } from '../template.ts';
import { Float, type Value } from '../value.ts';

export type Int = number | bigint;

/** A JavaScript number as a float value. */
export function float(value: number): number | Float {
  return Number.isInteger(value) ? new Float(value) : value;
}

/** An integral number or bigint in its canonical form: a number when safe, else a bigint. */
export function int(value: Int): Int {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value + 0 : BigInt(value);
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

/** True for an int, and not for a bool. */
export function isInt(value: Value): value is Int {
  return typeof value === 'number' ? Number.isInteger(value) : typeof value === 'bigint';
}

export function isFloat(value: Value): value is number | Float {
  return typeof value === 'number' ? !Number.isInteger(value) : value instanceof Float;
}

/** What takes part in arithmetic, a bool as 0 or 1; undefined for everything else. */
export function numeric(value: Value): Int | Float | undefined {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    default:
      return value instanceof Float ? value : undefined;
  }
}

/** An int or bool as an int; undefined for everything else. */
export function integral(value: Value): Int | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return isInt(value) ? value : undefined;
}

/** The JavaScript number nearest to a numeric; fails when an int is beyond all floats. */
export function toNumber(value: Int | Float): number {
  if (typeof value === 'number') return value;
  if (value instanceof Float) return value.value;
  const result = Number(value);
  if (Number.isFinite(result)) return result;
  throw new TemplateError('other', 'int too large to convert to float');
}

/** As Python's `repr(float)`. */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const size = Math.abs(value);
  if (size >= 1e16 || (size < 1e-4 && size > 0)) return pythonExponent(value.toExponential());
  if (Number.isInteger(value)) return `${Object.is(value, -0) ? '-0' : value}.0`;
  return String(value);
}

/** `1e+5` as `1e+05`. */
export function pythonExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

const digitPattern = new Map([
  [2, /^(?:0b_?)?[01]+(?:_[01]+)*$/],
  [8, /^(?:0o_?)?[0-7]+(?:_[0-7]+)*$/],
  [10, /^\d+(?:_\d+)*$/],
  [16, /^(?:0x_?)?[\da-f]+(?:_[\da-f]+)*$/],
]);

/** As Python's `int(text, base)`; undefined when the text is not an integer. */
export function parseInteger(text: string, base = 10): Int | undefined {
  const match = /^([+-]?)(\w+)$/.exec(text.trim().toLowerCase());
  if (!match) return undefined;
  const digits = match[2] ?? '';
  const sign = match[1] === '-' ? -1n : 1n;
  const magnitude = base === 0 ? parsePrefixed(digits) : parseDigits(digits, base);
  return magnitude === undefined ? undefined : int(sign * magnitude);
}

function parsePrefixed(digits: string): bigint | undefined {
  const base = { '0x': 16, '0o': 8, '0b': 2 }[digits.slice(0, 2)];
  if (base !== undefined) return parseDigits(digits, base);
  return /^0[\d_]*[1-9]/.test(digits) ? undefined : parseDigits(digits, 10);
}

function parseDigits(digits: string, base: number): bigint | undefined {
  const pattern = digitPattern.get(base);
  if (!pattern) return parseOddBase(digits, base);
  if (!pattern.test(digits)) return undefined;
  const plain = digits.replaceAll('_', '').replace(base === 10 ? /^$/ : /^0[xob]/, '');
  return BigInt(`${{ 2: '0b', 8: '0o', 16: '0x' }[base] ?? ''}${plain}`);
}

function parseOddBase(digits: string, base: number): bigint | undefined {
  if (base < 2 || base > 36) throw new TemplateError('other', 'int() base must be >= 2 and <= 36, or 0');
  let result = 0n;
  for (const digit of digits.replaceAll('_', '')) {
    const value = Number.parseInt(digit, 36);
    if (!(value < base)) return undefined;
    result = result * BigInt(base) + BigInt(value);
  }
  return result;
}

/** As Python's `float(text)`; undefined when the text is not a number. */
export function parseFloating(text: string): number | undefined {
  const plain = text.trim().toLowerCase();
  const special = /^([+-]?)(inf(?:inity)?|nan)$/.exec(plain);
  if (special) return special[2] === 'nan' ? Number.NaN : special[1] === '-' ? -Infinity : Infinity;
  const pattern = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/;
  return pattern.test(plain) ? Number(plain.replaceAll('_', '')) : undefined;
}
