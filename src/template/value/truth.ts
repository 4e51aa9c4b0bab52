import { Float, HostObject, type Value } from '../value.ts';

/** Python's `bool(v)`. */
export function isTrue(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'object') return typeof value === 'number' ? value !== 0 : Boolean(value);
  if (value === null) return false;
  if (value instanceof HostObject) return value.truthy();
  if (value instanceof Float) return value.value !== 0;
  return Array.isArray(value) ? value.length > 0 : value.size > 0;
}
