import { isMap, nodeOf, type Tree, type TreeMap } from './tree.ts';

/**
 * The parser takes `select … where x > (select 1) union select …` for a comparison with a union. Gives the union of the two selects,
 * or null when the select is as it should be. Other set operations in that place remain, and are not understood.
 */
export function liftedSet(select: TreeMap): TreeMap | null {
  for (const clause of ['qualify', 'having', 'where_clause']) {
    const condition = select[clause];
    if (!isMap(condition) || condition['this'] === undefined) continue;
    const found = split(condition['this'] ?? null);
    if (found === null) return null;
    const { with: tables = null, ...rest } = select;
    const left = { select: { ...rest, [clause]: { ...condition, this: found.condition } } };
    return { ...found.union(left), with: tables };
  }
  return null;
}

interface Split {
  /** The condition as it was meant. */
  readonly condition: Tree;
  /** Of the select that the condition belongs to and what follows. */
  union(select: Tree): TreeMap;
}

/** Follows the last operand. */
function split(tree: Tree): Split | null {
  const node = nodeOf(tree);
  if (node === null) return null;
  const { kind, body } = node;
  if (kind === 'union') {
    const left = body['left'] ?? null;
    if (nodeOf(left)?.kind === 'subquery') return { condition: left, union: select => ({ ...body, left: select }) };
    // In a chain, the first part belongs to the condition.
    const inner = nodeOf(left)?.kind === 'union' ? split(left) : null;
    return inner === null ? null : { ...inner, union: select => ({ ...body, left: { union: inner.union(select) } }) };
  }
  const last = ['right', 'high', 'this'].find(key => nodeOf(body[key]) !== null);
  if (last === undefined || kind === 'subquery' || kind === 'paren' || kind === 'exists' || kind === 'in') return null;
  const found = split(body[last] ?? null);
  return found === null ? null : { ...found, condition: { [kind]: { ...body, [last]: found.condition } } };
}
