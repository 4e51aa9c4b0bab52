import { TemplateError } from '../template.ts';
import { plainText } from '../value/markup.ts';
import { integral } from '../value/number.ts';
import { typeName } from '../value/type-name.ts';
import type { Value } from '../value.ts';

/** A str argument; fails with Python's TypeError otherwise. */
export function textArgument(value: Value, message = 'must be str'): string {
  const text = plainText(value);
  if (typeof text === 'string') return text;
  throw new TemplateError('type', `${message}, not ${text === null ? 'None' : typeName(text)}`);
}

/** An int argument as a number, clamped to the safe integers; fails with Python's TypeError otherwise. */
export function countArgument(value: Value | undefined, absent: number): number {
  if (value === undefined) return absent;
  const count = integral(value);
  if (count === undefined) throw new TemplateError('type', `'${typeName(value)}' object cannot be interpreted as an integer`);
  if (typeof count === 'number') return count;
  return count > 0n ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER;
}

/** Slice bounds as `start` and `stop` arguments give them (None or absent: the end). A start beyond the end stays beyond. */
export function windowArguments(length: number, start: Value | undefined, stop: Value | undefined): readonly [number, number] {
  const fromStart = (bound: number) => Math.max(bound < 0 ? bound + length : bound, 0);
  const to = Math.min(fromStart(countArgument(stop ?? undefined, length)), length);
  return [fromStart(countArgument(start ?? undefined, 0)), to];
}
