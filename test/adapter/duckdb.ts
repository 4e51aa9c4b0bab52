import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import duckdb from '../../adapters/duckdb/index.ts';
import type { AdapterHost, QueryResult, Session, Stats, Warehouse } from '../../src/adapter/adapter.ts';
import type { WarehouseError } from '../../src/adapter/error.ts';
import { renderStep } from '../../src/adapter/render.ts';
import type { PlainStep } from '../../src/adapter/step.ts';
import type { Row, Sql } from '../../src/sql/relation.ts';

export const never: AbortSignal = new AbortController().signal;

/** A folder of its own, a warehouse, and one session in it. */
export interface Opened {
  readonly dir: string;
  readonly warehouse: Warehouse;
  readonly session: Session;
  readonly events: string[];
  run(sql: string): Promise<Stats>;
  rows(sql: string): Promise<readonly Row[]>;
  query(sql: string, options?: { readonly maxRows?: number }): Promise<QueryResult>;
  apply(...steps: readonly PlainStep[]): Promise<readonly Stats[]>;
  close(): Promise<void>;
}

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'mw-duckdb-'));

const hostAt = (projectDir: string, events: string[] = []): AdapterHost => ({
  emit: event => void events.push(`${event.kind}: ${event.text}`),
  threads: 4,
  projectDir,
  signal: never,
});

export async function connectAt(
  dir: string,
  profile: Readonly<Record<string, unknown>> = {},
  events: string[] = [],
): Promise<Warehouse> {
  const checked = duckdb.config.check({ type: 'duckdb', path: ':memory:', ...profile });
  if (!checked.ok) throw new Error(checked.problems.map(problem => problem.text).join('\n'));
  return duckdb.connect(checked.value, hostAt(dir, events));
}

export const sessionOf = (warehouse: Warehouse): Promise<Session> =>
  warehouse.session({ tag: { invocation: 'test', node: 'model.a.b' }, signal: never });

export async function open(profile: Readonly<Record<string, unknown>> = {}, dir = temporaryFolder()): Promise<Opened> {
  const events: string[] = [];
  const warehouse = await connectAt(dir, profile, events);
  const session = await sessionOf(warehouse);
  const run = (sql: string): Promise<Stats> => session.run({ sql: sql as Sql, kind: 'ddl', repeatable: false }, never);
  const query: Opened['query'] = (sql, options = {}) => session.query(sql as Sql, options, never);
  const can = duckdb.capabilities(warehouse.server, null);
  return {
    dir,
    warehouse,
    session,
    events,
    run,
    query,
    rows: async sql => (await query(sql)).rows,
    apply: async (...steps) => {
      const stats: Stats[] = [];
      for (const step of steps)
        for (const statement of renderStep(duckdb.dialect.render, step, can)) stats.push(await session.run(statement, never));
      return stats;
    },
    close: async () => {
      await session.close();
      await warehouse.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** What a failing promise fails with. */
export const failure = (promise: Promise<unknown>): Promise<WarehouseError> =>
  promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: WarehouseError) => error,
  );
