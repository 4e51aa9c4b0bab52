import { printf } from '../method/printf.ts';
import { TemplateError } from '../template.ts';
import { type BinaryOperator, HostObject, Tuple, type Value } from '../value.ts';
import { arithmetic, negated } from './arithmetic.ts';
import { dictHas } from './dict.ts';
import { equals } from './equal.ts';
import { iterableOf } from './iterate.ts';
import { checkListLength, checkTextLength } from './limit.ts';
import { plainText } from './markup.ts';
import { integral, numeric } from './number.ts';
import { text } from './print.ts';
import { typeName } from './type-name.ts';

/** Python's `a op b`. */
export function binary(op: BinaryOperator, a: Value, b: Value): Value {
  if (op === '+' && typeof a === 'string' && typeof b === 'string') {
    checkTextLength(a.length + b.length);
    return a + b;
  }
  const number = arithmetic(op, a, b);
  if (number !== undefined) return number;
  if (op === '%' && typeof a === 'string') return printf(a, b);
  const result = byHost(op, a, b) ?? bySequence(op, a, b);
  if (result !== undefined) return result;
  const symbol = op === '**' ? '** or pow()' : op;
  throw new TemplateError('type', `unsupported operand type(s) for ${symbol}: '${typeName(a)}' and '${typeName(b)}'`);
}

function byHost(op: BinaryOperator, a: Value, b: Value): Value | undefined {
  const left = a instanceof HostObject ? a.operate(op, b, 'left') : undefined;
  if (left !== undefined) return left;
  return b instanceof HostObject ? b.operate(op, a, 'right') : undefined;
}

function bySequence(op: BinaryOperator, a: Value, b: Value): Value | undefined {
  if (op === '+') return joined(a, b);
  if (op !== '*') return undefined;
  if (isSequence(a)) return repeated(a, b);
  return isSequence(b) ? repeated(b, a) : undefined;
}

function isSequence(value: Value): value is string | Value[] {
  return typeof value === 'string' || Array.isArray(value);
}

function joined(a: Value, b: Value): Value | undefined {
  if (!isSequence(a)) return undefined;
  if (typeName(a) !== typeName(b)) {
    throw new TemplateError('type', `can only concatenate ${typeName(a)} (not "${typeName(b)}") to ${typeName(a)}`);
  }
  const items = (a as Value[]).concat(Array.from(b as Value[]));
  checkListLength(items.length);
  return a instanceof Tuple ? Tuple.from(items) : items;
}

function repeated(sequence: string | Value[], times: Value): Value {
  const count = integral(times);
  if (count === undefined) throw new TemplateError('type', `can't multiply sequence by non-int of type '${typeName(times)}'`);
  const wanted = count > 0 ? Number(count) : 0;
  if (typeof sequence === 'string') {
    checkTextLength(sequence.length * wanted);
    return sequence.repeat(sequence === '' ? 0 : wanted);
  }
  checkListLength(sequence.length * wanted);
  const result: Value[] = sequence instanceof Tuple ? new Tuple() : [];
  if (sequence.length === 0) return result;
  for (let round = 0; round < wanted; round++) for (const item of sequence) result.push(item);
  return result;
}

/** `-v`. */
export function negate(value: Value): Value {
  return negated(value) ?? refuseUnary('-', value);
}

/** `+v`. */
export function positive(value: Value): Value {
  return numeric(value) ?? refuseUnary('+', value);
}

function refuseUnary(sign: '-' | '+', value: Value): Value {
  const result = value instanceof HostObject ? value.operate(sign === '-' ? '*' : '+', sign === '-' ? -1 : 0, 'left') : undefined;
  if (result !== undefined) return result;
  throw new TemplateError('type', `bad operand type for unary ${sign}: '${typeName(value)}'`);
}

/** `a ~ b`. */
export function concat(a: Value, b: Value): string {
  const left = text(a);
  const right = text(b);
  checkTextLength(left.length + right.length);
  return left + right;
}

/** `needle in haystack`. */
export function contains(needle: Value, haystack: Value): boolean {
  if (typeof haystack === 'string') return textContains(plainText(needle), haystack);
  if (haystack instanceof Map) return dictHas(haystack, needle);
  const answer = haystack instanceof HostObject ? haystack.contains(needle) : null;
  if (answer !== null) return answer;
  const items = iterableOf(haystack);
  if (!items) throw new TemplateError('type', `argument of type '${typeName(haystack)}' is not iterable`);
  for (const item of items) if (equals(item, needle)) return true;
  return false;
}

function textContains(needle: Value, haystack: string): boolean {
  if (typeof needle === 'string') return haystack.includes(needle);
  throw new TemplateError('type', `'in <string>' requires string as left operand, not ${typeName(needle)}`);
}
