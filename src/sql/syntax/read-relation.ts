import type { Expression, Join, Name, Relation, TableCall } from '../query.ts';
import { readMatch } from './read-match.ts';
import { readPivot, readUnpivot } from './read-pivot.ts';
import { readType } from './read-type.ts';
import type { Reader } from './reader.ts';
import { childNodes, isMap, listOf, nameIn, nameOf, namesOf, nodeOf, type Tree, type TreeMap, textOf } from './tree.ts';

export function readRelation(tree: Tree | undefined, reader: Reader): Relation {
  const { kind, body } = nodeOf(tree) ?? { kind: '', body: {} };
  switch (kind) {
    case 'table':
      return { kind: 'table', path: tablePath(body, reader), ...aliased(body) };
    case 'column':
      // A pivot statement has its table as an expression.
      return { kind: 'table', path: namesOf([body['table'] ?? null, body['name'] ?? null]), alias: null, columns: [] };
    case 'dot': {
      const path = reader.expression(tree);
      return path.kind === 'column' ? { kind: 'table', path: path.path, alias: null, columns: [] } : unreadRelation(kind);
    }
    case 'subquery':
      return readSubquery(body, reader);
    case 'select':
    case 'union':
    case 'intersect':
    case 'except':
      return { kind: 'derived', query: reader.query(tree), alias: null, columns: [] };
    case 'values':
      return { kind: 'derived', query: reader.query(tree), ...aliased(body) };
    case 'alias':
      return withAlias(reader.relation(body['this']), aliased(body));
    case 'paren':
    case 'annotated':
      return reader.relation(body['this']);
    case 'joined_table': {
      const first: Join = { kind: 'first', natural: false, using: [], on: [], right: reader.relation(body['left']) };
      return { kind: 'joined', joins: [first, ...readJoins(body, reader)], ...aliased(body) };
    }
    case 'tuple':
      return readDeclared(body, reader);
    case 'pivot':
      return body['unpivot'] === true ? readUnpivot(body, reader) : readPivot(body, reader);
    case 'unpivot':
      return readUnpivot(body, reader);
    case 'lateral':
      return withAlias(reader.relation(body['this']), { alias: lateralName(body), columns: namesOf(body['column_aliases']) });
    case 'table_sample':
    case 'table_argument':
      return reader.relation(body['this']);
    case 'match_recognize':
      return readMatch(body, reader);
    case '':
    case 'at_index':
    case 'raw':
    case 'command':
      return unreadRelation(kind);
    default:
      return readCall(kind, body, reader);
  }
}

const unreadRelation = (kind: string): Relation => ({
  kind: 'unread',
  what: kind === '' ? 'a table expression' : `\`${kind.replaceAll('_', ' ')}\``,
});

const aliased = (body: TreeMap) => ({
  alias: nameOf(body['alias']),
  columns: namesOf(body['column_aliases'] ?? body['alias_columns']),
});

const lateralName = (body: TreeMap): Name | null => {
  const text = textOf(body['alias']);
  return text === '' ? null : { text: text.replace(/^"(.*)"$/, '$1'), quoted: body['alias_quoted'] === true };
};

/** What stands outside wins over what stands inside. */
function withAlias(relation: Relation, { alias, columns }: { alias: Name | null; columns: readonly Name[] }): Relation {
  if (relation.kind === 'unread' || (alias === null && columns.length === 0)) return relation;
  return { ...relation, alias: alias ?? relation.alias, columns: columns.length > 0 ? columns : relation.columns };
}

function tablePath(body: TreeMap, { dialect }: Reader): readonly Name[] {
  const path = namesOf([body['catalog'] ?? null, body['schema'] ?? null, body['name'] ?? null]);
  // BigQuery's quotes may span the whole path.
  if (dialect !== 'bigquery') return path;
  return path.flatMap(name => name.text.split('.').map(text => ({ text, quoted: name.quoted })));
}

function readSubquery(body: TreeMap, reader: Reader): Relation {
  const inner = nodeOf(body['this']);
  const isQuery = ['select', 'union', 'intersect', 'except', 'values', 'subquery'].includes(inner?.kind ?? '');
  if (isQuery) return { kind: 'derived', query: reader.query({ subquery: { ...body, alias: null } }), ...aliased(body) };
  return withAlias(reader.relation(body['this']), aliased(body));
}

/** A function in `from`: `unnest(…)`, `generate_series(…)`, `table(f(…))`. */
function readCall(kind: string, body: TreeMap, reader: Reader): Relation {
  const args = listOf(body['args']);
  const [name = '', ordinality] =
    kind === 'function'
      ? textOf(body['name'])
          .toLowerCase()
          .split(/ with (?=ordinality$)/)
      : [kind];
  if (name === 'table' && nodeOf(args[0]) !== null) return reader.relation(args[0]);
  const offset = nameOf(body['offset_alias']);
  const call: TableCall = {
    kind: 'table-call',
    name,
    args: (kind === 'function' ? args : childNodes({ ...body, schema: null, span: null })).map(reader.expression),
    ordinality: body['with_ordinality'] === true || ordinality !== undefined ? (offset ?? 'unnamed') : null,
    declared: declaredColumns(kind, body),
    ...aliased(body),
  };
  return call;
}

/** `jsonb_to_recordset(x) as r(id int, name text)`, which the parser takes for a pair. */
function readDeclared(body: TreeMap, reader: Reader): Relation {
  const [of, named] = listOf(body['expressions']);
  const alias = nodeOf(named);
  if (alias?.kind !== 'table_alias') return unreadRelation('tuple');
  const call = reader.relation(of);
  if (call.kind !== 'table-call') return unreadRelation('tuple');
  const declared = listOf(alias.body['columns']).flatMap(one => {
    const column = nodeOf(one)?.body ?? {};
    const name = nameOf(column['name']);
    return name === null ? [] : [{ name, type: isMap(column['data_type']) ? readType(column['data_type']) : null }];
  });
  return { ...call, alias: nameIn(alias.body['this']), declared };
}

function declaredColumns(kind: string, body: TreeMap): TableCall['declared'] {
  const columns =
    kind === 'j_s_o_n_table'
      ? listOf(nodeOf(body['schema'])?.body['expressions'])
      : kind === 'open_j_s_o_n'
        ? listOf(body['expressions'])
        : [];
  return columns.flatMap(one => {
    const column = nodeOf(one)?.body ?? {};
    const name = nameOf(nodeOf(column['this'])?.body) ?? nameOf(nodeOf(column['this'])?.body['this']);
    const type = isMap(column['data_type']) ? readType(column['data_type']) : textOf(column['kind']);
    return name === null ? [] : [{ name, type: type === '' ? null : type }];
  });
}

const joinKinds: Readonly<Record<string, Join['kind']>> = {
  Inner: 'inner',
  Left: 'left',
  Right: 'right',
  Full: 'full',
  Outer: 'full',
  Cross: 'cross',
  Implicit: 'cross',
  Natural: 'inner',
  NaturalLeft: 'left',
  NaturalRight: 'right',
  NaturalFull: 'full',
  Semi: 'semi',
  LeftSemi: 'semi',
  Anti: 'anti',
  LeftAnti: 'anti',
  CrossApply: 'cross',
  OuterApply: 'left',
  AsOf: 'inner',
  AsOfLeft: 'left',
  Lateral: 'cross',
  LeftLateral: 'left',
  Straight: 'inner',
  Positional: 'cross',
  Array: 'array',
  LeftArray: 'array',
};

/** `joins` and Hive's lateral views. */
export function readJoins(body: TreeMap, reader: Reader): readonly Join[] {
  return [
    ...listOf(body['joins']).flatMap(one => (isMap(one) ? [readJoin(one, reader)] : [])),
    ...listOf(body['lateral_views']).flatMap(one => (isMap(one) ? [readView(one, reader)] : [])),
  ];
}

function readJoin(body: TreeMap, reader: Reader): Join {
  const name = textOf(body['kind']);
  const kind = joinKinds[name];
  const right = kind === 'array' ? readArrays(body['this'], reader) : reader.relation(body['this']);
  const hint = textOf(body['join_hint']).toUpperCase();
  const sided = hint === 'SEMI' ? 'semi' : hint === 'ANTI' ? 'anti' : kind;
  const pivoted = listOf(body['pivots']).length > 0;
  return {
    kind: sided ?? 'inner',
    natural: name.startsWith('Natural'),
    using: namesOf(body['using']),
    on: childNodes({ on: body['on'] ?? null, match: body['match_condition'] ?? null }).map(reader.expression),
    right:
      sided === undefined || pivoted
        ? { kind: 'unread', what: pivoted ? '`pivot` behind a join' : `the join \`${name}\`` }
        : right,
  };
}

/** ClickHouse's `array join tags as tag, other`: what a row is repeated for. */
function readArrays(tree: Tree | undefined, reader: Reader): Relation {
  const node = nodeOf(tree);
  // The parser takes `tags as tag` for a table.
  if (node?.kind === 'table')
    return arrayJoin([
      { value: { kind: 'column', path: tablePath(node.body, reader), range: null }, alias: nameOf(node.body['alias']) },
    ]);
  return arrayJoin((node?.kind === 'tuple' ? listOf(node.body['expressions']) : [tree ?? null]).map(reader.item));
}

/** Without an alias, the name of the column stands for its elements. */
function arrayJoin(items: readonly { readonly value: Expression; readonly alias: Name | null }[]): Relation {
  const names = items.map(({ value, alias }) => alias ?? (value.kind === 'column' ? (value.path.at(-1) ?? null) : null));
  if (names.includes(null)) return { kind: 'unread', what: '`array join` of a value without a name' };
  const call = { kind: 'table-call', name: 'array join', ordinality: null, declared: [], alias: null } as const;
  return { ...call, args: items.map(item => item.value), columns: names.flatMap(name => name ?? []) };
}

function readView(body: TreeMap, reader: Reader): Join {
  const { kind, body: call } = nodeOf(body['this']) ?? { kind: '', body: {} };
  const right = withAlias(readCall(kind, call, reader), {
    alias: nameOf(body['table_alias']),
    columns: namesOf(body['column_aliases']),
  });
  return { kind: 'cross', natural: false, using: [], on: [] satisfies Expression[], right };
}
