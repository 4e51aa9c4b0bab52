import { randomUUID } from 'node:crypto';
import type { AdapterHost, Session } from '../../src/adapter/adapter.ts';
import { movedError, WarehouseError } from '../../src/adapter/error.ts';
import type { StandIn, StandInColumn, StandInModel } from '../../src/adapter/stand-in.ts';
import type { RelationName, Sql } from '../../src/sql/relation.ts';
import { splitStatements } from '../../src/sql/statement-split.ts';
import type { PostgresConfig } from './config.ts';
import { dialect } from './dialect.ts';
import { postgresLexis } from './lexis.ts';
import { quoting } from './quote.ts';
import { nameKey, renamed } from './stand-in-name.ts';
import { openWarehouse } from './warehouse.ts';

const { identifier } = quoting;

/**
 * One transaction that is rolled back in the end. Relations are made in schemas of its own, or, for a role that may not create any,
 * as temporary ones; there, of several with one name in different schemas only the first has a place.
 */
export async function openStandIn(
  config: PostgresConfig,
  relations: readonly RelationName[],
  host: AdapterHost,
): Promise<StandIn> {
  const warehouse = await openWarehouse({ ...config, retries: 0 }, { ...host, threads: 1 });
  try {
    const scope = [...new Set(relations.map(({ schema }) => schema))].map(schema => ({ catalog: null, schema }));
    const existing = new Map<string, readonly StandInColumn[]>();
    for (const { relation, columns } of await warehouse.catalog.columns(scope, host.signal)) {
      const list = columns.map(({ name, nativeType }) => ({ name, type: nativeType }));
      existing.set(nameKey(relation), list);
    }
    const session = await warehouse.session({ tag: { invocation: '', node: 'check' }, signal: host.signal });
    const run = runner(session, host.signal);
    await run('begin');
    const schemas = await places(relations, run, session, host.signal);
    const { server } = warehouse;
    const close = async (): Promise<void> => {
      // Also when the signal has aborted; a lost connection is rolled back by the server.
      await session.run(statement('rollback'), new AbortController().signal).catch(() => undefined);
      await session.close();
      await warehouse.close();
    };
    return {
      server,
      existing: name => existing.get(nameKey(name)) ?? null,
      close,
      ...making({ config, schemas, session, host }),
    };
  } catch (error) {
    await warehouse.close();
    throw error;
  }
}

const statement = (sql: string) => ({ sql: sql as Sql, kind: 'ddl', repeatable: false }) as const;

type Run = (sql: string) => Promise<unknown>;
const runner =
  (session: Session, signal: AbortSignal): Run =>
  sql =>
    session.run(statement(sql), signal);

/** Runs its argument such that the transaction goes on when it fails. */
async function kept<T>(run: Run, act: () => Promise<T>): Promise<T> {
  await run('savepoint one');
  try {
    const value = await act();
    await run('release savepoint one');
    return value;
  } catch (error) {
    await run('rollback to savepoint one; release savepoint one').catch(() => undefined);
    throw error;
  }
}

/** The schema in which each relation is made, by `nameKey`. */
async function places(
  relations: readonly RelationName[],
  run: Run,
  session: Session,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const prefix = `model_check_${randomUUID().slice(0, 8)}_`;
  const own = new Map(
    [...new Set(relations.map(({ schema }) => schema))].map((schema, index) => [schema, `${prefix}${index + 1}_`]),
  );
  const create = [...own.values()].map(schema => `create schema ${identifier(schema)}`).join('; ');
  const isMade = await kept(run, () => run(create)).then(
    () => true,
    (error: unknown) => {
      if (error instanceof WarehouseError && error.reason === 'permission') return false;
      throw error;
    },
  );
  if (!isMade) {
    await kept(run, () => run('create temporary table model_check_probe (); drop table pg_temp.model_check_probe'));
    const first = new Map(relations.map(each => [each.name, nameKey(each)] as const).reverse());
    return new Map([...first.values()].map(key => [key, 'pg_temp']));
  }
  // A name without a schema finds what it would find in a run.
  const found = await session.query('select unnest(pg_catalog.current_schemas(false))::text' as Sql, {}, signal);
  const path = found.rows.map(([schema]) => String(schema)).flatMap(schema => [own.get(schema) ?? [], schema].flat());
  if (path.length > 0) await run(`set local search_path to ${path.map(schema => identifier(schema)).join(', ')}`);
  return new Map(relations.map(each => [nameKey(each), own.get(each.schema) ?? '']));
}

interface Making {
  readonly config: PostgresConfig;
  readonly schemas: ReadonlyMap<string, string>;
  readonly session: Session;
  readonly host: AdapterHost;
}

function making({ config, schemas, session, host }: Making): Pick<StandIn, 'declare' | 'create' | 'columns' | 'describe'> {
  const { signal } = host;
  const run = runner(session, signal);
  const declared = new Set<string>();
  const place = (name: RelationName): string => {
    const schema = schemas.get(nameKey(name));
    if (schema === undefined) throw unplaced(`There is no place for another \`${name.name}\`.`);
    return schema;
  };
  const target = (name: RelationName): string => `${identifier(place(name))}.${identifier(name.name)}`;
  const describe = (select: Sql) => kept(run, async () => (await session.query(dialect.limit(select, 0), {}, signal)).columns);
  return {
    declare: async (name, columns) => {
      const list = columns.map(column => `${identifier(column.name)} ${column.type}`).join(', ');
      await kept(run, () => run(`create table ${target(name)} (${list})`));
      declared.add(nameKey(name));
    },
    create: async model => {
      // The driver would send what is behind a semicolon too.
      if (splitStatements(model.select as Sql, postgresLexis).length > 1) throw unplaced('A model is one statement.');
      const { sql, origin } = renamed(model.select, config.database, schemas);
      const replaces = declared.has(nameKey(model.name));
      const before = `create ${model.kind} ${replaces ? beside(place(model.name)) : target(model.name)} as (\n`;
      const after = model.kind === 'table' ? '\n) with no data' : '\n)';
      await kept(run, () => run(before + sql + after)).catch((error: unknown) => {
        throw ownNames(
          movedError(error, offset => origin(offset - before.length)),
          schemas,
        );
      });
      if (replaces) await kept(run, () => run(exchange(model, place(model.name), target(model.name))));
    },
    columns: async name => describe(`select * from ${target(name)}` as Sql),
    describe,
  };
}

const beside = (schema: string): string => `${identifier(schema)}."model_check_new"`;

/** What a model has built before makes way for what it builds now. */
const exchange = ({ name, kind }: StandInModel, schema: string, target: string): string =>
  `drop table ${target}; alter ${kind} ${beside(schema)} rename to ${identifier(name.name)}`;

/** Says nothing about the SQL of a model, only that it cannot be tried. */
const unplaced = (message: string): WarehouseError =>
  new WarehouseError({ reason: 'limit', message, native: { code: null, message } });

/** Messages tell the schemas that the author knows. */
function ownNames(error: unknown, schemas: ReadonlyMap<string, string>): unknown {
  if (!(error instanceof WarehouseError)) return error;
  const spelt = (text: string): string => {
    let told = text;
    for (const [key, schema] of schemas)
      if (schema !== 'pg_temp') told = told.replaceAll(schema, (JSON.parse(key) as readonly string[])[0] ?? schema);
    return told;
  };
  const hint = error.hint === null ? null : spelt(error.hint);
  return new WarehouseError({ ...error, message: spelt(error.message), hint }, { cause: error.cause });
}
