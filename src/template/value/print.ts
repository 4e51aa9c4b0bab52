import { Float, HostObject, Tuple, type Value, type ValueMap } from '../value.ts';
import { floatRepr } from './number.ts';
import { textRepr } from './text.ts';

/** What `{{ v }}` prints: Python's `str(v)`. */
export function text(value: Value): string {
  if (typeof value === 'string') return value;
  return value instanceof HostObject ? value.text() : repr(value);
}

/** Python's `repr(v)`: what a value looks like inside a printed list. */
export function repr(value: Value): string {
  return reprWithin(value, []);
}

function reprWithin(value: Value, ancestors: readonly Value[]): string {
  switch (typeof value) {
    case 'string':
      return textRepr(value);
    case 'boolean':
      return value ? 'True' : 'False';
    case 'number':
      return Number.isInteger(value) ? String(value) : floatRepr(value);
    case 'bigint':
      return String(value);
    default:
      return value === null ? 'None' : objectRepr(value, ancestors);
  }
}

function objectRepr(value: Float | Value[] | ValueMap | HostObject, ancestors: readonly Value[]): string {
  if (value instanceof HostObject) return value.repr();
  if (value instanceof Float) return floatRepr(value.value);
  // A container that holds itself.
  if (ancestors.includes(value)) return Array.isArray(value) ? '[...]' : '{...}';
  const inside = [...ancestors, value];
  if (!Array.isArray(value)) return dictRepr(value, inside);
  const items = Array.from(value, item => reprWithin(item, inside)).join(', ');
  if (!(value instanceof Tuple)) return `[${items}]`;
  return value.length === 1 ? `(${items},)` : `(${items})`;
}

function dictRepr(map: ValueMap, inside: readonly Value[]): string {
  const entries: string[] = [];
  for (const [key, value] of map) entries.push(`${reprWithin(key, inside)}: ${reprWithin(value, inside)}`);
  return `{${entries.join(', ')}}`;
}
