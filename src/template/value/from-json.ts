import { TemplateError } from '../template.ts';
import { Float, HostObject, type Value, type ValueMap } from '../value.ts';
import { iterableOf } from './iterate.ts';
import { int } from './number.ts';
import { text } from './print.ts';
import { Undefined } from './undefined.ts';

/** Plain JavaScript data as a value: objects and Maps become dicts, undefined becomes None. A value stays as it is. */
export function fromPlain(data: unknown): Value {
  if (data === null || data === undefined) return null;
  if (typeof data === 'string' || typeof data === 'boolean') return data;
  if (typeof data === 'bigint') return int(data);
  if (typeof data === 'number') return Number.isInteger(data) && !Number.isSafeInteger(data) ? new Float(data) : data;
  if (data instanceof HostObject || data instanceof Float) return data;
  if (Array.isArray(data)) return data.map(fromPlain);
  if (typeof data === 'object') return dictOf(data instanceof Map ? data : Object.entries(data));
  throw new TemplateError('other', `a ${typeof data} cannot be a value of a template`);
}

function dictOf(entries: Iterable<readonly [unknown, unknown]>): ValueMap {
  const map: ValueMap = new Map();
  for (const [key, value] of entries) map.set(fromPlain(key), fromPlain(value));
  return map;
}

/** A value as plain JavaScript data: dicts become objects (keys as text), Undefined null, other objects lists or their text. */
export function toPlain(value: Value): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Float) return value.value;
  if (Array.isArray(value)) return Array.from(value, toPlain);
  if (value instanceof Map) return Object.fromEntries(Array.from(value, ([key, entry]) => [text(key), toPlain(entry)]));
  if (value instanceof Undefined) return null;
  const items = value.typeName === 'Markup' ? null : iterableOf(value);
  return items ? Array.from(items, toPlain) : value.text();
}
