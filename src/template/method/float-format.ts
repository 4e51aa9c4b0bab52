import { floatRepr, pythonExponent } from '../value/number.ts';
import { fixed, significant } from './decimal.ts';

interface FloatStyle {
  readonly type: string;
  /** Null: 6, or for no type at all the shortest digits. */
  readonly precision: number | null;
  readonly alternate: boolean;
}

/** The digits of a float that is not negative, in one of the styles e E f F g G n %, or '' for Python's own. */
export function floatDigits(value: number, style: FloatStyle): string {
  const digits = lowercaseDigits(value, style);
  return /[EFG]/.test(style.type) ? digits.toUpperCase() : digits;
}

function lowercaseDigits(value: number, style: FloatStyle): string {
  const precision = style.precision ?? 6;
  const type = style.type.toLowerCase();
  if (!Number.isFinite(value)) return floatRepr(value) + (type === '%' ? '%' : '');
  switch (type) {
    case 'e':
      return exponentDigits(value, precision, style);
    case 'f':
      return withPoint(fixed(value, precision), style);
    case '%':
      return `${withPoint(fixed(value * 100, precision), style)}%`;
    case '':
      return style.precision === null ? floatRepr(value) : generalDigits(value, precision, style);
    default:
      return generalDigits(value, precision, style);
  }
}

function withPoint(digits: string, style: FloatStyle): string {
  return style.alternate && !digits.includes('.') ? `${digits}.` : digits;
}

function exponentDigits(value: number, precision: number, style: FloatStyle): string {
  const [digits, exponent] = significant(value, precision);
  const mantissa = precision === 0 ? digits : `${digits.charAt(0)}.${digits.slice(1)}`;
  return pythonExponent(`${withPoint(mantissa, style)}e${exponent < 0 ? '' : '+'}${exponent}`);
}

/** `g`, and the style without a type, which keeps at least one digit after the point. */
function generalDigits(value: number, precision: number, style: FloatStyle): string {
  const count = Math.max(precision, 1);
  const [digits, exponent] = significant(value, count - 1);
  const most = count - (style.type === '' ? 1 : 0);
  const isFixed = exponent >= -4 && exponent + 1 <= most;
  const full = isFixed ? fixedFromDigits(digits, exponent) : exponentDigits(value, count - 1, style);
  const trimmed = style.alternate ? withPoint(full, style) : trimZeros(full);
  return style.type === '' && isFixed && !trimmed.includes('.') ? `${trimmed}.0` : trimmed;
}

function fixedFromDigits(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1);
  return digits.length > exponent + 1 ? `${whole}.${digits.slice(exponent + 1)}` : whole;
}

function trimZeros(digits: string): string {
  const [mantissa = '', exponent] = digits.split('e');
  const trimmed = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  return exponent === undefined ? trimmed : `${trimmed}e${exponent}`;
}
