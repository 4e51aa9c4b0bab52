import postgres from '../../adapters/postgres/index.ts';
import type { QueryResult, Session, Stats, Warehouse } from '../../src/adapter/adapter.ts';
import { renderStep } from '../../src/adapter/render.ts';
import type { PlainStep } from '../../src/adapter/step.ts';
import type { Row, Sql } from '../../src/sql/relation.ts';
import { never, sessionOf } from './duckdb.ts';
import { type PostgresServer, postgresServer } from './postgres-server.ts';

/** A database of its own, a warehouse on it, and one session. */
export interface Opened {
  readonly server: PostgresServer;
  readonly warehouse: Warehouse;
  readonly session: Session;
  readonly events: string[];
  /** Another connection with these fields instead. */
  connect(profile?: Readonly<Record<string, unknown>>): Promise<Warehouse>;
  run(sql: string): Promise<Stats>;
  rows(sql: string): Promise<readonly Row[]>;
  query(sql: string, options?: { readonly maxRows?: number }): Promise<QueryResult>;
  apply(...steps: readonly PlainStep[]): Promise<readonly Stats[]>;
  close(): Promise<void>;
}

export async function open(profile: Readonly<Record<string, unknown>> = {}): Promise<Opened> {
  const server = await postgresServer();
  const events: string[] = [];
  const connect: Opened['connect'] = async (fields = {}) => {
    const checked = postgres.config.check({ ...server.profile, retries: 0, ...fields });
    if (!checked.ok) throw new Error(checked.problems.map(problem => problem.text).join('\n'));
    const emit = (event: { readonly kind: string; readonly text: string }) => void events.push(`${event.kind}: ${event.text}`);
    return postgres.connect(checked.value, { emit, threads: 4, projectDir: process.cwd(), signal: never });
  };
  const warehouse = await connect(profile);
  const session = await sessionOf(warehouse);
  const run: Opened['run'] = sql => session.run({ sql: sql as Sql, kind: 'ddl', repeatable: false }, never);
  const query: Opened['query'] = (sql, options = {}) => session.query(sql as Sql, options, never);
  const can = postgres.capabilities(warehouse.server, null);
  return {
    server,
    warehouse,
    session,
    events,
    connect,
    run,
    query,
    rows: async sql => (await query(sql)).rows,
    apply: async (...steps) => {
      const stats: Stats[] = [];
      for (const step of steps)
        for (const statement of renderStep(postgres.dialect.render, step, can)) stats.push(await session.run(statement, never));
      return stats;
    },
    close: async () => {
      await session.close();
      await warehouse.close();
      await server.close();
    },
  };
}
