import type { Expression, Pivot, PivotValue, Relation, Unpivot } from '../query.ts';
import type { Reader } from './reader.ts';
import { childNodes, isMap, listOf, nameIn, nameOf, namesOf, nodeOf, type Tree, type TreeMap } from './tree.ts';

export function readPivot(body: TreeMap, reader: Reader): Pivot {
  const using = listOf(body['using']);
  const isStatement = using.length > 0 || (listOf(body['fields']).length === 0 && listOf(body['expressions']).length > 0);
  const axes = isStatement ? listOf(body['expressions']) : listOf(body['fields']);
  const group = body['group'];
  return {
    kind: 'pivot',
    of: reader.relation(body['this']),
    aggregates: (isStatement ? using : listOf(body['expressions'])).map(reader.item),
    axes: axes.map(one => readAxis(one, reader)),
    groupBy: group === null || group === undefined ? null : groupColumns(group, reader),
    form: isStatement ? 'statement' : 'clause',
    alias: nameOf(body['alias']),
    columns: namesOf(body['alias_columns']),
  };
}

const groupColumns = (group: Tree, reader: Reader): readonly Expression[] =>
  childNodes(nodeOf(group)?.body ?? group).map(reader.expression);

/** `y in (2000, 2010)`, or `y` alone. */
function readAxis(tree: Tree, reader: Reader): Pivot['axes'][number] {
  const node = nodeOf(tree);
  if (node?.kind !== 'in') return { of: reader.expression(tree), values: null };
  const values = listOf(node.body['expressions']);
  const isKnown = values.length > 0 && !values.some(one => nodeOf(one)?.kind === 'pivot_any') && !node.body['query'];
  return { of: reader.expression(node.body['this']), values: isKnown ? values.map(pivotValue) : null };
}

function pivotValue(tree: Tree): PivotValue {
  const node = nodeOf(tree);
  if (node?.kind === 'pivot_alias' || node?.kind === 'alias') {
    const alias = nodeOf(node.body['alias']) === null ? nameOf(node.body['alias']) : nameIn(node.body['alias']);
    return { ...pivotValue(node.body['this'] ?? null), alias };
  }
  return { text: nameIn(tree)?.text ?? null, alias: null };
}

export function readUnpivot(body: TreeMap, reader: Reader): Relation {
  if (!body['into'] && !body['name_column'] && listOf(body['expressions']).length === 0)
    return { kind: 'unread', what: '`unpivot` of a value' };
  const into = nodeOf(body['into'])?.body ?? {};
  const isStatement = body['unpivot'] === true;
  const name = isStatement ? (nameIn(into['this']) ?? { text: 'name', quoted: false }) : nameOf(body['name_column']);
  const values = isStatement
    ? listOf(into['expressions']).flatMap(one => nameIn(one) ?? [])
    : namesOf([body['value_column'] ?? null, ...listOf(body['extra_value_columns'])]);
  if (name === null) return { kind: 'unread', what: '`unpivot`' };
  const columns = listOf(isStatement ? body['expressions'] : body['columns']);
  const unpivot: Unpivot = {
    kind: 'unpivot',
    of: reader.relation(body['this']),
    nameColumn: name,
    valueColumns: values.length > 0 ? values : [{ text: 'value', quoted: false }],
    groups: groupsOf(columns, reader),
    keepsNulls: body['include_nulls'] === true,
    alias: nameOf(body['alias']),
    columns: namesOf(body['alias_columns']),
  };
  return unpivot;
}

/** `(a, b) as x` is a group of two. Null when a group is something else than columns. */
function groupsOf(trees: readonly Tree[], reader: Reader): Unpivot['groups'] {
  const groups = trees.map(tree => columnsOf(tree).map(reader.expression));
  return groups.every(group => group.length > 0 && group.every(one => one.kind === 'column' || one.kind === 'columns'))
    ? groups
    : null;
}

function columnsOf(tree: Tree): readonly Tree[] {
  const node = nodeOf(tree);
  if (node === null) return isMap(tree) ? childNodes(tree) : [];
  if (node.kind === 'pivot_alias' || node.kind === 'alias' || node.kind === 'paren') return columnsOf(node.body['this'] ?? null);
  return node.kind === 'tuple' ? listOf(node.body['expressions']) : [tree];
}
