import { countArgument } from '../method/argument.ts';
import { fixed, roundFloat } from '../method/decimal.ts';
import { TemplateError } from '../template.ts';
import { compare } from '../value/compare.ts';
import { plainText } from '../value/markup.ts';
import { float, type Int, int, isInt, numeric, parseFloating, parseInteger, toNumber } from '../value/number.ts';
import { binary, negate } from '../value/operator.ts';
import { text } from '../value/print.ts';
import { isTrue } from '../value/truth.ts';
import { typeName } from '../value/type-name.ts';
import { Undefined } from '../value/undefined.ts';
import { Float, HostObject, type Value } from '../value.ts';
import { filterTable } from './table.ts';

type Argument = Value | undefined;

/** What takes part in arithmetic, and objects that are numbers, such as decimals. */
const numberOf = (value: Value): Int | Float | undefined =>
  numeric(value) ?? (value instanceof HostObject ? (value.number() ?? undefined) : undefined);

function absolute(value: Value): Value {
  const number = numeric(value);
  if (number === undefined) {
    if (value instanceof Undefined) value.fail();
    const flipped = value instanceof HostObject ? value.operate('*', -1, 'left') : undefined;
    if (flipped !== undefined) return compare('<', value, flipped) ? flipped : value;
    throw new TemplateError('type', `bad operand type for abs(): '${typeName(value)}'`);
  }
  return compare('<', number, 0) ? negate(number) : number;
}

/** Python's `int(float)`; undefined when the float is not finite. */
function truncated(value: number): Int | undefined {
  return Number.isFinite(value) ? int(Math.trunc(value)) : undefined;
}

function toInt(given: Value, fallback: Argument, base: Argument): Value {
  const value = plainText(given);
  if (value instanceof Undefined) value.fail();
  const otherwise = fallback ?? (fallback === null ? null : 0);
  if (typeof value !== 'string') {
    const number = numberOf(value);
    if (number === undefined) return otherwise;
    return isInt(number) ? number : (truncated(toNumber(number)) ?? otherwise);
  }
  const parsed = parseInteger(value, countArgument(base, 10));
  if (parsed !== undefined) return parsed;
  const floating = parseFloating(value);
  return (floating === undefined ? undefined : truncated(floating)) ?? otherwise;
}

function toFloat(given: Value, fallback: Argument): Value {
  const value = plainText(given);
  if (value instanceof Undefined) value.fail();
  const number = typeof value === 'string' ? parseFloating(value) : numberOf(value);
  if (number === undefined) return fallback ?? (fallback === null ? null : new Float(0));
  return float(toNumber(number));
}

function round(value: Value, precision: Argument, method: Argument): Value {
  const digits = countArgument(precision, 0);
  const number = numberOf(value);
  if (number === undefined) {
    if (value instanceof Undefined) value.fail();
    throw new TemplateError('type', `type ${typeName(value)} doesn't define __round__ method`);
  }
  if (method === undefined || method === 'common') return roundHalfEven(number, digits);
  if (method !== 'ceil' && method !== 'floor') throw new TemplateError('other', 'method must be common, ceil or floor');
  const scale = binary('**', 10, digits);
  const scaled = toNumber(numeric(binary('*', number, scale)) ?? 0);
  return binary('/', int(Math[method](scaled)), scale);
}

function roundHalfEven(number: Int | Float, digits: number): Value {
  if (!isInt(number)) return float(roundFloat(toNumber(number), digits));
  if (digits >= 0) return number;
  const unit = 10n ** BigInt(Math.min(-digits, 400));
  const size = BigInt(number) < 0n ? -BigInt(number) : BigInt(number);
  const rest = size % unit;
  const down = size - rest;
  const roundsUp = rest * 2n > unit || (rest * 2n === unit && (down / unit) % 2n === 1n);
  const rounded = roundsUp ? down + unit : down;
  return int(BigInt(number) < 0n ? -rounded : rounded);
}

const decimalUnits = ['kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];
const binaryUnits = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'];

function fileSize(value: Value, binaryUnit: Argument): string {
  const isBinary = binaryUnit !== undefined && isTrue(binaryUnit);
  const size = typeof value === 'string' ? parseFloating(value) : numeric(value);
  if (size === undefined) throw new TemplateError('other', `could not convert ${text(value)} to a number of bytes`);
  const bytes = toNumber(size);
  const base = isBinary ? 1024 : 1000;
  if (bytes === 1) return '1 Byte';
  if (bytes < base) return `${int(Math.trunc(bytes))} Bytes`;
  const units = isBinary ? binaryUnits : decimalUnits;
  let power = 1;
  while (power < units.length && bytes >= base ** (power + 1)) power++;
  return `${fixed(bytes / base ** power, 1)} ${units[power - 1]}`;
}

export const numberFilters = filterTable({
  abs: [[], absolute],
  filesizeformat: [['binary?'], fileSize],
  float: [['default?'], toFloat],
  int: [['default?', 'base?'], toInt],
  round: [['precision?', 'method?'], round],
});
