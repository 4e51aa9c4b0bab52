import type { Expression, Name } from '../query.ts';
import { isAggregateName } from './read-aggregate.ts';
import { readColumns } from './read-columns.ts';
import { call } from './read-expression.ts';
import { readType } from './read-type.ts';
import type { Reader } from './reader.ts';
import { isMap, listOf, nameOf, nodeOf, type Tree, type TreeMap, textOf } from './tree.ts';

/** A function that the parser has no kind for. */
export function readFunction(body: TreeMap, reader: Reader): Expression {
  const name = textOf(body['name']).toLowerCase();
  const args = listOf(body['args']);
  switch (name) {
    case 'columns':
      return readColumns(args[0], reader, false);
    case 'struct_pack':
    case 'struct':
    case 'row':
      return { kind: 'struct', fields: args.map(one => field(one, reader)) };
    case 'named_struct':
    case 'object_construct':
    case 'object_construct_keep_null':
      return pairs(args, reader) ?? call(name, args.map(reader.expression));
    case 'struct_extract':
    case 'element_at': {
      const key = nodeOf(args[1])?.body['value'];
      if (name === 'struct_extract' && typeof key === 'string')
        return { kind: 'field', of: reader.expression(args[0]), name: { text: key, quoted: true } };
      return call(name, args.map(reader.expression));
    }
    case 'array': {
      const [only] = args;
      const kind = nodeOf(only)?.kind ?? '';
      if (args.length === 1 && ['select', 'union', 'intersect', 'except', 'subquery'].includes(kind))
        return { kind: 'subquery', use: 'array', query: reader.query(only) };
      return call(name, args.map(reader.expression));
    }
    case 'convert': {
      const type = nodeOf(args[0]);
      if (type?.kind === 'data_type')
        return { kind: 'cast', of: reader.expression(args[1]), type: readType(type.body), tries: false };
      // The parser takes the type for a column.
      if (reader.dialect === 'redshift' && type?.kind === 'column')
        return {
          kind: 'cast',
          of: reader.expression(args[1]),
          type: textOf(nameOf(type.body['name'])?.text).toUpperCase(),
          tries: false,
        };
      return call(name, args.map(reader.expression));
    }
    case 'count_big':
      return { ...call(name, args.filter(one => nodeOf(one)?.kind !== 'star').map(reader.expression)), isAggregate: true };
    default:
      return { ...call(name, args.map(reader.expression)), isAggregate: isAggregateName(name) || isCombinator(name, reader) };
  }
}

/** ClickHouse builds aggregates from names: `sumIf`, `argMaxIf`, `uniqExact`. */
const isCombinator = (name: string, { dialect }: Reader): boolean =>
  dialect === 'clickhouse' &&
  /^(sum|avg|count|min|max|any|anylast|uniq|uniqexact|argmin|argmax|quantile|grouparray|groupuniqarray)(exact|if|merge|state|array|ornull)*$/.test(
    name,
  );

function field(tree: Tree, reader: Reader): { readonly name: Name | null; readonly value: Expression } {
  const node = nodeOf(tree);
  if (node?.kind === 'named_argument') return { name: nameOf(node.body['name']), value: reader.expression(node.body['value']) };
  if (node?.kind === 'alias') return { name: nameOf(node.body['alias']), value: reader.expression(node.body['this']) };
  if (node?.kind === 'column') return { name: nameOf(node.body['name']), value: reader.expression(tree) };
  return { name: null, value: reader.expression(tree) };
}

/** `named_struct('a', x, 'b', y)`; null when a name is computed. */
function pairs(args: readonly Tree[], reader: Reader): Expression | null {
  const names = args.filter((_, i) => i % 2 === 0).map(one => nodeOf(one));
  if (args.length % 2 === 1 || !names.every(one => one?.kind === 'literal' && isMap(one.body))) return null;
  const fields = names.map((one, i) => ({
    name: { text: textOf(one?.body['value']), quoted: true },
    value: reader.expression(args[2 * i + 1]),
  }));
  return { kind: 'struct', fields };
}
