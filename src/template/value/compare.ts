import { TemplateError } from '../template.ts';
import { Float, HostObject, Tuple, type Value } from '../value.ts';
import { PySet } from './collection.ts';
import { equals } from './equal.ts';
import { numeric } from './number.ts';
import { typeName } from './type-name.ts';

type OrderOperator = '<' | '<=' | '>' | '>=';

/** Python's `a op b`. */
export function compare(op: OrderOperator, a: Value, b: Value): boolean {
  if (typeof a === 'string' && typeof b === 'string') return holds(op, orderTexts(a, b));
  const left = numeric(a);
  const right = numeric(b);
  if (left !== undefined && right !== undefined) return compareNumbers(op, left, right);
  if (Array.isArray(a) && Array.isArray(b) && a instanceof Tuple === b instanceof Tuple) return compareItems(op, a, b);
  if (a instanceof PySet && b instanceof PySet) return compareSets(op, a, b);
  const order = compareHosts(a, b);
  if (order !== undefined) return holds(op, order);
  throw new TemplateError('type', `'${op}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

/** Negative, zero or positive, using only Python's `<`, as its sort does. */
export function order(a: Value, b: Value): number {
  // Array.sort gives the later item first, which Python's messages name first.
  if (compare('<', a, b)) return -1;
  return compare('<', b, a) ? 1 : 0;
}

function holds(op: OrderOperator, order: number): boolean {
  switch (op) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

/** By code point, where JavaScript orders by UTF-16 unit. */
function orderTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let index = 0;
  while (index < length && a.charCodeAt(index) === b.charCodeAt(index)) index++;
  if (index === length) return a.length - b.length;
  return unitOrder(a.charCodeAt(index)) - unitOrder(b.charCodeAt(index));
}

function unitOrder(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}

function compareNumbers(op: OrderOperator, left: number | bigint | Float, right: number | bigint | Float): boolean {
  const a = left instanceof Float ? left.value : left;
  const b = right instanceof Float ? right.value : right;
  switch (op) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}

function compareItems(op: OrderOperator, a: readonly Value[], b: readonly Value[]): boolean {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a[index] as Value;
    const right = b[index] as Value;
    if (!equals(left, right)) return compare(op, left, right);
  }
  return holds(op, a.length - b.length);
}

function compareSets(op: OrderOperator, a: PySet, b: PySet): boolean {
  const [small, large] = op[0] === '<' ? [a, b] : [b, a];
  return small.isSubset(large) && (op.length === 2 || small.size() < large.size());
}

function compareHosts(a: Value, b: Value): number | undefined {
  const order = a instanceof HostObject ? a.compare(b) : undefined;
  if (order !== undefined || !(b instanceof HostObject)) return order;
  const reversed = b.compare(a);
  return reversed === undefined ? undefined : -reversed;
}
