import type { RelationName, Sql } from '../sql/relation.ts';
import { TemplateError, text, type Value } from '../template/index.ts';
import {
  type AdapterContext,
  type AdapterMethod,
  type Arguments,
  asRelation,
  catalogOf,
  isTemporary,
  nameOf,
  schemaOf,
} from './adapter-method.ts';
import { type ColumnObject, columnObject } from './column.ts';
import { fieldOf } from './fields-object.ts';
import type { WarehousePort } from './port.ts';

async function existing(port: WarehousePort, context: AdapterContext, name: RelationName): Promise<Value> {
  const info = await port.relation(name);
  return info ? asRelation(context, info.name, info.kind) : null;
}

export async function columnsOf(
  port: WarehousePort,
  context: AdapterContext,
  relation: Value | undefined,
): Promise<ColumnObject[]> {
  const columns = await (isTemporary(relation)
    ? port.describe(`select * from ${relation.text()}` as Sql)
    : port.columns(nameOf(relation)));
  return columns.map(column => columnObject(column, context.dialect));
}

async function missingColumns(port: WarehousePort, context: AdapterContext, args: Arguments): Promise<Value> {
  const [from, to] = await Promise.all([columnsOf(port, context, args[0]), columnsOf(port, context, args[1])]);
  const present = new Set(to.map(column => column.fields.name));
  return from.filter(column => !present.has(column.fields.name));
}

async function listRelations(
  port: WarehousePort,
  context: AdapterContext,
  catalog: string | null,
  schema: string,
): Promise<Value> {
  const found = await port.relations({ catalog, schema });
  return found.map(info => asRelation(context, info.name, info.kind));
}

/** What a table must have to be continued as a snapshot, by its configured name. */
const snapshotColumns = ['dbt_scd_id', 'dbt_valid_from', 'dbt_valid_to'];

async function checkSnapshotTarget(
  port: WarehousePort,
  context: AdapterContext,
  [relation, names]: Arguments,
  wanted: readonly string[],
): Promise<Value> {
  const known = new Set((await columnsOf(port, context, relation)).map(column => column.fields.name.toLowerCase()));
  const missing = wanted.map(name => text(fieldOf(names, name) ?? name)).filter(name => !known.has(name.toLowerCase()));
  if (missing.length === 0) return null;
  throw new TemplateError(
    'raised',
    `Snapshot target is missing configured columns (missing ${missing.map(name => `"${name}"`).join(', ')})`,
  );
}

const strategyColumns = (strategy: Value | undefined): readonly string[] =>
  fieldOf(strategy, 'hard_deletes') === 'new_record' ? [...snapshotColumns, 'dbt_is_deleted'] : snapshotColumns;

/** What looks at the warehouse and changes nothing. */
export const askingMethods: Readonly<Record<string, AdapterMethod>> = {
  get_relation: {
    parameters: ['database?', 'schema?', 'identifier?'],
    offline: true,
    parsing: () => null,
    ask: (port, context, [database, schema, identifier]) =>
      existing(port, context, {
        catalog: catalogOf(database, context),
        schema: text(schema ?? ''),
        name: text(identifier ?? ''),
      }),
  },
  load_relation: {
    parameters: ['relation'],
    offline: true,
    parsing: () => null,
    ask: (port, context, [relation]) => existing(port, context, nameOf(relation)),
  },
  already_exists: {
    parameters: ['schema', 'table'],
    offline: true,
    parsing: () => false,
    ask: async (port, context, [schema, table]) =>
      (await port.relation({ catalog: context.defaultDatabase, schema: text(schema ?? ''), name: text(table ?? '') })) !== null,
  },
  get_columns_in_relation: {
    parameters: ['relation'],
    parsing: () => [],
    ask: (port, context, [relation]) => columnsOf(port, context, relation),
  },
  get_missing_columns: { parameters: ['from_relation', 'to_relation'], parsing: () => [], ask: missingColumns },
  get_column_schema_from_query: {
    parameters: ['sql'],
    parsing: () => [],
    ask: async (port, context, [sql]) =>
      (await port.describe(text(sql ?? null) as Sql)).map(column => columnObject(column, context.dialect)),
  },
  list_schemas: {
    parameters: ['database?'],
    parsing: () => [],
    ask: async (port, context, [database]) => [...(await port.schemas(catalogOf(database, context)))],
  },
  check_schema_exists: {
    parameters: ['database', 'schema'],
    offline: true,
    parsing: () => false,
    ask: async (port, context, [database, schema]) => {
      const wanted = text(schema ?? '').toLowerCase();
      return (await port.schemas(catalogOf(database, context))).some(name => name.toLowerCase() === wanted);
    },
  },
  list_relations: {
    parameters: ['database', 'schema'],
    parsing: () => [],
    ask: (port, context, [database, schema]) => listRelations(port, context, catalogOf(database, context), text(schema ?? '')),
  },
  list_relations_without_caching: {
    parameters: ['schema_relation'],
    parsing: () => [],
    ask: (port, context, [relation]) => {
      const { catalog, schema } = schemaOf(relation, context);
      return listRelations(port, context, catalog, schema);
    },
  },
  valid_snapshot_target: {
    parameters: ['relation', 'column_names?'],
    parsing: () => null,
    ask: (port, context, args) => checkSnapshotTarget(port, context, args, snapshotColumns),
  },
  assert_valid_snapshot_target_given_strategy: {
    parameters: ['relation', 'column_names', 'strategy'],
    parsing: () => null,
    ask: (port, context, args) => checkSnapshotTarget(port, context, args, strategyColumns(args[2])),
  },
};
