import type { LogicalType } from '../sql/relation.ts';
import { HostObject, isTrue, TemplateError, text, type Value } from '../template/index.ts';
import type { AdapterContext, AdapterMethod, Arguments } from './adapter-method.ts';
import { columnDefinitions, tableConstraints } from './constraint.ts';
import { fieldOf } from './fields-object.ts';
import { TableObject } from './table.ts';

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

/** The strategies that dbt's own macros write. */
const strategies = ['append', 'delete+insert', 'merge', 'insert_overwrite', 'microbatch', 'default'];

/** The macro that writes a strategy's SQL, from the context that the template hands over. */
function strategyMacro(_context: AdapterContext, [names, strategy]: Arguments): Value {
  const wanted = text(strategy ?? 'default');
  const name = `get_incremental_${wanted.replace('+', '_')}_sql`;
  const macro = names instanceof HostObject ? names.item(name) : undefined;
  if (macro !== undefined) return macro;
  throw new TemplateError(
    'raised',
    `dbt could not find an incremental strategy macro with the name "${name}" for the strategy "${wanted}"`,
  );
}

/** What happens to rows that are gone from a snapshot's source. */
function hardDeletes(_context: AdapterContext, [config]: Arguments): Value {
  const invalidated = isTrue(fieldOf(config, 'invalidate_hard_deletes') ?? false);
  const behavior = fieldOf(config, 'hard_deletes') ?? null;
  if (behavior !== null && invalidated) {
    throw new TemplateError(
      'raised',
      'You cannot set both the invalidate_hard_deletes and hard_deletes config properties on the same snapshot.',
    );
  }
  if (invalidated) return 'invalidate';
  if (behavior === null || ['ignore', 'invalidate', 'new_record'].includes(text(behavior))) return behavior ?? 'ignore';
  throw new TemplateError('raised', `Invalid setting for property hard_deletes: ${text(behavior)}`);
}

/** What needs neither a connection nor to wait. */
export const pureMethods: Readonly<Record<string, AdapterMethod>> = {
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
  convert_type: {
    parameters: ['agate_table', 'col_idx'],
    pure: (context, [table, index]) => agateSqlType(context, table, index),
  },
  date_function: { parameters: [], pure: () => 'now()' },
  is_cancelable: { parameters: [], pure: () => true },
  nice_connection_name: { parameters: [], pure: () => 'master' },
  escape_sql_string: {
    parameters: ['value'],
    pure: (_context, [value]) => text(value ?? null).replaceAll("'", "''"),
  },
  valid_incremental_strategies: { parameters: [], pure: () => strategies.filter(name => name !== 'insert_overwrite') },
  builtin_incremental_strategies: { parameters: [], pure: () => [...strategies] },
  get_incremental_strategy_macro: { parameters: ['model_context', 'strategy'], pure: strategyMacro },
  get_hard_deletes_behavior: { parameters: ['config'], pure: hardDeletes },
  get_catalog_integration: { parameters: ['name'], pure: () => null },
  build_catalog_relation: { parameters: ['model'], pure: () => null },
  convert_datetimes_to_strs: {
    parameters: ['table'],
    pure: (_context, [table]) => (table instanceof TableObject ? table.withTextDates() : (table ?? null)),
  },
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
