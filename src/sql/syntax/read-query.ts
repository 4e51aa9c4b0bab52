import type { Expression, Join, Query, Select, SetOperation, Star, Unread, With } from '../query.ts';
import { liftedSet } from './lifted-set.ts';
import { orderNodes, readExpression, readItem } from './read-expression.ts';
import { readJoins, readRelation } from './read-relation.ts';
import type { Reader } from './reader.ts';
import { childNodes, isMap, listOf, nameOf, namesOf, nodeOf, offsetsOf, type Tree, type TreeMap, textOf } from './tree.ts';

/** The query that a statement is, from the parser's tree of it. */
export function readStatement(tree: Tree, sql: string, dialect: string): Query {
  const reader: Reader = {
    dialect,
    offsets: offsetsOf(sql),
    expression: one => readExpression(one, reader),
    expressions: one => childNodes(one).map(reader.expression),
    item: one => readItem(one, reader),
    query: one => readQuery(one, reader),
    relation: one => readRelation(one, reader),
  };
  return reader.query(tree);
}

function readQuery(tree: Tree | undefined, reader: Reader): Query {
  const node = nodeOf(tree);
  const { kind, body } = node ?? { kind: '', body: {} };
  switch (kind) {
    case 'select': {
      if (isGiven(body['for_json']) || isGiven(body['for_xml'])) return unread('for json');
      const lifted = liftedSet(body);
      return lifted === null ? readSelect(body, reader) : readSet('union', lifted, reader);
    }
    case 'union':
    case 'intersect':
    case 'except':
      return readSet(kind, body, reader);
    case 'subquery':
      return around(reader.query(body['this']), body, reader);
    case 'paren':
    case 'annotated':
      return reader.query(body['this']);
    case 'values':
      return {
        kind: 'values',
        rows: listOf(body['expressions']).map(row => childNodes(isMap(row) ? row['expressions'] : row).map(reader.expression)),
      };
    case 'pivot':
    case 'unpivot':
      return selectAll(reader.relation(tree), readWith(body['with'], reader));
    case 'table':
      return selectAll(reader.relation(tree), null);
    default:
      return unread(kind);
  }
}

const unread = (kind: string): Unread => ({
  kind: 'unread',
  what: kind === '' ? 'the statement' : `\`${kind.replaceAll('_', ' ')}\``,
});

/** `(query) order by … limit …` */
function around(query: Query, body: TreeMap, reader: Reader): Query {
  const orderBy = orderNodes(body['order_by']).map(reader.expression);
  const isLimited = isGiven(body['limit']) || isGiven(body['offset']);
  if ((orderBy.length === 0 && !isLimited) || query.kind === 'values' || query.kind === 'unread') return query;
  return { ...query, orderBy: [...query.orderBy, ...orderBy], isLimited: query.isLimited || isLimited };
}

const isGiven = (tree: Tree | undefined): boolean => tree !== undefined && tree !== null && tree !== false;

function readSelect(body: TreeMap, reader: Reader): Query {
  const from = listOf(isMap(body['from']) ? body['from']['expressions'] : null);
  const connect = childNodes(body['connect']);
  const select: Select = {
    kind: 'select',
    with: readWith(body['with'], reader),
    items: listOf(body['expressions']).map(reader.item),
    from: [
      ...from.map((one, i): Join => ({ ...noJoin, kind: i === 0 ? 'first' : 'cross', right: reader.relation(one) })),
      ...readJoins(body, reader),
    ],
    conditions: [...childNodes({ prewhere: body['prewhere'] ?? null }), ...inside(body['where_clause']), ...connect].map(
      reader.expression,
    ),
    groupBy: withoutAll(groupNodes(body['group_by'])).map(reader.expression),
    laterConditions: [...inside(body['having']), ...inside(body['qualify']), ...childNodes(body['limit_by'])].map(
      reader.expression,
    ),
    orderBy: ['order_by', 'sort_by', 'distribute_by', 'cluster_by']
      .flatMap(key => withoutAll(orderNodes(body[key])))
      .map(reader.expression),
    windows: listOf(body['windows']).flatMap(one => readWindowName(one, reader)),
    distinct: distinctOf(body, reader),
    groupsByAll: (isMap(body['group_by']) && body['group_by']['all'] === true) || isAll(groupNodes(body['group_by'])),
    ordersByAll: isAll(orderNodes(body['order_by'])),
    namedParts: reader.dialect === 'clickhouse' ? childNodes(body['expressions']).flatMap(one => namedParts(one, reader)) : [],
    isLimited: ['limit', 'offset', 'fetch', 'top'].some(key => isGiven(body[key])),
    asValue: asValueOf(textOf(body['kind'])),
  };
  return select;
}

const noJoin = { natural: false, using: [], on: [] };

const asValueOf = (kind: string): Select['asValue'] => (kind === '' ? 'no' : /struct/i.test(kind) ? 'struct' : 'unread');

const inside = (tree: Tree | undefined): readonly Tree[] => (isMap(tree) ? childNodes({ this: tree['this'] ?? null }) : []);

const groupNodes = (tree: Tree | undefined): readonly Tree[] =>
  childNodes(isMap(tree) ? Object.fromEntries(Object.entries(tree).filter(([key]) => key !== 'all')) : tree);

/** `group by all` and `order by all`, where the parser takes `all` for a column. */
function isAll(nodes: readonly Tree[]): boolean {
  const [only] = nodes;
  const node = nodes.length === 1 ? nodeOf(only) : null;
  const name = node?.kind === 'column' && !node.body['table'] ? nameOf(node.body['name']) : null;
  return name !== null && !name.quoted && name.text.toLowerCase() === 'all';
}

const withoutAll = (nodes: readonly Tree[]): readonly Tree[] => (isAll(nodes) ? [] : nodes);

/** `(a * 2 as b) + 1`: what has a name of its own inside of something selected. */
function namedParts(tree: Tree, reader: Reader): Select['namedParts'] {
  const node = nodeOf(tree);
  if (node === null || queryKinds.has(node.kind) || node.kind === 'subquery') return [];
  const children = node.kind === 'alias' ? [node.body['this'] ?? null] : childNodes(node.body);
  return children.flatMap(one => [...(nodeOf(one)?.kind === 'alias' ? [reader.item(one)] : []), ...namedParts(one, reader)]);
}

function distinctOf(body: TreeMap, reader: Reader): Select['distinct'] {
  const on = listOf(body['distinct_on']);
  if (on.length > 0) return on.map(reader.expression);
  return body['distinct'] === true ? 'rows' : 'no';
}

function readWindowName(tree: Tree, reader: Reader): Select['windows'] {
  if (!isMap(tree)) return [];
  const name = nameOf(tree['name']);
  const spec = isMap(tree['spec']) ? tree['spec'] : {};
  const parts: readonly Expression[] = [...childNodes(spec['partition_by']), ...orderNodes(spec['order_by'])].map(
    reader.expression,
  );
  return name === null ? [] : [{ name, parts }];
}

function readWith(tree: Tree | undefined, reader: Reader): With | null {
  if (!isMap(tree)) return null;
  const tables = listOf(tree['ctes']).flatMap((one): With['tables'] => {
    const name = isMap(one) ? nameOf(one['alias']) : null;
    if (!isMap(one) || name === null) return [];
    return [{ name, columns: namesOf(one['columns']), body: readBody(one, reader) }];
  });
  return { recursive: tree['recursive'] === true, tables };
}

const queryKinds = new Set([
  'select',
  'union',
  'intersect',
  'except',
  'values',
  'pivot',
  'unpivot',
  'table',
  'insert',
  'update',
  'delete',
]);

/** ClickHouse names values with `<expression> as <name>`, also those of subqueries. */
function readBody(cte: TreeMap, reader: Reader): With['tables'][number]['body'] {
  const { kind } = nodeOf(cte['this']) ?? { kind: '' };
  const isQuery = queryKinds.has(kind) || (kind === 'subquery' && cte['alias_first'] === true);
  if (isQuery || reader.dialect !== 'clickhouse') return { kind: 'query', query: reader.query(cte['this']) };
  return { kind: 'value', value: reader.expression(cte['this']) };
}

function readSet(operator: SetOperation['operator'], body: TreeMap, reader: Reader): SetOperation {
  const isByName = body['by_name'] === true || body['corresponding'] === true;
  const isPlain = !isByName && !isGiven(body['side']) && body['strict'] !== true;
  const isRead = isPlain || (isByName && operator === 'union' && listOf(body['on_columns']).length === 0);
  return {
    kind: 'set',
    with: readWith(body['with'], reader),
    operator,
    keepsDuplicates: body['all'] === true,
    match: !isRead ? 'unread' : isByName ? 'name' : 'position',
    columns: columnsOf(body),
    left: reader.query(body['left']),
    right: reader.query(body['right']),
    orderBy: isAll(orderNodes(body['order_by'])) ? [everything] : orderNodes(body['order_by']).map(reader.expression),
    isLimited: isGiven(body['limit']) || isGiven(body['offset']),
  };
}

function columnsOf(body: TreeMap): SetOperation['columns'] {
  const side = textOf(body['side']).toUpperCase();
  if (side === 'LEFT') return 'left';
  return side === '' && textOf(body['kind']).toUpperCase() === 'INNER' ? 'common' : 'both';
}

export const everything: Star = { kind: 'star', of: [], except: [], replace: [], rename: [] };

const selectAll = (right: Join['right'], tables: With | null): Select => ({
  ...selectOf({ ...noJoin, kind: 'first', right }),
  with: tables,
});

/** `select * from …` */
export const selectOf = (from: Join): Select => ({
  kind: 'select',
  with: null,
  items: [{ value: everything, alias: null, columnAliases: [] }],
  from: [from],
  conditions: [],
  groupBy: [],
  laterConditions: [],
  orderBy: [],
  windows: [],
  distinct: 'no',
  groupsByAll: false,
  ordersByAll: false,
  namedParts: [],
  isLimited: false,
  asValue: 'no',
});
