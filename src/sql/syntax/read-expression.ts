import type { Call, Expression, Item, Literal, Name } from '../query.ts';
import { isAggregateName, readAggregate } from './read-aggregate.ts';
import { readColumns, readFilteredStar } from './read-columns.ts';
import { readFunction } from './read-function.ts';
import { fieldType, readType } from './read-type.ts';
import type { Reader } from './reader.ts';
import {
  childNodes,
  isMap,
  listOf,
  nameIn,
  nameOf,
  namesOf,
  nodeOf,
  rangeOf,
  type Tree,
  type TreeMap,
  type TreeNode,
  textOf,
} from './tree.ts';

export function readExpression(tree: Tree | undefined, reader: Reader): Expression {
  const node = nodeOf(tree);
  if (node === null) return bare(tree, reader);
  const read = readers[node.kind];
  const star = filters.has(node.kind) ? readFilteredStar(node, reader) : null;
  if (star !== null) return star;
  if (read !== undefined) return read(node.body, reader, node);
  if (isAggregateName(node.kind)) return readAggregate(node, reader);
  return call(node.kind, childNodes(node.body).map(reader.expression));
}

const filters = new Set(['like', 'i_like', 'similar_to', 'not']);

/** What has no kind: several expressions, or none at all. */
function bare(tree: Tree | undefined, reader: Reader): Expression {
  const children = childNodes(tree);
  return children.length === 1 ? reader.expression(children[0]) : call('', children.map(reader.expression));
}

export const call = (name: string, args: readonly Expression[], over: readonly Expression[] = []): Call => ({
  kind: 'call',
  name,
  args,
  over,
  isAggregate: false,
});

/** Something selected: what has an alias, and T-SQL's `alias = value`. */
export function readItem(tree: Tree, reader: Reader): Item {
  const node = nodeOf(tree);
  if (node?.kind === 'alias' || node?.kind === 'aliases') {
    const value = reader.expression(node.body['this']);
    const more = node.kind === 'aliases' ? listOf(node.body['expressions']).flatMap(one => nameOf(nodeOf(one)?.body) ?? []) : [];
    return { value, alias: nameOf(node.body['alias']), columnAliases: [...namesOf(node.body['column_aliases']), ...more] };
  }
  if (node?.kind === 'annotated') return readItem(node.body['this'] ?? null, reader);
  if (node?.kind === 'eq' && ['tsql', 'fabric'].includes(reader.dialect)) {
    const left = nodeOf(node.body['left']);
    const alias = left?.kind === 'column' && !left.body['table'] ? nameOf(left.body['name']) : null;
    if (alias !== null) return { value: reader.expression(node.body['right']), alias, columnAliases: [] };
  }
  return { value: reader.expression(tree), alias: null, columnAliases: [] };
}

type Read = (body: TreeMap, reader: Reader, node: TreeNode) => Expression;

const inner: Read = (body, reader) => reader.expression(body['this']);

const cast =
  (tries: boolean): Read =>
  (body, reader) => {
    const of = reader.expression(body['this']);
    const types = listOf(isMap(body['to']) ? body['to']['fields'] : null);
    const field = (value: Expression, i: number) => ({
      name: nameOf(types[i]),
      value: { kind: 'cast', of: value, type: fieldType(types[i]), tries } as const,
    });
    // The fields of a row get their names from the type.
    if (of.kind === 'struct' && of.fields.length === types.length)
      return { ...of, fields: of.fields.map((one, i) => field(one.value, i)) };
    return { kind: 'cast', of, type: readType(body['to']), tries };
  };

const query: Read = (_body, reader, { kind, body }) => ({
  kind: 'subquery',
  use: 'scalar',
  query: reader.query({ [kind]: body }),
});

/** In an expression it has parentheses, and they are a node of their own. */
const misplaced: Read = () => ({ kind: 'unread', what: 'a set operation in an expression' });

const constant: Read = () => literal('other', '');

const literal = (type: Literal['type'], text: string): Literal => ({ kind: 'literal', type, text });

const readers: Readonly<Record<string, Read>> = {
  paren: inner,
  annotated: inner,
  alias: inner,
  pivot_alias: inner,
  prior: inner,
  table_argument: inner,
  column: readColumn,
  dot: (body, reader) => {
    const of = reader.expression(body['this']);
    const name = nameOf(body['field']) ?? { text: '', quoted: false };
    return of.kind === 'column' ? { ...of, path: [...of.path, name] } : { kind: 'field', of, name };
  },
  star: readStar,
  columns: (body, reader) => readColumns(body['this'], reader, nodeOf(body['unpack']) !== null),
  connect_by_root: (body, reader) => {
    const name = nameIn(body['this']);
    return name === null ? reader.expression(body['this']) : { kind: 'column', path: [name], range: null };
  },
  braced_wildcard: () => ({ kind: 'unread', what: 'a wildcard in braces' }),
  literal: readLiteral,
  boolean: body => literal('boolean', String(body['value'] === true)),
  null: () => literal('null', 'null'),
  interval: (body, reader) => {
    const parts = childNodes(body).map(reader.expression);
    return parts.every(part => part.kind === 'literal') ? literal('interval', '') : call('interval', parts);
  },
  cast: cast(false),
  try_cast: cast(true),
  safe_cast: cast(true),
  select: query,
  union: misplaced,
  intersect: misplaced,
  except: misplaced,
  subquery: query,
  exists: (body, reader) => ({ kind: 'subquery', use: 'exists', query: reader.query(body['this']) }),
  case: (body, reader) => {
    const whens = listOf(body['whens']).map(pair => listOf(pair));
    const conditions = [body['operand'] ?? null, ...whens.map(pair => pair[0] ?? null)].filter(one => one !== null);
    const results = [...whens.map(pair => pair[1] ?? null), body['else_'] ?? null].filter(one => one !== null);
    return call('case', results.map(reader.expression), conditions.map(reader.expression));
  },
  if_func: (body, reader) => {
    const results = [body['true_value'] ?? null, body['false_value'] ?? null].filter(one => one !== null);
    return call('if', results.map(reader.expression), [reader.expression(body['condition'])]);
  },
  in: (body, reader) => {
    const given = [body['this'], body['unnest']].filter(one => one !== null && one !== undefined);
    const values = [...given, ...listOf(body['expressions'])].map(reader.expression);
    if (nodeOf(body['query']) === null) return call('in', values);
    return call('in', [...values, { kind: 'subquery', use: 'scalar', query: reader.query(body['query']) }]);
  },
  window_function: readWindow,
  within_group: readWithinGroup,
  lambda: (body, reader) => ({ kind: 'lambda', parameters: namesOf(body['parameters']), body: reader.expression(body['body']) }),
  comprehension: (body, reader) => {
    const parameters = [body['expression'], body['position']].flatMap(one => nameIn(one) ?? []);
    const inside = [body['this'], body['condition']].filter(one => one !== null && one !== undefined);
    const of = call('comprehension', inside.map(reader.expression));
    return call('list_transform', [reader.expression(body['iterator']), { kind: 'lambda', parameters, body: of }]);
  },
  map_func: (body, reader) => {
    const [keys, values] = [listOf(body['keys']), listOf(body['values'])];
    if (body['curly_brace_syntax'] !== true || reader.dialect !== 'duckdb')
      return call('map', [...keys, ...values].map(reader.expression));
    const fields = values.map((value, i) => ({ name: literalName(keys[i]), value: reader.expression(value) }));
    return { kind: 'struct', fields };
  },
  struct: (body, reader) => ({ kind: 'struct', fields: listOf(body['fields']).map(one => pairField(one, reader)) }),
  struct_func: (body, reader) => ({ kind: 'struct', fields: listOf(body['fields']).map(one => pairField(one, reader)) }),
  function: readFunction,
  named_argument: (body, reader) => reader.expression(body['value']),
  apply: () => ({ kind: 'unread', what: '`apply` on several columns' }),
  method_call: readMethod,
  var: constant,
  identifier: constant,
  parameter: constant,
  placeholder: constant,
  pseudocolumn: constant,
  data_type: constant,
  raw: () => ({ kind: 'unread', what: 'a part of the statement' }),
  command: () => ({ kind: 'unread', what: 'a part of the statement' }),
};

function readColumn(body: TreeMap, { offsets }: Reader): Expression {
  const name = nameOf(body['name']);
  if (name === null) return literal('other', '');
  // Variables and the places of a result; `$2` is a column of a file.
  if (!name.quoted && /^[@?:]/.test(name.text)) return literal('other', name.text);
  if (!name.quoted && /^[#$]\d/.test(name.text)) return { kind: 'unread', what: `\`${name.text}\`, a column by its place,` };
  const table = nameOf(body['table']);
  return { kind: 'column', path: table === null ? [name] : [table, name], range: rangeOf(body['span'], offsets) };
}

/** `x.upper()`, or `schema.f(x)`, which the parser takes for the same. */
function readMethod(body: TreeMap, reader: Reader): Expression {
  const of = reader.expression(body['this']);
  const [first] = of.kind === 'column' ? of.path : [];
  const hasMethods = reader.dialect === 'duckdb' || (reader.dialect === 'tsql' && first?.text.toLowerCase() !== 'dbo');
  const args = listOf(body['args']).map(reader.expression);
  return call(textOf(nameOf(body['method'])?.text), of.kind === 'column' && !hasMethods ? args : [of, ...args]);
}

function readStar(body: TreeMap, reader: Reader): Expression {
  const table = nameOf(body['table']);
  const rename = listOf(body['rename']).flatMap(pair => {
    const [from, to] = namesOf(pair);
    return from === undefined || to === undefined ? [] : [[from, to] as const];
  });
  const replace = listOf(body['replace']).map(one => (isMap(one) && nodeOf(one) === null ? { alias: one } : one));
  return {
    kind: 'star',
    of: table === null ? [] : [table],
    except: namesOf(body['except']),
    replace: replace.map(one => reader.item(one)),
    rename,
  };
}

function readLiteral(body: TreeMap): Expression {
  const text = textOf(body['value']);
  const type = textOf(body['literal_type']);
  if (type === 'number') return literal(/e/i.test(text) ? 'double' : text.includes('.') ? 'decimal' : 'integer', text);
  const known = (['date', 'timestamp', 'time'] as const).find(one => one === type);
  if (known !== undefined) return literal(known, text);
  return literal(type.includes('string') ? 'string' : 'other', text);
}

function readWindow(body: TreeMap, reader: Reader): Expression {
  const over = isMap(body['over']) ? body['over'] : {};
  const parts = [...childNodes(over['partition_by']), ...orderNodes(over['order_by'])].map(reader.expression);
  const keep = childNodes(body['keep']).map(reader.expression);
  return { kind: 'window', of: readOf(body['this'], reader), parts: [...parts, ...keep], window: nameOf(over['window_name']) };
}

/** The order is what a percentile is of; for others it is only the order. */
function readWithinGroup(body: TreeMap, reader: Reader): Expression {
  const of = reader.expression(body['this']);
  const order = orderNodes(body['order_by']).map(reader.expression);
  if (of.kind !== 'call') return { ...call('within_group', [of, ...order]), isAggregate: true };
  const isOfOrder = /^(percentile|quantile|mode|median|rank|dense_rank|percent_rank|cume_dist)/.test(of.name);
  return {
    ...of,
    isAggregate: true,
    args: isOfOrder ? [...order, ...of.args] : of.args,
    over: isOfOrder ? of.over : [...of.over, ...order],
  };
}

/** `row_number` and the like have an empty body, which is no node's. */
function readOf(tree: Tree | undefined, reader: Reader): Expression {
  const node = nodeOf(tree);
  return node === null ? call('rank', childNodes(tree).map(reader.expression)) : reader.expression(tree);
}

/** Of `[{"this": …, "desc": …}]`. */
export const orderNodes = (tree: Tree | undefined): readonly Tree[] =>
  (Array.isArray(tree) ? (tree as readonly Tree[]) : listOf(isMap(tree) ? tree['expressions'] : null)).flatMap(one =>
    isMap(one) && nodeOf(one) === null ? childNodes({ this: one['this'] ?? null }) : [one],
  );

const literalName = (tree: Tree | undefined): Name | null => {
  const text = nodeOf(tree)?.body['value'];
  return typeof text === 'string' ? { text, quoted: true } : nameOf(nodeOf(tree)?.body['name']);
};

function pairField(tree: Tree, reader: Reader) {
  const [name, value] = listOf(tree);
  return { name: nameOf(name), value: reader.expression(value) };
}
