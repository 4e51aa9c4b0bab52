import type { Dialect } from '../adapter/adapter.ts';
import type { PlainStep } from '../adapter/step.ts';
import type { LogicalType, RelationKind, RelationName, Sql } from '../sql/relation.ts';
import { HostObject, hostFunction, isTrue, TemplateError, Tuple, text, type Value } from '../template/index.ts';
import { type ColumnObject, canExpandTo, columnObject } from './column.ts';
import { columnDefinitions, tableConstraints } from './constraint.ts';
import type { WarehousePort } from './port.ts';
import { type Parts, RelationObject, type RelationType } from './relation.ts';
import { TableObject, tableOf } from './table.ts';

/** What `adapter.*` needs to know. */
export interface AdapterContext {
  readonly adapterType: string;
  readonly dialect: Dialect;
  readonly quoting: Parts;
  /** `parsing` while parsing; null when there is no connection: then nothing is known to exist. */
  readonly port: WarehousePort | null | 'parsing';
  readonly dispatch: HostObject;
  /** The relations of nodes and sources, for `adapter.cache_added` and the like. */
  readonly defaultDatabase: string | null;
}

/** `adapter` in templates. While parsing, what would ask the warehouse gives an empty answer, as in dbt. */
export class AdapterObject extends HostObject {
  readonly typeName = 'adapter';
  readonly context: AdapterContext;
  readonly #bound = new Map<string, HostObject>();
  constructor(context: AdapterContext) {
    super();
    this.context = context;
  }

  override attribute(name: string): Value | undefined {
    if (name === 'dispatch') return this.context.dispatch;
    const known = this.#bound.get(name);
    if (known) return known;
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (!method) return undefined;
    const bound = hostFunction(name, method.parameters, (...args) => this.#run(name, method, args));
    this.#bound.set(name, bound);
    return bound;
  }

  #run(name: string, method: AdapterMethod, args: Arguments): Value | Promise<Value> {
    const { port } = this.context;
    if ('pure' in method) return method.pure(this.context, args);
    if (port === 'parsing') return method.parsing();
    if (port === null && method.offline) return method.parsing();
    if (port === null) {
      throw new TemplateError('other', `\`adapter.${name}\` asks the warehouse, and this command runs without a connection`);
    }
    return method.ask(port, this.context, args);
  }
}

type Arguments = readonly (Value | undefined)[];
type AdapterMethod = { readonly parameters: readonly string[] } & (
  | { readonly pure: (context: AdapterContext, args: Arguments) => Value }
  | {
      /** The answer while parsing. */
      readonly parsing: () => Value;
      /** Whether that is also the answer without a connection: as on the first run, nothing exists yet. */
      readonly offline?: boolean;
      readonly ask: (port: WarehousePort, context: AdapterContext, args: Arguments) => Promise<Value>;
    }
);

const kindTypes: Readonly<Record<RelationKind, RelationType>> = {
  table: 'table',
  view: 'view',
  'materialized-view': 'materialized_view',
  external: 'external',
};
const relationKind = (type: RelationType | null): RelationKind =>
  type === 'view' ? 'view' : type === 'materialized_view' ? 'materialized-view' : type === 'external' ? 'external' : 'table';

function nameOf(value: Value | undefined): RelationName {
  const name = value instanceof RelationObject ? value.relationName : null;
  if (!name) throw new TemplateError('type', `expected a relation, got \`${text(value ?? null)}\``);
  return name;
}

/** Without a schema it is a temporary table, which no catalog lists. */
const isTemporary = (value: Value | undefined): value is RelationObject =>
  value instanceof RelationObject && value.fields.schema === null && value.fields.identifier !== null;

function schemaOf(
  value: Value | undefined,
  context: AdapterContext,
): { readonly catalog: string | null; readonly schema: string } {
  if (value instanceof RelationObject) return { catalog: value.fields.database, schema: value.fields.schema ?? '' };
  return { catalog: context.defaultDatabase, schema: text(value ?? null) };
}

const asRelation = (context: AdapterContext, name: RelationName, kind: RelationKind): RelationObject =>
  new RelationObject({
    dialect: context.dialect,
    database: name.catalog,
    schema: name.schema,
    identifier: name.name,
    type: kindTypes[kind],
    quote: context.quoting,
  });

async function existing(port: WarehousePort, context: AdapterContext, name: RelationName): Promise<Value> {
  const info = await port.relation(name);
  return info ? asRelation(context, info.name, info.kind) : null;
}

async function columnsOf(port: WarehousePort, context: AdapterContext, relation: Value | undefined): Promise<ColumnObject[]> {
  const columns = await (isTemporary(relation)
    ? port.describe(`select * from ${relation.text()}` as Sql)
    : port.columns(nameOf(relation)));
  return columns.map(column => columnObject(column, context.dialect));
}

async function drop(port: WarehousePort, _context: AdapterContext, [relation]: Arguments): Promise<Value> {
  if (isTemporary(relation)) {
    await port.query(`drop table if exists ${relation.text()}` as Sql, {});
    return null;
  }
  await port.apply({ kind: 'drop', target: nameOf(relation), is: await kindOf(port, relation), cascade: true });
  return null;
}

/** What the relation says that it is; else what is there. `ref` does not say. */
async function kindOf(port: WarehousePort, relation: Value | undefined): Promise<RelationKind> {
  const type = relation instanceof RelationObject ? relation.fields.type : null;
  return type === null ? ((await port.relation(nameOf(relation)))?.kind ?? 'table') : relationKind(type);
}

async function missingColumns(port: WarehousePort, context: AdapterContext, args: Arguments): Promise<Value> {
  const [from, to] = await Promise.all([columnsOf(port, context, args[0]), columnsOf(port, context, args[1])]);
  const present = new Set(to.map(column => column.fields.name));
  return from.filter(column => !present.has(column.fields.name));
}

/** Widens text columns of the target to hold the reference's, where the warehouse bounds text at all. */
async function expandTypes(port: WarehousePort, context: AdapterContext, args: Arguments): Promise<Value> {
  const [from, to] = await Promise.all([columnsOf(port, context, args[0]), columnsOf(port, context, args[1])]);
  for (const column of to) {
    const wider = from.find(other => other.fields.name === column.fields.name);
    if (wider === undefined || !canExpandTo(column, wider)) continue;
    await port.apply({
      kind: 'alter-columns',
      target: nameOf(args[1]),
      changes: [{ kind: 'retype', name: column.fields.name, to: wider.dataType }],
      released: [],
    });
  }
  return null;
}

async function rename(port: WarehousePort, context: AdapterContext, args: Arguments): Promise<Value> {
  const from = nameOf(args[0]);
  const to = nameOf(args[1]);
  const kind = (await port.relation(from))?.kind ?? (await kindOf(port, args[0]));
  const { dialect } = context;
  const noun = kind === 'view' ? 'view' : 'table';
  await port.query(`alter ${noun} ${dialect.relation(from)} rename to ${dialect.identifier(to.name)}` as Sql, {});
  return null;
}

async function execute(port: WarehousePort, args: Arguments): Promise<Value> {
  const [sql, , fetch, limit] = args;
  const options = typeof limit === 'number' ? { maxRows: limit } : {};
  const result = await port.query(text(sql ?? null) as Sql, options);
  const response = new Map<Value, Value>([
    ['_message', 'OK'],
    ['code', 'OK'],
    ['rows_affected', result.stats.rows ?? -1],
  ]);
  return Tuple.from([response as Value, isTrue(fetch ?? false) ? tableOf(result) : emptyTable()]);
}

const emptyTable = (): TableObject => new TableObject([], []);
const applying = (
  parameters: readonly string[],
  step: (args: Arguments, context: AdapterContext) => PlainStep,
): AdapterMethod => ({
  parameters,
  parsing: () => null,
  ask: async (port, context, args) => {
    await port.apply(step(args, context));
    return null;
  },
});

async function listRelations(
  port: WarehousePort,
  context: AdapterContext,
  catalog: string | null,
  schema: string,
): Promise<Value> {
  const found = await port.relations({ catalog, schema });
  return found.map(info => asRelation(context, info.name, info.kind));
}

const catalogOf = (value: Value | undefined, context: AdapterContext): string | null =>
  typeof value === 'string' ? value : value instanceof RelationObject ? value.fields.database : context.defaultDatabase;

const methods: Readonly<Record<string, AdapterMethod>> = {
  type: { parameters: [], pure: context => context.adapterType },
  quote: { parameters: ['identifier'], pure: (context, [name]) => context.dialect.identifier(text(name ?? null)) },
  quote_as_configured: {
    parameters: ['identifier', 'quote_key?'],
    pure: (context, [name, key]) => (quoted(context, key) ? context.dialect.identifier(text(name ?? null)) : text(name ?? null)),
  },
  quote_seed_column: {
    parameters: ['column', 'quote_config?'],
    pure: (context, [name, quote]) => (quote === false ? text(name ?? null) : context.dialect.identifier(text(name ?? null))),
  },
  is_motherduck: { parameters: [], pure: () => false },
  is_ducklake: { parameters: ['relation?'], pure: () => false },
  disable_transactions: { parameters: [], pure: () => false },
  convert_type: {
    parameters: ['agate_table', 'col_idx'],
    pure: (context, [table, index]) => agateSqlType(context, table, index),
  },
  // The scheduler owns transactions and the cache follows every step, so these need to do nothing.
  commit: { parameters: ['*args'], pure: () => null },
  commit_if_has_connection: { parameters: ['*args'], pure: () => null },
  begin: { parameters: ['*args'], pure: () => null },
  cache_added: { parameters: ['relation?'], pure: () => '' },
  cache_dropped: { parameters: ['relation?'], pure: () => '' },
  cache_renamed: { parameters: ['from?', 'to?'], pure: () => '' },
  execute: {
    parameters: ['sql', 'auto_begin?', 'fetch?', 'limit?'],
    parsing: () => Tuple.from(['' as Value, emptyTable()]),
    ask: (port, _context, args) => execute(port, args),
  },
  run_query: {
    parameters: ['sql'],
    parsing: emptyTable,
    ask: async (port, _context, [sql]) => tableOf(await port.query(text(sql ?? null) as Sql, {})),
  },
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
  expand_target_column_types: { parameters: ['from_relation', 'to_relation'], parsing: () => null, ask: expandTypes },
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
  rename_relation: { parameters: ['from_relation', 'to_relation'], parsing: () => null, ask: rename },
  create_schema: applying(['relation'], ([relation], context) => ({ kind: 'create-schema', ...schemaOf(relation, context) })),
  drop_relation: { parameters: ['relation'], parsing: () => null, ask: drop },
  drop_schema: {
    parameters: ['relation'],
    parsing: () => null,
    ask: async (port, context, [relation]) => {
      const { catalog, schema } = schemaOf(relation, context);
      const name = [catalog, schema].filter(part => part !== null).map(part => context.dialect.identifier(part));
      await port.query(`drop schema if exists ${name.join('.')} cascade` as Sql, {});
      return null;
    },
  },
  truncate_relation: {
    parameters: ['relation'],
    parsing: () => null,
    ask: async (port, context, [relation]) => {
      await port.query(`delete from ${context.dialect.relation(nameOf(relation))}` as Sql, {});
      return null;
    },
  },
  valid_incremental_strategies: { parameters: [], pure: () => ['append', 'delete+insert', 'merge'] },
  standardize_grants_dict: { parameters: ['grants_table'], pure: (_context, [grants]) => grantsByPrivilege(grants) },
  render_raw_columns_constraints: {
    parameters: ['raw_columns'],
    pure: (context, [columns]) => columnDefinitions(columns ?? null, context.dialect.identifier),
  },
  render_raw_model_constraints: {
    parameters: ['raw_constraints'],
    pure: (_context, [constraints]) => tableConstraints(constraints ?? null),
  },
  verify_database: { parameters: ['database'], pure: () => '' },
};

/** Rows of `grantee` and `privilege_type`, as privilege → grantees. */
function grantsByPrivilege(grants: Value | undefined): Value {
  const grantees = new Map<Value, Value[]>();
  if (!(grants instanceof TableObject)) return grantees;
  const at = (name: string): number => grants.names.findIndex(one => one.toLowerCase() === name);
  for (const row of grants.rowValues) {
    const privilege = row[at('privilege_type')] ?? null;
    grantees.set(privilege, [...(grantees.get(privilege) ?? []), row[at('grantee')] ?? null]);
  }
  return grantees;
}

function quoted(context: AdapterContext, key: Value | undefined): boolean {
  const name = text(key ?? 'identifier');
  return name === 'database' || name === 'schema' || name === 'identifier' ? context.quoting[name] : true;
}

function agateSqlType(context: AdapterContext, table: Value | undefined, index: Value | undefined): Value {
  const type = table instanceof TableObject && typeof index === 'number' ? table.types[index] : undefined;
  return context.dialect.typeName(agateTypes[type ?? ''] ?? { kind: 'string', length: null });
}

const agateTypes: Readonly<Record<string, LogicalType>> = {
  Integer: { kind: 'integer', bits: 64 },
  Number: { kind: 'float' },
  Boolean: { kind: 'boolean' },
  Date: { kind: 'date' },
  DateTime: { kind: 'timestamp', zone: 'none' },
};
