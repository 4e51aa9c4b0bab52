import { TemplateError } from '../template.ts';
import { type BinaryOperator, Float, type Value } from '../value.ts';
import { checkIntegerBits } from './limit.ts';
import { float, type Int, int, isInt, numeric, toNumber } from './number.ts';

/** `a op b` of two numbers (bools count as ints); undefined when one is not a number. */
export function arithmetic(op: BinaryOperator, a: Value, b: Value): Value | undefined {
  const left = numeric(a);
  const right = numeric(b);
  if (left === undefined || right === undefined) return undefined;
  if (isInt(left) && isInt(right)) return ofInts(op, left, right);
  return float(ofFloats(op, toNumber(left), toNumber(right)));
}

function ofInts(op: BinaryOperator, a: Int, b: Int): Value {
  if (op === '/') return divideInts(a, b);
  if (op === '**') return power(a, b);
  if ((op === '//' || op === '%') && Number(b) === 0) {
    throw new TemplateError('other', op === '%' ? 'integer modulo by zero' : 'integer division or modulo by zero');
  }
  if (typeof a === 'number' && typeof b === 'number') {
    const result = smallInts(op, a, b);
    // Adding 0 makes 0 of -0.
    if (Number.isSafeInteger(result)) return result + 0;
  }
  return int(bigInts(op, BigInt(a), BigInt(b)));
}

function smallInts(op: '+' | '-' | '*' | '//' | '%', a: number, b: number): number {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '%':
      return modulo(a, b);
    case '//':
      // Exact, where Math.floor(a / b) would round.
      return (a - modulo(a, b)) / b;
  }
}

function modulo(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

function bigInts(op: '+' | '-' | '*' | '//' | '%', a: bigint, b: bigint): bigint {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      checkIntegerBits(bitLength(a) + bitLength(b));
      return a * b;
    case '%': {
      const rest = a % b;
      return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
    }
    case '//': {
      const rest = a % b;
      return rest !== 0n && rest < 0n !== b < 0n ? a / b - 1n : a / b;
    }
  }
}

function divideInts(a: Int, b: Int): Value {
  if (Number(b) === 0) throw new TemplateError('other', 'division by zero');
  const [left, right] = [Number(a), Number(b)];
  if (Number.isFinite(left) && Number.isFinite(right)) return float(left / right);
  // Beyond all floats: their quotient with more bits than a float holds, scaled back.
  const shift = 80 - bitLength(a) + bitLength(b);
  const quotient = shift < 0 ? (BigInt(a) >> BigInt(-shift)) / BigInt(b) : (BigInt(a) << BigInt(shift)) / BigInt(b);
  const result = Number(quotient) * 2 ** -shift;
  if (Number.isFinite(result)) return float(result);
  throw new TemplateError('other', 'integer division result too large for a float');
}

export function bitLength(value: Int): number {
  const magnitude = value < 0 ? -BigInt(value) : BigInt(value);
  return magnitude === 0n ? 0 : magnitude.toString(2).length;
}

function power(base: Int, exponent: Int): Value {
  if (exponent < 0) return float(floatPower(toNumber(base), toNumber(exponent)));
  const result = Number(base) ** Number(exponent);
  if (Number.isSafeInteger(result)) return result + 0;
  const bits = bitLength(base);
  if (bits > 1) checkIntegerBits(bits * Number(exponent));
  return int(BigInt(base) ** BigInt(exponent));
}

function ofFloats(op: BinaryOperator, a: number, b: number): number {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      if (b === 0) throw new TemplateError('other', 'float division by zero');
      return a / b;
    case '//':
      if (b === 0) throw new TemplateError('other', 'float floor division by zero');
      return floatFloorDivide(a, b);
    case '%':
      if (b === 0) throw new TemplateError('other', 'float modulo');
      return floatModulo(a, b);
    case '**':
      return floatPower(a, b);
  }
}

function floatModulo(a: number, b: number): number {
  const rest = modulo(a, b);
  if (rest !== 0) return rest;
  return b < 0 ? -0 : 0;
}

function floatFloorDivide(a: number, b: number): number {
  const quotient = (a - floatModulo(a, b)) / b;
  if (quotient === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

function floatPower(base: number, exponent: number): number {
  if (base === 1 || exponent === 0) return 1;
  if (base === -1 && Math.abs(exponent) === Infinity) return 1;
  if (base === 0 && exponent < 0) throw new TemplateError('other', '0.0 cannot be raised to a negative power');
  if (base < 0 && Number.isFinite(base) && Number.isFinite(exponent) && !Number.isInteger(exponent)) {
    throw new TemplateError('other', 'a negative number cannot be raised to a fractional power');
  }
  const result = base ** exponent;
  if (!Number.isFinite(result) && Number.isFinite(base) && Number.isFinite(exponent)) {
    throw new TemplateError('other', "(34, 'Numerical result out of range')");
  }
  return result;
}

/** `-v` of a number; undefined when it is not one. */
export function negated(value: Value): Value | undefined {
  const number = numeric(value);
  if (number === undefined) return undefined;
  if (number instanceof Float) return new Float(-number.value);
  return typeof number === 'bigint' ? int(-number) : Number.isInteger(number) ? 0 - number : -number;
}
