import { isAbsolute, resolve } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { AdapterHost, ServerInfo } from '../../src/adapter/adapter.ts';
import { WarehouseError } from '../../src/adapter/error.ts';
import { messageOf } from '../../src/diagnostic/messages/index.ts';
import type { Message } from '../../src/diagnostic/messages/message.ts';
import type { Attachment, DuckdbConfig, Extension, Secret, Settings } from './config.ts';
import { warehouseError } from './error.ts';
import { quoting } from './quote.ts';

export interface Prepared {
  readonly server: ServerInfo;
  readonly sessionSql: readonly string[];
}

const { identifier, string } = quoting;
/** The only form in which DuckDB tells where in a statement an error is. */
const jsonErrors = 'set global errors_as_json = true';

/** Brings an opened database into the state that the profile asks for: extensions, settings, secrets, attached databases. */
export async function prepareInstance(instance: DuckDBInstance, config: DuckdbConfig, host: AdapterHost): Promise<Prepared> {
  const connection = await instance.connect();
  try {
    await connection.run(jsonErrors);
    for (const extension of config.extensions) await loadExtension(connection, extension, config.settings);
    const local = await applySettings(connection, settingsWithSearchPath(config.settings, host.projectDir));
    for (const secret of config.secrets) await createSecret(connection, secret);
    for (const attachment of config.attach) await attach(connection, attachment, host.projectDir);
    const opened = await currentDatabase(connection);
    const database = await chosenDatabase(connection, config, opened.database);
    const use = database === opened.database ? [] : [`use ${identifier(database)}`];
    const server = { version: opened.version, flavour: null, defaultCatalog: database };
    return { server, sessionSql: [...local, ...use] };
  } finally {
    connection.closeSync();
  }
}

const failed = (error: WarehouseError, { text, hint }: Message): WarehouseError =>
  new WarehouseError({
    reason: error.reason,
    message: text,
    hint: hint ?? error.hint,
    native: { ...error.native, message: text },
  });

async function run(connection: DuckDBConnection, sql: string): Promise<void> {
  await connection.run(sql).catch((error: unknown) => {
    throw warehouseError(error, sql);
  });
}

/** Runs `sql`; on failure its error becomes what `explain` makes of it. */
async function attempt(
  connection: DuckDBConnection,
  sql: string,
  explain: (error: WarehouseError) => WarehouseError,
): Promise<void> {
  await run(connection, sql).catch((error: unknown) => {
    throw error instanceof WarehouseError ? explain(error) : error;
  });
}

async function loadExtension(connection: DuckDBConnection, { name, repository }: Extension, settings: Settings): Promise<void> {
  if (String(settings['autoinstall_known_extensions']) === 'true') {
    const from = repository === null ? '' : ` from ${/^\w+$/.test(repository) ? repository : string(repository)}`;
    await attempt(connection, `install ${identifier(name)}${from}`, error => {
      const [detail = error.native.message] = error.native.message.split('\n');
      return failed(error, messageOf('warehouse-extension-download', { extension: name, detail }));
    });
  }
  const missing = messageOf('warehouse-extension-missing', { extension: name });
  await attempt(connection, `load ${identifier(name)}`, error => failed(error, missing));
}

/** Relative files in SQL are looked for from the current folder first, then from the project's. DuckDB separates folders by commas. */
function settingsWithSearchPath(settings: Settings, projectDir: string): Settings {
  if (settings['file_search_path'] !== undefined || projectDir === process.cwd() || projectDir.includes(',')) return settings;
  return { file_search_path: projectDir, ...settings };
}

/** Applies settings for the whole database; returns statements for those that DuckDB keeps per connection, such as `search_path`. */
async function applySettings(connection: DuckDBConnection, settings: Settings): Promise<readonly string[]> {
  const local: string[] = [];
  for (const [name, value] of Object.entries(settings)) {
    const set = (scope: 'global' | 'session'): string => `set ${scope} ${identifier(name)} = ${settingValue(value)}`;
    const explain = (error: WarehouseError): WarehouseError =>
      failed(error, messageOf('warehouse-setting-failed', { name, detail: error.message }));
    const error = await run(connection, set('global')).then(
      () => null,
      (error: unknown) => error as WarehouseError,
    );
    if (error === null) continue;
    if (!/cannot be set globally/.test(error.message)) throw explain(error);
    await attempt(connection, set('session'), explain);
    local.push(set('session'));
  }
  return local;
}

const settingValue = (value: Settings[string]): string => (typeof value === 'string' ? string(value) : String(value));

async function createSecret(connection: DuckDBConnection, { name, persistent, parameters }: Secret): Promise<void> {
  const list = Object.entries(parameters).map(([key, value]) => `${secretKey(key)} ${secretValue(key, value)}`);
  const sql = `create or replace ${persistent ? 'persistent ' : ''}secret ${identifier(name)} (${list.join(', ')})`;
  await attempt(connection, sql, error => {
    const detail = withoutSecrets(error.message, parameters);
    return failed(error, messageOf('warehouse-secret-failed', { name, detail }));
  });
}

const secretKey = (key: string): string => (/^\w+$/.test(key) ? key : identifier(key));
/** Types and providers are words of DuckDB's grammar; all else are values. */
const secretValue = (key: string, value: unknown): string =>
  ['type', 'provider'].includes(key.toLowerCase()) && /^\w+$/.test(String(value)) ? String(value) : optionValue(value);

function optionValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(optionValue).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(([key, item]) => `${string(key)}: ${optionValue(item)}`);
    return `map {${pairs.join(', ')}}`;
  }
  return typeof value === 'boolean' || typeof value === 'number' ? String(value) : string(String(value ?? ''));
}

function withoutSecrets(text: string, parameters: Secret['parameters']): string {
  const values = Object.entries(parameters).filter(([key]) => !['type', 'provider', 'scope'].includes(key.toLowerCase()));
  return values.reduce(
    (shown, [, value]) => (typeof value === 'string' && value.length > 2 ? shown.replaceAll(value, '***') : shown),
    text,
  );
}

async function attach(connection: DuckDBConnection, attachment: Attachment, projectDir: string): Promise<void> {
  const { alias, type, readOnly, options } = attachment;
  const given = Object.entries(options).map(([key, value]) => `${secretKey(key)} ${optionValue(value)}`);
  const list = [...(type === null ? [] : [`type ${identifier(type)}`]), ...(readOnly ? ['read_only'] : []), ...given];
  const path = attachedPath(attachment, projectDir);
  const sql = `attach if not exists ${string(path)}${alias === null ? '' : ` as ${identifier(alias)}`}${list.length === 0 ? '' : ` (${list.join(', ')})`}`;
  // A connection string may hold a password, so only the alias of such a database is shown.
  const shown = path === attachment.path && /[=@]/.test(path) ? (alias ?? type ?? 'database') : path;
  await attempt(connection, sql, error =>
    failed(error, messageOf('warehouse-attach-failed', { path: shown, detail: error.message.replaceAll(path, shown) })),
  );
}

/** Only paths of DuckDB and SQLite files are files; other types take connection strings. */
function attachedPath({ path, type }: Attachment, projectDir: string): string {
  const isFile = (type === null || /^(?:duckdb|sqlite)$/i.test(type)) && !/^[a-z_0-9]{2,}:/i.test(path) && path !== ':memory:';
  return isFile && !isAbsolute(path) ? resolve(projectDir, path) : path;
}

async function currentDatabase(connection: DuckDBConnection): Promise<{ readonly version: string; readonly database: string }> {
  const [row] = await (await connection.run('select version(), current_database()')).getRowsJson();
  return { version: String(row?.[0]).replace(/^v/, ''), database: String(row?.[1]) };
}

/** `database` in the profile must be one that is open; its case does not matter. */
async function chosenDatabase(connection: DuckDBConnection, config: DuckdbConfig, opened: string): Promise<string> {
  if (config.database === null) return opened;
  const rows = await (
    await connection.run('select database_name from duckdb_databases() where not internal order by 1')
  ).getRowsJson();
  const known = rows.map(([name]) => String(name));
  const found = known.find(name => name.toLowerCase() === config.database?.toLowerCase());
  if (found !== undefined) return found;
  const { text, hint } = messageOf('warehouse-database-unknown', { database: config.database, known });
  throw new WarehouseError({ reason: 'missing', message: text, hint, native: { code: null, message: text } });
}
