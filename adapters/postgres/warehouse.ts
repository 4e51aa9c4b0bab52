import type { Pool, PoolClient } from 'pg';
import type { AdapterHost, Warehouse } from '../../src/adapter/adapter.ts';
import { WarehouseError } from '../../src/adapter/error.ts';
import { messageOf } from '../../src/diagnostic/messages/index.ts';
import { type Retries, retrying } from '../ansi/retry.ts';
import type { Canceller } from './cancel.ts';
import { postgresCatalog } from './catalog.ts';
import type { PostgresConfig } from './config.ts';
import { connectError } from './connect-error.ts';
import { type Connecting, driver, firstConnection, prepareSession, resetSql, waysToConnect } from './connection.ts';
import { lockRelations } from './lock.ts';
import { PostgresSession, type SessionOptions } from './session.ts';
import { TypeNames } from './type-name.ts';
import { unlessLost } from './unless-lost.ts';

export async function openWarehouse(config: PostgresConfig, host: AdapterHost): Promise<Warehouse> {
  const ways = await waysToConnect(config, host.projectDir);
  const { way, client } = await retrying(() => firstConnection(ways, config), connecting(config, host), host.signal);
  try {
    await prepareSession(client, config);
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return postgresWarehouse({ config, host, way, version: rows[0]?.server_version ?? '' });
  } finally {
    await client.end().catch(() => undefined);
  }
}

const connecting = (config: PostgresConfig, host: AdapterHost): Retries => ({
  attempts: config.retries + 1,
  isWorthwhile: error => error.retry === 'always' && !host.signal.aborted,
  firstPauseMs: 500,
  announce: text => host.emit({ kind: 'adapter.retry', text }),
});

interface Open {
  readonly config: PostgresConfig;
  readonly host: AdapterHost;
  readonly way: Connecting;
  readonly version: string;
}

function postgresWarehouse({ config, host, way, version }: Open): Warehouse {
  // One more than there are nodes at once, so that a node that asks what exists never waits for itself.
  const pool = new driver.Pool({ ...way, max: host.threads + 1, idleTimeoutMillis: 0 });
  // What ends an idle connection is of no interest: the pool opens another one.
  pool.on('error', () => undefined);
  const types = new TypeNames();
  const { checkOut, checkIn, expect, settled } = connections(pool, config, host);
  const options = { cancel: canceller(way), types };
  const open = new Set<PostgresSession>();
  let closed = false;
  const session: Warehouse['session'] = async ({ signal }) => {
    if (closed) throw closedError();
    const givenBack: SessionOptions['checkIn'] = (client, state) => {
      open.delete(made);
      checkIn(client, state);
    };
    const made: PostgresSession = new PostgresSession(await checkOut(), { ...options, signal, checkIn: givenBack });
    open.add(made);
    return made;
  };
  return {
    server: { version, flavour: null, defaultCatalog: config.database },
    catalog: postgresCatalog({
      database: config.database,
      withSession: async use => {
        const own = await session({ tag: { invocation: '', node: 'catalog' }, signal: host.signal });
        try {
          return await use(own);
        } finally {
          await own.close();
        }
      },
    }),
    session,
    expect,
    lock: (relations, holder) => lockRelations(way, { relations, holder }, host),
    close: async () => {
      if (closed) return;
      closed = true;
      for (const each of [...open]) await each.close();
      await settled();
      await pool.end();
    },
  };
}

interface Connections extends Pick<SessionOptions, 'checkIn'> {
  /** A connection from the pool, ready to use. */
  readonly checkOut: () => Promise<PoolClient>;
  /** Fills the pool; what fails is told to who asks for a connection. */
  readonly expect: (count: number) => void;
  /** When all that was given back is in the pool or closed. */
  readonly settled: () => Promise<void>;
}

function connections(pool: Pool, config: PostgresConfig, host: AdapterHost): Connections {
  const prepared = new WeakSet<PoolClient>();
  const connect = async (): Promise<PoolClient> => {
    const client = await pool.connect().catch((error: unknown) => {
      throw connectError(error, config);
    });
    // Losing the connection also fails the statement under way, which tells.
    client.on('error', ignore);
    if (prepared.has(client)) return client;
    await prepareSession(client, config).catch((error: unknown) => {
      client.release(true);
      throw error;
    });
    prepared.add(client);
    return client;
  };
  const underWay = new Set<Promise<void>>();
  const resetting = async (client: PoolClient, state: 'used' | 'broken'): Promise<boolean> =>
    state === 'used' &&
    unlessLost(client, client.query(resetSql(config))).then(
      () => true,
      () => false,
    );
  const done = (client: PoolClient, isFit: boolean): void => {
    client.off('error', ignore);
    client.release(!isFit);
  };
  const during = (work: Promise<void>): void => {
    const ended = work.finally(() => underWay.delete(ended));
    underWay.add(ended);
  };
  const opened = (): Promise<void> =>
    connect().then(
      client => done(client, true),
      () => undefined,
    );
  return {
    expect: count => {
      for (let left = count; left > 0; left -= 1) during(opened());
    },
    checkOut: () => retrying(connect, connecting(config, host), host.signal),
    checkIn: (client, state) => during(resetting(client, state).then(isFit => done(client, isFit))),
    settled: async () => void (await Promise.all(underWay)),
  };
}

const ignore = (): void => undefined;

/** Through a connection of its own, since the one to be cancelled is busy. */
const canceller =
  (way: Connecting): Canceller =>
  async processId => {
    const client = new driver.Client(way);
    client.on('error', ignore);
    try {
      await client.connect();
      await client.query('select pg_catalog.pg_cancel_backend($1)', [processId]);
    } finally {
      await client.end();
    }
  };

function closedError(): WarehouseError {
  const { text, hint } = messageOf('warehouse-closed', {});
  return new WarehouseError({ reason: 'connection', message: text, hint, native: { code: null, message: text } });
}
