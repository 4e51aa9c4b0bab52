import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import type { Client, ClientConfig } from 'pg';
import { WarehouseError } from '../../src/adapter/error.ts';
import { messageOf } from '../../src/diagnostic/messages/index.ts';
import type { PostgresConfig, SslConfig } from './config.ts';
import { connectError } from './connect-error.ts';
import { named, nativeError } from './error.ts';
import { quoting } from './quote.ts';

/** By `require`, which reads the driver's CommonJS files once where `import` reads them twice. */
export const driver = createRequire(import.meta.url)('pg') as typeof import('pg');

/** Values come as the server's text; `cell.ts` reads them. */
const asText: ClientConfig['types'] = { getTypeParser: () => (text: string) => text };

export type Connecting = ClientConfig & Required<Pick<ClientConfig, 'host'>>;

/** The ways of connecting that the profile allows, in the order in which they are tried. */
export async function waysToConnect(config: PostgresConfig, projectDir: string): Promise<readonly Connecting[]> {
  const plain: Connecting = {
    host: config.host,
    port: config.port,
    user: config.user,
    ...(config.password === null ? {} : { password: config.password }),
    database: config.database,
    application_name: config.applicationName,
    connectionTimeoutMillis: config.connectTimeout * 1000,
    keepAlive: true,
    keepAliveInitialDelayMillis: config.keepalivesIdle * 1000,
    types: asText,
    ssl: false,
  };
  // A Unix socket has no network to protect.
  if (config.host.startsWith('/') || config.ssl.mode === 'disable') return [plain];
  const encrypted: Connecting = { ...plain, ssl: await tlsOptions(config.ssl, projectDir) };
  if (config.ssl.mode === 'prefer') return [encrypted, plain];
  return config.ssl.mode === 'allow' ? [plain, encrypted] : [encrypted];
}

async function tlsOptions(ssl: SslConfig, projectDir: string): Promise<ConnectionOptions> {
  const read = (field: string, path: string | null): Promise<Buffer | undefined> =>
    path === null
      ? Promise.resolve(undefined)
      : readFile(resolve(projectDir, path)).catch((error: NodeJS.ErrnoException) => {
          throw unreadable(field, path, error);
        });
  const [ca, cert, key] = await Promise.all([
    read('sslrootcert', ssl.rootCertificate),
    read('sslcert', ssl.certificate),
    read('sslkey', ssl.key),
  ]);
  // As in libpq, a root certificate makes `require` look at the chain.
  const looksAtChain = ssl.mode.startsWith('verify') || (ssl.mode === 'require' && ca !== undefined);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    rejectUnauthorized: looksAtChain,
    ...(ssl.mode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
  };
}

function unreadable(field: string, path: string, error: NodeJS.ErrnoException): WarehouseError {
  const { text, hint } = messageOf('warehouse-file-unreadable', { field, path, detail: error.code ?? error.message });
  return new WarehouseError({
    reason: 'missing',
    message: text,
    hint,
    native: { code: error.code ?? null, message: error.message },
  });
}

/** The first way that works, and the connection that it made. */
export async function firstConnection(
  ways: readonly Connecting[],
  config: PostgresConfig,
): Promise<{ readonly way: Connecting; readonly client: Client }> {
  for (const [index, way] of ways.entries()) {
    const client = new driver.Client(way);
    // What ends an idle connection is told by the next statement.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return { way, client };
    } catch (error) {
      await client.end().catch(() => undefined);
      const isLast = index === ways.length - 1;
      if (isLast || !dependsOnEncryption(error)) throw connectError(error, config);
    }
  }
  throw new Error('there is no way to connect');
}

/** Whether the other way, with or without encryption, may fare better. */
function dependsOnEncryption(error: unknown): boolean {
  const { severity, code } = nativeError(error);
  if (severity !== null) return code === '28000';
  return !/^E[A-Z]+$/.test(code ?? '') || code === 'ECONNRESET' || code === 'EPROTO';
}

/** What every session starts with: values in the forms that `cell.ts` reads, and what the profile asks for. */
function sessionSql({ role, searchPath }: PostgresConfig): string {
  return [
    'set datestyle to iso',
    'set intervalstyle to postgres',
    'set bytea_output to hex',
    ...(role === null ? [] : [`set role ${quoting.identifier(role)}`]),
    ...(searchPath === null ? [] : [`select pg_catalog.set_config('search_path', ${quoting.string(searchPath)}, false)`]),
  ].join('; ');
}

/** Brings a used session back to its start. */
export const resetSql = (config: PostgresConfig): string =>
  `discard temp; select pg_catalog.pg_advisory_unlock_all(); reset role; reset all; ${sessionSql(config)}`;

/** Fails with what is wrong with `role` when that is why. */
export async function prepareSession(client: Pick<Client, 'query'>, config: PostgresConfig): Promise<void> {
  try {
    await client.query(sessionSql(config));
  } catch (error) {
    const { code, message } = nativeError(error);
    const { role, user } = config;
    if (role === null || !/^(?:22023|42501|42704)$/.test(code ?? '')) throw connectError(error, config);
    const fields = named('warehouse-role-refused', { role, user, detail: message });
    throw new WarehouseError({ ...fields, reason: 'permission', native: { code, message } }, { cause: error });
  }
}
