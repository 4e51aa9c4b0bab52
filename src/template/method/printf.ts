import { TemplateError } from '../template.ts';
import { ownItem } from '../value/access.ts';
import { dictGet } from '../value/dict.ts';
import { checkTextLength } from '../value/limit.ts';
import { type Int, int, integral, numeric, toNumber } from '../value/number.ts';
import { repr, text } from '../value/print.ts';
import { characters, textLength } from '../value/text.ts';
import { typeName } from '../value/type-name.ts';
import { Float, HostObject, Tuple, type Value } from '../value.ts';
import { floatDigits } from './float-format.ts';
import { asciiRepr } from './format.ts';

const directive = /%(?:\(((?:[^()]|\([^()]*\))*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d*))?[hlL]?(.)?/gsu;

interface Directive {
  readonly flags: string;
  readonly width: number;
  /** Null when not written. */
  readonly precision: number | null;
  readonly type: string;
}

/** Hands out the right operand of `%` piece by piece. */
interface Operand {
  next(): Value;
  /** Whether something is left that a directive should have used. */
  hasRest(): boolean;
}

/** Python's `format % operand`. */
export function printf(format: string, operand: Value): string {
  const operands = operandOf(operand);
  let length = format.length;
  const result = format.replace(directive, (written, key, flags, width, precision, type, offset) => {
    if (type === undefined) throw new TemplateError('other', 'incomplete format');
    if (type === '%') return '%';
    const source = key === undefined ? operands : keyed(operand, key);
    const parsed = measured({ flags, width, precision, type }, source);
    const piece = formatPiece(source.next(), parsed, offset + written.length - 1);
    length += piece.length;
    checkTextLength(length);
    return piece;
  });
  // A mapping may have keys that the format does not use.
  if (operands.hasRest()) throw new TemplateError('type', 'not all arguments converted during string formatting');
  return result;
}

function operandOf(operand: Value): Operand {
  const values = operand instanceof Tuple ? operand : [operand];
  const isMapping = !(operand instanceof Tuple) && typeof operand === 'object' && operand !== null && !(operand instanceof Float);
  let used = 0;
  return {
    next() {
      const value = values[used++];
      if (value === undefined) throw new TemplateError('type', 'not enough arguments for format string');
      return value;
    },
    hasRest: () => used < values.length && !isMapping,
  };
}

function keyed(operand: Value, key: string): Operand {
  if (!(operand instanceof Map || operand instanceof HostObject)) throw new TemplateError('type', 'format requires a mapping');
  const value = operand instanceof Map ? dictGet(operand, key) : ownItem(operand, key);
  if (value === undefined) throw new TemplateError('other', `KeyError: ${repr(key)}`);
  return { next: () => value, hasRest: () => false };
}

type Written = { readonly flags: string; readonly width?: string; readonly precision?: string; readonly type: string };

function measured(written: Written, operands: Operand): Directive {
  const width = written.width === '*' ? starValue(operands.next()) : Number(written.width ?? 0);
  const precision = written.precision === '*' ? starValue(operands.next()) : Number(written.precision ?? 0);
  checkTextLength(Math.max(Math.abs(width), precision));
  return {
    flags: width < 0 ? `${written.flags}-` : written.flags,
    width: Math.abs(width),
    precision: written.precision === undefined ? null : Math.max(precision, 0),
    type: written.type,
  };
}

function starValue(value: Value): number {
  const count = integral(value);
  if (count === undefined) throw new TemplateError('type', '* wants int');
  return Number(count);
}

function formatPiece(value: Value, directive: Directive, index: number): string {
  switch (directive.type) {
    case 's':
      return textPiece(text(value), directive);
    case 'r':
      return textPiece(repr(value), directive);
    case 'a':
      return textPiece(asciiRepr(value), directive);
    case 'c':
      return padded('', characterOf(value), { ...directive, flags: directive.flags.replaceAll('0', '') });
    default:
      return numberPiece(value, directive, index);
  }
}

function textPiece(value: string, directive: Directive): string {
  const cut = directive.precision === null ? value : characters(value).slice(0, directive.precision).join('');
  return padded('', cut, { ...directive, flags: directive.flags.replaceAll('0', '') });
}

function characterOf(value: Value): string {
  if (typeof value === 'string' && textLength(value) === 1) return value;
  const code = integral(value);
  if (code === undefined) throw new TemplateError('type', '%c requires int or char');
  return String.fromCodePoint(Number(code));
}

function numberPiece(value: Value, directive: Directive, index: number): string {
  const { type, flags } = directive;
  if (!/^[diuoxXeEfFgG]$/.test(type)) {
    const code = (type.codePointAt(0) ?? 0).toString(16);
    throw new TemplateError('other', `unsupported format character '${type}' (0x${code}) at index ${index}`);
  }
  const isFloatStyle = /^[eEfFgG]$/.test(type);
  const number = isFloatStyle ? floatOperand(value) : intOperand(value, type);
  const isNegative = number < 0 || Object.is(number, -0);
  const sign = isNegative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const digits = isFloatStyle
    ? floatDigits(Math.abs(Number(number)), { type, precision: directive.precision, alternate: flags.includes('#') })
    : intDigits(number, directive);
  const prefix = flags.includes('#') ? ({ o: '0o', x: '0x', X: '0X' }[type] ?? '') : '';
  return padded(sign + prefix, digits, directive);
}

function floatOperand(value: Value): number {
  const number = numeric(value);
  if (number === undefined) throw new TemplateError('type', `must be real number, not ${typeName(value)}`);
  return toNumber(number);
}

function intOperand(value: Value, type: string): Int {
  const number = numeric(value);
  const isDecimal = /^[diu]$/.test(type);
  if (number === undefined || (!isDecimal && integral(value) === undefined)) {
    const wanted = isDecimal ? 'a real number' : 'an integer';
    throw new TemplateError('type', `%${type} format: ${wanted} is required, not ${typeName(value)}`);
  }
  const whole = integral(number);
  return whole ?? truncate(toNumber(number));
}

/** Python's `int(float)`. */
function truncate(value: number): Int {
  if (Number.isNaN(value)) throw new TemplateError('other', 'cannot convert float NaN to integer');
  if (!Number.isFinite(value)) throw new TemplateError('other', 'cannot convert float infinity to integer');
  return int(Math.trunc(value));
}

function intDigits(value: Int, directive: Directive): string {
  const base = { o: 8, x: 16, X: 16 }[directive.type] ?? 10;
  const digits = (value < 0 ? -BigInt(value) : BigInt(value)).toString(base).padStart(directive.precision ?? 0, '0');
  return directive.type === 'X' ? digits.toUpperCase() : digits;
}

function padded(sign: string, body: string, { flags, width }: Directive): string {
  const missing = Math.max(0, width - textLength(sign) - textLength(body));
  if (flags.includes('-')) return sign + body + ' '.repeat(missing);
  return flags.includes('0') ? sign + '0'.repeat(missing) + body : ' '.repeat(missing) + sign + body;
}
