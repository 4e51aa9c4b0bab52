import type { PlainMap } from '../manifest/node.ts';
import { factsOf } from './fact.ts';
import type { ColumnDetail, NodeIndex } from './page-data.ts';
import { listOf, mapOf, numberOf, textOf, textsOf } from './plain-reader.ts';

export interface ColumnInput {
  /** The node's entry in the catalog; null when the warehouse was not asked or has no such relation. */
  readonly table: PlainMap | null;
  /** The tests of the node, by the lower-case name of the column that they are about. */
  readonly tests: ReadonlyMap<string, readonly NodeIndex[]>;
}

/** The columns that the warehouse has, in its order, then those that are only described. Warehouses differ in the case they report. */
export function columnDetails(record: PlainMap, { table, tests }: ColumnInput): readonly ColumnDetail[] {
  const described = new Map(
    Object.entries(mapOf(record['columns'])).map(([name, value]) => [name.toLowerCase(), { name, column: mapOf(value) }]),
  );
  const found = catalogColumns(table);
  const known = new Set(found.map(({ name }) => name.toLowerCase()));
  const ofModel = constraintColumns(record);
  const detail = (name: string, type: string | null, presence: ColumnDetail['presence']): ColumnDetail => {
    const key = name.toLowerCase();
    const column = described.get(key)?.column ?? {};
    return {
      name: described.get(key)?.name ?? name,
      type: type ?? textOf(column['data_type']),
      description: textOf(column['description']) ?? '',
      tags: textsOf(mapOf(column['config'])['tags'] ?? column['tags']),
      constraints: [...constraintNames(column), ...(ofModel.get(key) ?? [])],
      meta: factsOf(mapOf(column['meta'])),
      tests: tests.get(key) ?? [],
      presence,
    };
  };
  const rest = [...described.values()].filter(({ name }) => !known.has(name.toLowerCase()));
  const restPresence = found.length === 0 ? 'unknown' : 'missing';
  return [
    ...found.map(({ name, type }) => detail(name, type, 'found')),
    ...rest.map(({ name }) => detail(name, null, restPresence)),
  ];
}

interface CatalogColumn {
  readonly name: string;
  readonly type: string | null;
}

function catalogColumns(table: PlainMap | null): readonly CatalogColumn[] {
  return Object.entries(mapOf(table?.['columns']))
    .map(([key, value]) => ({ key, column: mapOf(value) }))
    .sort((a, b) => (numberOf(a.column['index']) ?? 0) - (numberOf(b.column['index']) ?? 0))
    .map(({ key, column }) => ({ name: textOf(column['name']) ?? key, type: textOf(column['type']) }));
}

const constraintNames = (column: PlainMap): readonly string[] =>
  listOf(column['constraints']).flatMap(item => textsOf(mapOf(item)['type']));

/** Constraints given for the whole model, by column. */
function constraintColumns(record: PlainMap): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const item of listOf(record['constraints'])) {
    const constraint = mapOf(item);
    const type = textOf(constraint['type']);
    if (type === null) continue;
    for (const name of textsOf(constraint['columns'])) {
      const key = name.toLowerCase();
      found.set(key, [...(found.get(key) ?? []), type]);
    }
  }
  return found;
}
