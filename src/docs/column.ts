import type { LineageColumn, NodeLineage } from '../artifact/column-lineage.ts';
import type { PlainMap } from '../manifest/node.ts';
import { factsOf } from './fact.ts';
import type { Inherited } from './inherited.ts';
import type { NodeTable } from './node-index.ts';
import type { PageRecord } from './node-kind.ts';
import type { ColumnDetail, ColumnOrigin, NodeIndex } from './page-data.ts';
import { listOf, mapOf, numberOf, textOf, textsOf } from './plain-reader.ts';

export interface ColumnInput {
  /** The node's entry in the catalog; null when the warehouse was not asked or has no such relation. */
  readonly relation: PlainMap | null;
  /** The tests of the node, by the lower-case name of the column that they are about. */
  readonly tests: ReadonlyMap<string, readonly NodeIndex[]>;
  /** Null when nobody worked it out. */
  readonly lineage: NodeLineage | null;
  readonly inherited: Inherited;
  readonly table: NodeTable;
}

/**
 * The columns that the warehouse has, in its order, else those that the SQL gives; then those that are only described. Warehouses differ
 * in the case they report.
 */
export function columnDetails(
  { id, record }: PageRecord,
  { relation, tests, lineage, inherited, table }: ColumnInput,
): readonly ColumnDetail[] {
  const described = new Map(
    Object.entries(mapOf(record['columns'])).map(([name, value]) => [name.toLowerCase(), { name, column: mapOf(value) }]),
  );
  const inWarehouse = catalogColumns(relation);
  const found = inWarehouse.length > 0 ? inWarehouse : (lineage?.columns ?? []);
  const origins = new Map(lineage?.columns?.map(column => [column.name.toLowerCase(), originsOf(column, table)]));
  const known = new Set(found.map(({ name }) => name.toLowerCase()));
  const ofModel = constraintColumns(record);
  const detail = (name: string, type: string | null, presence: ColumnDetail['presence']): ColumnDetail => {
    const key = name.toLowerCase();
    const column = described.get(key)?.column ?? {};
    const description = textOf(column['description']) ?? '';
    return {
      name: described.get(key)?.name ?? name,
      type: type ?? textOf(column['data_type']),
      description,
      tags: textsOf(mapOf(column['config'])['tags'] ?? column['tags']),
      constraints: [...constraintNames(column), ...(ofModel.get(key) ?? [])],
      meta: factsOf(mapOf(column['meta'])),
      tests: tests.get(key) ?? [],
      presence,
      inherited: description === '' ? inherited(id, name) : null,
      origins: origins.get(key) ?? null,
    };
  };
  const rest = [...described.values()].filter(({ name }) => !known.has(name.toLowerCase()));
  const [presence, restPresence] = inWarehouse.length > 0 ? (['found', 'missing'] as const) : (['unknown', 'unknown'] as const);
  return [
    ...found.map(({ name, type }) => detail(name, type, presence)),
    ...rest.map(({ name }) => detail(name, null, restPresence)),
  ];
}

const originsOf = ({ from }: LineageColumn, table: NodeTable): readonly ColumnOrigin[] | null =>
  from?.flatMap(({ node, column, how }) => {
    const index = table.indexOf(node);
    return index === null ? [] : [{ node: index, column, how }];
  }) ?? null;

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
