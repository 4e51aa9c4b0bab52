import postgres from '../../adapters/postgres/index.ts';
import type { Warehouse } from '../../src/adapter/adapter.ts';
import { never, type OpenedSession, openSession } from './opened.ts';
import { type PostgresServer, postgresServer } from './postgres-server.ts';

/** A database of its own, a warehouse on it, and one session. */
export interface Opened extends OpenedSession {
  readonly server: PostgresServer;
  readonly events: string[];
  /** Another connection with these fields instead. */
  connect(profile?: Readonly<Record<string, unknown>>): Promise<Warehouse>;
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
  const opened = await openSession(postgres, await connect(profile));
  return {
    ...opened,
    server,
    events,
    connect,
    close: async () => {
      await opened.close();
      await server.close();
    },
  };
}
