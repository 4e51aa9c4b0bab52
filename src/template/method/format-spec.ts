import { TemplateError } from '../template.ts';
import { checkTextLength } from '../value/limit.ts';
import { type Int, integral, isFloat, toNumber } from '../value/number.ts';
import { text } from '../value/print.ts';
import { characters, textLength } from '../value/text.ts';
import { typeName } from '../value/type-name.ts';
import { HostObject, type Value } from '../value.ts';
import { floatDigits } from './float-format.ts';

/** Python's format specification mini-language, parsed. */
interface FormatSpec {
  readonly fill: string;
  readonly align: '<' | '>' | '^' | '=' | '';
  readonly sign: '+' | '-' | ' ' | '';
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: ',' | '_' | '';
  /** Null when not written. */
  readonly precision: number | null;
  readonly type: string;
}

const pattern = /^(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/su;

function parseSpec(spec: string, owner: string): FormatSpec {
  const match = pattern.exec(spec);
  if (!match) throw new TemplateError('other', `Invalid format specifier '${spec}' for object of type '${owner}'`);
  const [, fill, align, sign, , alternate, zero, width, grouping, precision, type] = match;
  const parsed: FormatSpec = {
    fill: fill ?? (zero ? '0' : ' '),
    align: (align ?? (zero ? '=' : '')) as FormatSpec['align'],
    sign: (sign ?? '') as FormatSpec['sign'],
    alternate: alternate !== undefined,
    width: Number(width ?? 0),
    grouping: (grouping ?? '') as FormatSpec['grouping'],
    precision: precision === undefined ? null : Number(precision),
    type: type ?? '',
  };
  checkTextLength(Math.max(parsed.width, parsed.precision ?? 0));
  return parsed;
}

/** Python's `format(value, spec)`. */
export function formatValue(value: Value, spec: string): string {
  if (spec === '') return text(value);
  if (typeof value === 'string') return formatString(value, parseSpec(spec, 'str'));
  const int = integral(value);
  if (int !== undefined) return formatInt(int, parseSpec(spec, 'int'), typeName(value));
  if (isFloat(value)) return formatFloat(toNumber(value), parseSpec(spec, 'float'));
  const own = value instanceof HostObject ? value.format(spec) : null;
  if (own !== null) return own;
  throw new TemplateError('type', `unsupported format string passed to ${typeName(value)}.__format__`);
}

function unknownCode(type: string, owner: string): TemplateError {
  return new TemplateError('other', `Unknown format code '${type}' for object of type '${owner}'`);
}

function formatString(value: string, spec: FormatSpec): string {
  if (spec.type !== '' && spec.type !== 's') throw unknownCode(spec.type, 'str');
  if (spec.sign !== '') throw new TemplateError('other', 'Sign not allowed in string format specifier');
  // A zero before the width pads a text on the right.
  if (spec.align === '=' && spec.fill !== '0') {
    throw new TemplateError('other', "'=' alignment not allowed in string format specifier");
  }
  const cut = spec.precision === null ? value : characters(value).slice(0, spec.precision).join('');
  return aligned('', cut, { ...spec, align: spec.align === '' || spec.align === '=' ? '<' : spec.align });
}

const bases: Readonly<Record<string, readonly [base: number, prefix: string]>> = {
  '': [10, ''],
  d: [10, ''],
  n: [10, ''],
  b: [2, '0b'],
  o: [8, '0o'],
  x: [16, '0x'],
  X: [16, '0X'],
};

function formatInt(value: Int, spec: FormatSpec, owner: string): string {
  if (/^[eEfFgG%]$/.test(spec.type)) return formatFloat(toNumber(value), spec);
  if (spec.precision !== null) throw new TemplateError('other', 'Precision not allowed in integer format specifier');
  if (spec.type === 'c') return aligned('', String.fromCodePoint(Number(value)), { ...spec, align: spec.align || '<' });
  const base = bases[spec.type];
  if (!base) throw unknownCode(spec.type, owner);
  const digits = (value < 0 ? -BigInt(value) : BigInt(value)).toString(base[0]);
  const sign = signOf(value < 0 ? 'negative' : 'positive', spec) + (spec.alternate ? base[1] : '');
  return numberField(sign, spec.type === 'X' ? digits.toUpperCase() : digits, spec, base[0] === 10 ? 3 : 4);
}

function formatFloat(value: number, spec: FormatSpec): string {
  if (!/^[eEfFgGn%]?$/.test(spec.type)) throw unknownCode(spec.type, 'float');
  const sign = signOf(value < 0 || Object.is(value, -0) ? 'negative' : 'positive', spec);
  return numberField(sign, floatDigits(Math.abs(value), spec), spec, 3);
}

function signOf(which: 'negative' | 'positive', spec: FormatSpec): string {
  if (which === 'negative') return '-';
  return spec.sign === '-' ? '' : spec.sign;
}

function numberField(sign: string, digits: string, spec: FormatSpec, groupSize: number): string {
  const field = { ...spec, align: spec.align || '>' } as const;
  const match = groupSize === 4 ? [digits, digits, ''] : /^(\d+)(.*)$/s.exec(digits);
  // `inf` and `nan` have no digits to group.
  if (spec.grouping === '' || !match) return aligned(sign, digits, field);
  const [, whole = '', rest = ''] = match;
  const least = spec.align === '=' && spec.fill === '0' ? spec.width - sign.length - rest.length : 0;
  return aligned(sign, grouped(whole, spec.grouping, groupSize, least) + rest, field);
}

/** Groups digits, with zeros in front until at least `least` characters are there. */
function grouped(digits: string, separator: string, size: number, least: number): string {
  let padded = digits;
  const lengthOf = (count: number) => count + Math.floor((count - 1) / size);
  while (lengthOf(padded.length) < least) padded = `0${padded}`;
  return padded.replace(new RegExp(`\\B(?=(?:\\w{${size}})+$)`, 'g'), separator);
}

function aligned(sign: string, body: string, spec: FormatSpec): string {
  const missing = Math.max(0, spec.width - textLength(sign) - textLength(body));
  switch (spec.align) {
    case '<':
      return sign + body + spec.fill.repeat(missing);
    case '^':
      return spec.fill.repeat(Math.floor(missing / 2)) + sign + body + spec.fill.repeat(Math.ceil(missing / 2));
    case '=':
      return sign + spec.fill.repeat(missing) + body;
    default:
      return spec.fill.repeat(missing) + sign + body;
  }
}
