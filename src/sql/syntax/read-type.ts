import { isMap, listOf, type Tree, type TreeMap, textOf } from './tree.ts';

/** Kinds whose name is not simply the kind without underscores. */
const names: Readonly<Record<string, string>> = {
  int: 'INTEGER',
  big_int: 'BIGINT',
  small_int: 'SMALLINT',
  tiny_int: 'TINYINT',
  int128: 'HUGEINT',
  uint8: 'UTINYINT',
  uint16: 'USMALLINT',
  uint32: 'UINTEGER',
  uint64: 'UBIGINT',
  uint128: 'UHUGEINT',
  var_char: 'VARCHAR',
  n_var_char: 'NVARCHAR',
  n_char: 'NCHAR',
  string: 'STRING',
  double: 'DOUBLE',
  json_b: 'JSONB',
};

/** A type as text: `DECIMAL(10,2)`, `VARCHAR[]`, `STRUCT(a INTEGER)`. */
export function readType(tree: Tree | undefined): string {
  if (!isMap(tree)) return '';
  const kind = textOf(tree['data_type']);
  switch (kind) {
    case 'custom':
    case 'unknown':
      return textOf(tree['name']).toUpperCase();
    case 'array':
    case 'list':
      return `${readType(tree['element_type'])}[]`;
    case 'map':
      return `MAP(${readType(tree['key_type'])}, ${readType(tree['value_type'])})`;
    case 'struct':
      return `STRUCT(${listOf(tree['fields']).map(fieldText).join(', ')})`;
    case 'nullable':
      return readType(tree['inner'] ?? tree['this']);
    case 'decimal':
      return withSize('DECIMAL', [tree['precision'], tree['scale']]);
    default:
      return withSize(plainName(kind, tree), [tree['length'] ?? null]);
  }
}

export const fieldType = (tree: Tree | undefined): string => (isMap(tree) ? readType(tree['data_type']) : '');

function fieldText(tree: Tree): string {
  if (!isMap(tree)) return '';
  return `${textOf(tree['name'])} ${readType(tree['data_type'])}`.trim();
}

const withSize = (name: string, sizes: readonly (Tree | undefined)[]): string => {
  const given = sizes.filter(size => typeof size === 'number');
  return given.length === 0 ? name : `${name}(${given.join(',')})`;
};

function plainName(kind: string, tree: TreeMap): string {
  const base = names[kind] ?? kind.replaceAll('_', '').toUpperCase();
  return tree['timezone'] === true ? `${base} WITH TIME ZONE` : base;
}
