import { TemplateError } from '../template.ts';
import { integral, isFloat } from '../value/number.ts';
import { typeName } from '../value/type-name.ts';
import { Float, type Value } from '../value.ts';

/** An argument that must be an int. Booleans are, as in Python. */
export function integerOf(value: Value): number {
  const integer = integral(value);
  if (integer === undefined) throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  return Number(integer);
}

/** An argument that must be an int or a float. */
export function numberOf(value: Value): number {
  if (value instanceof Float) return value.value;
  return isFloat(value) ? (value as number) : integerOf(value);
}

export function stringOf(value: Value, name: string): string {
  if (typeof value === 'string') return value;
  throw typeError(`${name} must be str, not ${typeName(value)}`);
}

export const typeError = (message: string): TemplateError => new TemplateError('type', message);
export const valueError = (message: string): TemplateError => new TemplateError('other', message);
