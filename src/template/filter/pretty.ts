import { compare } from '../value/compare.ts';
import { repr } from '../value/print.ts';
import { Tuple, type Value, type ValueMap } from '../value.ts';

const lineWidth = 80;

/** Python's `pprint.pformat`: one line when it fits, else one item a line; dicts sorted by key. */
export function prettyText(value: Value): string {
  return pretty(value, 0, 0);
}

/** `after` counts the closing characters that must fit on the last line too. */
function pretty(value: Value, indent: number, after: number): string {
  const flat = flatText(value);
  if (flat.length <= lineWidth - indent - after) return flat;
  if (value instanceof Map) return prettyDict(value, indent, after);
  if (!Array.isArray(value) || value.length === 0) return flat;
  const [open, close] = value instanceof Tuple ? ['(', value.length === 1 ? ',)' : ')'] : ['[', ']'];
  const lines = Array.from(value, (item, index) => {
    const isLast = index === value.length - 1;
    return pretty(item, indent + 1, isLast ? after + close.length : 1);
  });
  return open + lines.join(`,\n${' '.repeat(indent + 1)}`) + close;
}

function prettyDict(map: ValueMap, indent: number, after: number): string {
  const entries = sortedEntries(map);
  const lines = entries.map(([key, value], index) => {
    const label = `${repr(key)}: `;
    return label + pretty(value, indent + 1 + label.length, index === entries.length - 1 ? after + 1 : 1);
  });
  return `{${lines.join(`,\n${' '.repeat(indent + 1)}`)}}`;
}

function flatText(value: Value): string {
  if (value instanceof Map)
    return `{${sortedEntries(value)
      .map(([key, entry]) => `${repr(key)}: ${flatText(entry)}`)
      .join(', ')}}`;
  if (!Array.isArray(value) || value.length === 0) return repr(value);
  const inside = Array.from(value, flatText).join(', ');
  if (!(value instanceof Tuple)) return `[${inside}]`;
  return value.length === 1 ? `(${inside},)` : `(${inside})`;
}

function sortedEntries(map: ValueMap): [Value, Value][] {
  return Array.from(map).sort(([a], [b]) => keyOrder(a, b));
}

/** Keys that Python cannot order keep their order. */
function keyOrder(a: Value, b: Value): number {
  try {
    return compare('<', a, b) ? -1 : Number(compare('<', b, a));
  } catch {
    return 0;
  }
}
