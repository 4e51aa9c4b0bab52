import type { RelationKind, Sql } from '../sql/relation.ts';
import { isTrue, Tuple, text, type Value } from '../template/index.ts';
import { columnsOf } from './adapter-ask.ts';
import {
  type AdapterContext,
  type AdapterMethod,
  type Arguments,
  applying,
  isTemporary,
  nameOf,
  relationKind,
  schemaOf,
} from './adapter-method.ts';
import { canExpandTo } from './column.ts';
import type { WarehousePort } from './port.ts';
import { RelationObject } from './relation.ts';
import { responseObject } from './response.ts';
import { emptyTable, tableOf } from './table.ts';

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

async function rename(port: WarehousePort, { dialect }: AdapterContext, [given, wanted]: Arguments): Promise<Value> {
  const [from, to] = [nameOf(given), nameOf(wanted)];
  const is = (await port.relation(from))?.kind ?? (await kindOf(port, given));
  const noun = is === 'view' ? 'view' : is === 'materialized-view' ? 'materialized view' : 'table';
  await port.query(`alter ${noun} ${dialect.relation(from)} rename to ${dialect.identifier(to.name)}` as Sql, {});
  await port.note({ kind: 'renamed', from, to, is });
  return null;
}

async function dropSchema(port: WarehousePort, context: AdapterContext, [relation]: Arguments): Promise<Value> {
  const schema = schemaOf(relation, context);
  const name = [schema.catalog, schema.schema].filter(part => part !== null).map(part => context.dialect.identifier(part));
  await port.query(`drop schema if exists ${name.join('.')} cascade` as Sql, {});
  await port.note({ kind: 'schema-dropped', schema });
  return null;
}

async function execute(port: WarehousePort, { print }: AdapterContext, [sql, , fetch, limit]: Arguments): Promise<Value> {
  const options = typeof limit === 'number' ? { maxRows: limit } : {};
  const result = await port.query(text(sql ?? null) as Sql, options);
  const response = responseObject({ message: 'OK', code: 'OK', rows: result.stats.rows ?? -1 });
  return Tuple.from([response as Value, isTrue(fetch ?? false) ? tableOf(result, print) : emptyTable()]);
}

/** Sends a statement and forgets its rows. */
const sending: AdapterMethod = {
  parameters: ['sql', '*args', '**kwargs'],
  parsing: () => null,
  ask: async (port, _context, [sql]) => {
    await port.query(text(sql ?? null) as Sql, {});
    return null;
  },
};

const noting = (parameters: readonly string[], note: (port: WarehousePort, args: Arguments) => Promise<void>): AdapterMethod => ({
  parameters,
  offline: true,
  parsing: () => '',
  ask: async (port, _context, args) => {
    await note(port, args);
    return '';
  },
});

/** What changes the warehouse, or tells the cache that something has changed it. */
export const changingMethods: Readonly<Record<string, AdapterMethod>> = {
  execute: {
    parameters: ['sql', 'auto_begin?', 'fetch?', 'limit?'],
    parsing: () => Tuple.from([responseObject({ message: '', code: '', rows: -1 }) as Value, emptyTable()]),
    ask: execute,
  },
  run_query: {
    parameters: ['sql'],
    parsing: emptyTable,
    ask: async (port, { print }, [sql]) => tableOf(await port.query(text(sql ?? null) as Sql, {}), print),
  },
  add_query: sending,
  run_sql_for_tests: sending,
  create_schema: applying(['relation'], ([relation], context) => ({ kind: 'create-schema', ...schemaOf(relation, context) })),
  drop_schema: { parameters: ['relation'], parsing: () => null, ask: dropSchema },
  drop_relation: { parameters: ['relation'], parsing: () => null, ask: drop },
  rename_relation: { parameters: ['from_relation', 'to_relation'], parsing: () => null, ask: rename },
  truncate_relation: {
    parameters: ['relation'],
    parsing: () => null,
    ask: async (port, { dialect }, [relation]) => {
      await port.query(`delete from ${dialect.relation(nameOf(relation))}` as Sql, {});
      return null;
    },
  },
  expand_target_column_types: { parameters: ['from_relation', 'to_relation'], parsing: () => null, ask: expandTypes },
  cache_added: noting(['relation?'], async (port, [relation]) => {
    if (relation instanceof RelationObject && relation.relationName)
      await port.note({ kind: 'added', name: relation.relationName, is: relationKind(relation.fields.type) });
  }),
  cache_dropped: noting(['relation?'], async (port, [relation]) => {
    if (relation instanceof RelationObject && relation.relationName)
      await port.note({ kind: 'dropped', name: relation.relationName });
  }),
  cache_renamed: noting(['from_relation?', 'to_relation?'], async (port, [from, to]) => {
    const [before, after] = [from, to].map(one => (one instanceof RelationObject ? one.relationName : null));
    if (before && after) await port.note({ kind: 'renamed', from: before, to: after, is: await kindOf(port, from) });
  }),
  // The scheduler owns transactions.
  ...Object.fromEntries(
    ['commit', 'commit_if_has_connection', 'begin', 'ensure_transaction'].map(name => [
      name,
      { parameters: ['*args'], pure: () => null },
    ]),
  ),
};
