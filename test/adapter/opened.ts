import type { AdapterPlugin, QueryResult, Session, Stats, Warehouse } from '../../src/adapter/adapter.ts';
import { renderStep } from '../../src/adapter/render.ts';
import type { PlainStep } from '../../src/adapter/step.ts';
import type { Row, Sql } from '../../src/sql/relation.ts';

export const never: AbortSignal = new AbortController().signal;

export const sessionOf = (warehouse: Warehouse): Promise<Session> =>
  warehouse.session({ tag: { invocation: 'test', node: 'model.a.b' }, signal: never });

/** A warehouse and one session in it, with what tests send. */
export interface OpenedSession {
  readonly warehouse: Warehouse;
  readonly session: Session;
  run(sql: string): Promise<Stats>;
  rows(sql: string): Promise<readonly Row[]>;
  query(sql: string, options?: { readonly maxRows?: number }): Promise<QueryResult>;
  apply(...steps: readonly PlainStep[]): Promise<readonly Stats[]>;
  close(): Promise<void>;
}

export async function openSession({ capabilities, dialect }: AdapterPlugin, warehouse: Warehouse): Promise<OpenedSession> {
  const session = await sessionOf(warehouse);
  const can = capabilities(warehouse.server, null);
  const query: OpenedSession['query'] = (sql, options = {}) => session.query(sql as Sql, options, never);
  return {
    warehouse,
    session,
    query,
    run: sql => session.run({ sql: sql as Sql, kind: 'ddl', repeatable: false }, never),
    rows: async sql => (await query(sql)).rows,
    apply: async (...steps) => {
      const stats: Stats[] = [];
      for (const step of steps)
        for (const statement of renderStep(dialect.render, step, can)) stats.push(await session.run(statement, never));
      return stats;
    },
    close: async () => {
      await session.close();
      await warehouse.close();
    },
  };
}
