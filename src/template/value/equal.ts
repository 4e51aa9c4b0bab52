import { Float, HostObject, Tuple, type Value, type ValueMap } from '../value.ts';
import { dictGet } from './dict.ts';
import { numeric } from './number.ts';

export { dictFrom, dictSet } from './dict.ts';

/** Python's `a == b`. */
export function equals(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a instanceof HostObject) return a.equals(b);
  if (b instanceof HostObject) return b.equals(a);
  if (Array.isArray(a)) return Array.isArray(b) && a instanceof Tuple === b instanceof Tuple && sameItems(a, b);
  if (a instanceof Map) return b instanceof Map && sameEntries(a, b);
  const left = numeric(a);
  const right = numeric(b);
  return left !== undefined && right !== undefined && sameNumber(unwrap(left), unwrap(right));
}

function unwrap(value: number | bigint | Float): number | bigint {
  return value instanceof Float ? value.value : value;
}

function sameNumber(a: number | bigint, b: number | bigint): boolean {
  if (typeof a === typeof b) return a === b;
  // One is a float, which equals the other only when it is whole.
  return Number.isInteger(Number(a)) && Number.isInteger(Number(b)) && BigInt(a) === BigInt(b);
}

function sameItems(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((item, index) => equals(item, b[index] as Value));
}

function sameEntries(a: ValueMap, b: ValueMap): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) {
    const other = dictGet(b, key);
    if (other === undefined || !equals(value, other)) return false;
  }
  return true;
}
