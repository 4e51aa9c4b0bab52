import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import duckdb from '../../adapters/duckdb/index.ts';
import type { AdapterHost, Warehouse } from '../../src/adapter/adapter.ts';
import type { WarehouseError } from '../../src/adapter/error.ts';
import { never, type OpenedSession, openSession } from './opened.ts';

export { never, sessionOf } from './opened.ts';

/** A folder of its own, a warehouse, and one session in it. */
export interface Opened extends OpenedSession {
  readonly dir: string;
  readonly events: string[];
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

export async function open(profile: Readonly<Record<string, unknown>> = {}, dir = temporaryFolder()): Promise<Opened> {
  const events: string[] = [];
  const opened = await openSession(duckdb, await connectAt(dir, profile, events));
  return {
    ...opened,
    dir,
    events,
    close: async () => {
      await opened.close();
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
