import { TemplateError } from '../template.ts';
import { HostObject, type Value, type ValueMap } from '../value.ts';
import { characters, textLength } from './text.ts';
import { typeName } from './type-name.ts';

/** What a `for` walks over. Fails with Python's TypeError when `value` is not iterable. */
export function iterate(value: Value): Iterable<Value> {
  const items = iterableOf(value);
  if (items) return items;
  throw new TemplateError('type', `'${typeName(value)}' object is not iterable`);
}

/** Null when `value` is not iterable. */
export function iterableOf(value: Value): Iterable<Value> | null {
  if (typeof value === 'string') return characters(value);
  if (Array.isArray(value)) return value;
  if (value instanceof Map) return dictKeys(value);
  return value instanceof HostObject ? value.iterate() : null;
}

/** All items at once, as a new list. */
export function items(value: Value): Value[] {
  // Array.from of a Tuple makes a plain list.
  return Array.from(iterate(value));
}

/** Fails as Python does when the dict grows while it is walked, which would otherwise never end. */
export function* dictKeys(map: ValueMap): Generator<Value, undefined> {
  const size = map.size;
  for (const key of map.keys()) {
    yield key;
    if (map.size !== size) throw new TemplateError('other', 'dictionary changed size during iteration');
  }
}

/** Python's `len(v)`; null when it has none. */
export function sizeOf(value: Value): number | null {
  if (typeof value === 'string') return textLength(value);
  if (Array.isArray(value)) return value.length;
  if (value instanceof Map) return value.size;
  return value instanceof HostObject ? value.size() : null;
}

/** Python's `len(v)`, with its TypeError. */
export function length(value: Value): number {
  const size = sizeOf(value);
  if (size === null) throw new TemplateError('type', `object of type '${typeName(value)}' has no len()`);
  return size;
}
