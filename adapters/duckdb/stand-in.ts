import { randomUUID } from 'node:crypto';
import type { AdapterHost } from '../../src/adapter/adapter.ts';
import { movedError } from '../../src/adapter/error.ts';
import type { StandIn } from '../../src/adapter/stand-in.ts';
import type { RelationName, Sql } from '../../src/sql/relation.ts';
import type { DuckdbConfig } from './config.ts';
import { quoting } from './quote.ts';
import { openWarehouse } from './warehouse.ts';

/** An empty database in memory with the catalogs and schemas of these relations. Nothing is attached and no secret is made. */
export async function openStandIn(config: DuckdbConfig, relations: readonly RelationName[], host: AdapterHost): Promise<StandIn> {
  const { signal } = host;
  const name = `stand_in_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const warehouse = await openWarehouse({ ...config, path: `:memory:${name}`, attach: [], secrets: [], database: null }, host);
  const session = await warehouse.session({ tag: { invocation: name, node: 'stand-in' }, signal });
  const run = (sql: string) => session.run({ sql: sql as Sql, kind: 'ddl', repeatable: false }, signal);
  const close = async (): Promise<void> => {
    await session.close();
    await warehouse.close();
  };
  const { identifier, relation } = quoting;
  try {
    const catalogs = new Set(relations.flatMap(({ catalog }) => catalog ?? []));
    for (const catalog of catalogs)
      if (catalog !== warehouse.server.defaultCatalog) await run(`attach ':memory:' as ${identifier(catalog)}`);
    const schemas = relations.map(({ catalog, schema }) =>
      [catalog, schema].flatMap(part => (part === null ? [] : [identifier(part)])).join('.'),
    );
    for (const schema of new Set(schemas)) await run(`create schema if not exists ${schema}`);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    server: warehouse.server,
    existing: () => null,
    declare: async (target, columns) => {
      const list = columns.map(column => `${identifier(column.name)} ${column.type}`);
      await run(`create table if not exists ${relation(target)} (${list.join(', ')})`);
    },
    create: async ({ name: target, select }) => {
      const before = `create or replace table ${relation(target)} as select * from (\n`;
      await run(`${before}${select}\n) as checked limit 0`).catch((error: unknown) => {
        throw movedError(error, offset => offset - before.length);
      });
    },
    columns: target => warehouse.catalog.describe(`select * from ${relation(target)}` as Sql, signal),
    describe: select => warehouse.catalog.describe(select, signal),
    close,
  };
}
