import { createRequire } from 'node:module';
import { isAbsolute, resolve } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { AdapterHost, ServerInfo, Warehouse } from '../../src/adapter/adapter.ts';
import { WarehouseError } from '../../src/adapter/error.ts';
import { messageOf } from '../../src/diagnostic/messages/index.ts';
import type { Message } from '../../src/diagnostic/messages/message.ts';
import { type Retries, retrying } from '../ansi/retry.ts';
import { duckdbCatalog, type WithSession } from './catalog.ts';
import type { DuckdbConfig } from './config.ts';
import { openError } from './open-error.ts';
import { DuckdbSession } from './session.ts';
import { prepareInstance } from './setup.ts';

/** By `require`, which takes half of the time of `import`: the driver is many CommonJS files, and `import` reads each of them twice. */
const driver = createRequire(import.meta.url)('@duckdb/node-api') as typeof import('@duckdb/node-api');

export async function openWarehouse(config: DuckdbConfig, host: AdapterHost): Promise<Warehouse> {
  const path = filePath(config.path, host.projectDir);
  const instance = await openInstance(path, config, host);
  try {
    const { server, sessionSql } = await prepareInstance(instance, config, host);
    return duckdbWarehouse({ instance, path, config, host, server, sessionSql });
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

/** Paths with a scheme (`ducklake:`) and `:memory:` are not files; `C:\` is. */
const filePath = (path: string, projectDir: string): string =>
  path === '' || path.startsWith(':memory:') || /^[a-z_]{2,}:/i.test(path) || isAbsolute(path)
    ? path || ':memory:'
    : resolve(projectDir, path);

async function openInstance(path: string, config: DuckdbConfig, host: AdapterHost): Promise<DuckDBInstance> {
  const options = instanceOptions(config);
  const retries: Retries = {
    attempts: config.connectAttempts,
    isWorthwhile: error => error.reason === 'locked' || config.retryable.includes(error.native.code ?? ''),
    firstPauseMs: 250,
    announce: text => host.emit({ kind: 'adapter.retry', text }),
  };
  const open = async (): Promise<DuckDBInstance> => {
    if (host.signal.aborted) throw failure(messageOf('warehouse-cancelled', {}), 'cancelled');
    // Two instances on one file would each lose the other's writes; the cache gives the one that is open.
    return driver.DuckDBInstance.fromCache(path, options).catch((error: unknown) => {
      throw openError(error, { file: path, projectDir: host.projectDir });
    });
  };
  return retrying(open, retries, host.signal);
}

function instanceOptions(config: DuckdbConfig): Record<string, string> {
  const wanted = Object.fromEntries(Object.entries(config.configOptions).map(([name, value]) => [name, String(value)]));
  return {
    // A download in the middle of a run takes half a second to fail offline, and runs code that nobody asked for.
    autoinstall_known_extensions: String(config.settings['autoinstall_known_extensions'] ?? false),
    // Many small tables share a file: the default of 256 KB makes 500 of them 134 MB, this 12 MB.
    // A file that exists keeps its own.
    default_block_size: '16384',
    ...wanted,
  };
}

const failure = ({ text, hint }: Message, reason: WarehouseError['reason']): WarehouseError =>
  new WarehouseError({ reason, message: text, hint, native: { code: null, message: text } });

interface Open {
  readonly instance: DuckDBInstance;
  readonly path: string;
  readonly config: DuckdbConfig;
  readonly host: AdapterHost;
  readonly server: ServerInfo;
  /** Settings that DuckDB keeps per connection. */
  readonly sessionSql: readonly string[];
}

/** Every session gets a connection of its own (0.2 ms), so no setting and no temporary table outlives its node. */
function duckdbWarehouse({ instance, path, config, host, server, sessionSql }: Open): Warehouse {
  const open = new Set<DuckdbSession>();
  const connections = connectionsOf(instance, sessionSql);
  let closed = false;
  const retries: Retries = {
    attempts: config.queryAttempts,
    isWorthwhile: error => config.retryable.includes(error.native.code ?? ''),
    firstPauseMs: 250,
    announce: text => host.emit({ kind: 'adapter.retry', text }),
  };
  const session = async ({ signal }: { readonly signal: AbortSignal }): Promise<DuckdbSession> => {
    if (closed) throw failure(messageOf('warehouse-closed', {}), 'connection');
    const connection = await connections.take();
    const made: DuckdbSession = new DuckdbSession({
      connection,
      signal,
      transactions: config.transactions,
      retries,
      onClose: () => {
        open.delete(made);
        connections.gone();
      },
    });
    open.add(made);
    return made;
  };
  const withSession: WithSession = async use => {
    const own = await session({ signal: host.signal });
    try {
      return await use(own);
    } finally {
      await own.close();
    }
  };
  return {
    server,
    ...(isAbsolute(path) ? { holdsFile: path } : {}),
    catalog: duckdbCatalog({ defaultCatalog: server.defaultCatalog ?? 'memory', withSession }),
    session,
    expect: connections.expect,
    close: async () => {
      if (closed) return;
      closed = true;
      for (const each of [...open]) await each.close();
      await connections.close();
      instance.closeSync();
    },
  };
}

interface Connections {
  /** A connection that nobody has used. */
  take(): Promise<DuckDBConnection>;
  /** So many will be taken at once. */
  expect(count: number): void;
  /** One that was taken has been closed. */
  gone(): void;
  close(): Promise<void>;
}

/** Connections are opened ahead while others are at work, as many as were ever in use at once, so that no node need wait for its own. */
function connectionsOf(instance: DuckDBInstance, sessionSql: readonly string[]): Connections {
  const ahead: Promise<DuckDBConnection | null>[] = [];
  let [inUse, most] = [0, 0];
  let soon: NodeJS.Immediate | undefined;
  const open = (): void => {
    soon = undefined;
    if (ahead.length >= most) return;
    ahead.push(configured(instance, sessionSql).catch(() => null));
    soon = setImmediate(open);
  };
  const expect = (count: number): void => {
    most = Math.max(most, count);
    soon ??= setImmediate(open);
  };
  return {
    expect,
    take: async () => {
      inUse += 1;
      expect(inUse);
      const ready = ahead.shift();
      // One that could not be opened is opened again, so that its failure is told to who needs it.
      return (await ready) ?? configured(instance, sessionSql);
    },
    gone: () => {
      inUse -= 1;
    },
    close: async () => {
      clearImmediate(soon);
      most = 0;
      for (const each of ahead.splice(0)) (await each)?.closeSync();
    },
  };
}

async function configured(instance: DuckDBInstance, sessionSql: readonly string[]): Promise<DuckDBConnection> {
  const connection = await instance.connect();
  for (const sql of sessionSql) await connection.run(sql);
  return connection;
}
