import { randomUUID } from 'node:crypto';
import type { AdapterHost, Statement, Warehouse } from '../../src/adapter/adapter.ts';
import type { Sql } from '../../src/sql/relation.ts';
import type { DuckdbConfig } from './config.ts';
import { quoting } from './quote.ts';
import { openWarehouse } from './warehouse.ts';

/** An empty database in memory with the catalogs that the project writes to. Nothing is attached and no secret is made. */
export async function openStandIn(config: DuckdbConfig, catalogs: readonly string[], host: AdapterHost): Promise<Warehouse> {
  const name = `stand_in_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const warehouse = await openWarehouse({ ...config, path: `:memory:${name}`, attach: [], secrets: [], database: null }, host);
  const session = await warehouse.session({ tag: { invocation: name, node: 'stand-in' }, signal: host.signal });
  try {
    for (const catalog of catalogs) {
      if (catalog === warehouse.server.defaultCatalog) continue;
      const sql = `attach ':memory:' as ${quoting.identifier(catalog)}` as Sql;
      await session.run({ sql, kind: 'ddl', repeatable: false } satisfies Statement, host.signal);
    }
    return warehouse;
  } catch (error) {
    await warehouse.close();
    throw error;
  } finally {
    await session.close();
  }
}
