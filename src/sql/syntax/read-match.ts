import type { Item, Relation, Select } from '../query.ts';
import { call } from './read-expression.ts';
import { everything, selectOf } from './read-query.ts';
import type { Reader } from './reader.ts';
import { childNodes, isMap, listOf, nameOf, nodeOf, type Tree, type TreeMap, textOf } from './tree.ts';

/** `match_recognize (…)` as the select that gives the same columns. */
export function readMatch(body: TreeMap, reader: Reader): Relation {
  const rows = textOf(body['rows']);
  const variables = new Set(
    textOf(body['pattern'])
      .toLowerCase()
      .match(/[\p{L}_][\p{L}\p{N}_$]*/gu),
  );
  const own = (tree: Tree): Tree => withoutVariables(tree, variables);
  const partition = childNodes(body['partition_by']).map(reader.expression);
  const order = childNodes(body['order_by']).map(reader.expression);
  const measures = listOf(body['measures']).map((one): Item => {
    const { value, ...names } = reader.item(own(isMap(one) ? (one['this'] ?? null) : one));
    return { ...names, value: { ...call('measure', [value], order), isAggregate: true } };
  });
  const kept = /^all/i.test(rows) ? [everything] : partition;
  const query: Select = {
    ...selectOf({ kind: 'first', natural: false, using: [], on: [], right: reader.relation(body['this']) }),
    items: [...kept.map((value): Item => ({ value, alias: null, columnAliases: [] })), ...measures],
    conditions: listOf(body['define'])
      .flatMap(pair => listOf(pair).slice(1).map(own))
      .map(reader.expression),
    groupBy: partition,
    orderBy: order,
  };
  return { kind: 'derived', query, alias: nameOf(body['alias']), columns: [] };
}

/** `b.amount`: the row that the pattern calls `b` is one of the same table. */
function withoutVariables(tree: Tree, variables: ReadonlySet<string>): Tree {
  if (Array.isArray(tree)) return (tree as readonly Tree[]).map(one => withoutVariables(one, variables));
  if (!isMap(tree)) return tree;
  const node = nodeOf(tree);
  const table = node?.kind === 'column' ? nameOf(node.body['table']) : null;
  if (node !== null && table !== null && variables.has(table.text.toLowerCase()))
    return { column: { ...node.body, table: null } };
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, withoutVariables(value ?? null, variables)]));
}
