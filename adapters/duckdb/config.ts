import { type ConfigField, type ConfigReport, type ConfigValues, configSchema } from '../../src/adapter/config-schema.ts';
import { messageOf } from '../../src/diagnostic/messages/index.ts';

export interface DuckdbConfig {
  /** A file, `:memory:`, or what DuckDB's own extensions open, such as `ducklake:…`. */
  readonly path: string;
  /** Null: the catalog that `path` opens. */
  readonly database: string | null;
  readonly schema: string;
  readonly extensions: readonly Extension[];
  readonly settings: Settings;
  readonly configOptions: Settings;
  readonly secrets: readonly Secret[];
  readonly attach: readonly Attachment[];
  /** Where external materializations write; relative to the project folder. */
  readonly externalRoot: string;
  readonly connectAttempts: number;
  readonly queryAttempts: number;
  /** DuckDB's exception types without `Exception` or `Error`: `IO`, `HTTP`. */
  readonly retryable: readonly string[];
  readonly transactions: 'real' | 'disabled';
}

export type Settings = Readonly<Record<string, string | number | boolean>>;
export interface Extension {
  readonly name: string;
  readonly repository: string | null;
}
export interface Secret {
  readonly name: string;
  readonly persistent: boolean;
  /** Never logged. */
  readonly parameters: Readonly<Record<string, unknown>>;
}
export interface Attachment {
  readonly path: string;
  readonly alias: string | null;
  readonly type: string | null;
  readonly readOnly: boolean;
  readonly options: Readonly<Record<string, unknown>>;
}

const field = (name: string, type: ConfigField['type'], help: string, aliases: readonly string[] = []): ConfigField => ({
  name,
  type,
  required: false,
  help,
  aliases,
});

const pythonOnly: Readonly<Record<string, string>> = {
  plugins: 'plugins are Python modules',
  filesystems: 'fsspec file systems are Python modules; use `secrets` and the `httpfs` extension',
  module_paths: 'it lists Python modules',
  remote: 'connecting through a remote Python server is not offered',
};

const fields: readonly ConfigField[] = [
  field('type', 'string', '`duckdb`.'),
  field('path', 'file', 'The database file, relative to the project folder, or `:memory:`.'),
  field(
    'database',
    'string',
    'The catalog that models go to: the file that `path` names, or the alias of an attached database.',
    ['dbname', 'catalog'],
  ),
  field('schema', 'string', 'The schema that models go to; `main` when it is left out.'),
  field('threads', 'integer', 'How many nodes run at once.'),
  field('extensions', 'list', 'DuckDB extensions to load: names, or maps with `name` and `repo`.'),
  field('settings', 'map', 'DuckDB settings, applied to every session.'),
  field('config_options', 'map', 'DuckDB options that must be known when the database is opened, such as `access_mode`.'),
  field('secrets', 'list', 'Secrets to create: maps with `type`, `name` and what that type takes.'),
  field('attach', 'list', 'Databases to attach: maps with `path`, `alias`, `type`, `read_only` and `options`.'),
  field('external_root', 'string', 'The folder that external models are written to.'),
  field('use_credential_provider', 'string', '`aws`: take S3 credentials from the environment or the AWS configuration.'),
  field('retries', 'map', '`connect_attempts`, `query_attempts` and `retryable_exceptions`.'),
  field('keep_open', 'boolean', 'Accepted for compatibility: the database stays open during a command.'),
  field('is_ducklake', 'boolean', '`path` opens a DuckLake catalog.'),
  field('disable_transactions', 'boolean', 'Run every statement on its own.'),
  field('temp_directory', 'string', 'Where DuckDB spills what does not fit into memory.'),
  ...Object.keys(pythonOnly).map(name => field(name, name === 'remote' ? 'map' : 'list', `Ignored: ${pythonOnly[name]}.`)),
];

export const config = configSchema<DuckdbConfig>(fields, read);

function read(values: ConfigValues, report: ConfigReport): DuckdbConfig {
  for (const [name, why] of Object.entries(pythonOnly))
    if (values[name] !== undefined) report.warning(name, messageOf('warehouse-config-ignored', { field: name, why }));
  const settings = settingsOf('settings', values, report);
  const retries = values['retries'] as ConfigValues | undefined;
  const loaded = {
    path: pathOf(values, report),
    database: optional<string>(values, 'database'),
    schema: optional<string>(values, 'schema') ?? 'main',
    extensions: extensionsOf(values, report),
    settings:
      values['temp_directory'] === undefined ? settings : { temp_directory: String(values['temp_directory']), ...settings },
    configOptions: settingsOf('config_options', values, report),
    secrets: secretsOf(values, report),
    attach: attachmentsOf(values, report),
    externalRoot: optional<string>(values, 'external_root') ?? '.',
    connectAttempts: attemptsOf('connect_attempts', retries, report),
    queryAttempts: attemptsOf('query_attempts', retries, report),
    retryable: retryableOf(retries, report),
    transactions: values['disable_transactions'] === true ? 'disabled' : 'real',
  } as const;
  return loaded;
}

const optional = <V>(values: ConfigValues, name: string): V | null => (values[name] as V | undefined) ?? null;
const asList = (values: ConfigValues, name: string): readonly unknown[] => (values[name] as readonly unknown[] | undefined) ?? [];
const isMap = (value: unknown): value is ConfigValues => typeof value === 'object' && value !== null && !Array.isArray(value);
const asText = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const mistyped = (report: ConfigReport, name: string, value: unknown, type: string): void =>
  report.problem(name, messageOf('warehouse-config-type', { field: name, value: JSON.stringify(value) ?? 'null', type }));

function pathOf(values: ConfigValues, report: ConfigReport): string {
  const path = optional<string>(values, 'path') ?? ':memory:';
  if (/^(?:md|motherduck):/i.test(path))
    report.problem('path', messageOf('warehouse-path-refused', { path: path.replace(/\?.*$/s, '') }));
  return path;
}

function settingsOf(name: 'settings' | 'config_options', values: ConfigValues, report: ConfigReport): Settings {
  const settings: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries((values[name] as ConfigValues | undefined) ?? {})) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') settings[key] = value;
    else if (value !== null) mistyped(report, `${name}.${key}`, value, 'string');
  }
  return settings;
}

function extensionsOf(values: ConfigValues, report: ConfigReport): readonly Extension[] {
  const found: Extension[] = [];
  for (const entry of asList(values, 'extensions')) {
    const name = isMap(entry) ? asText(entry['name']) : asText(entry);
    if (name === null) report.problem('extensions', messageOf('warehouse-config-entry', { field: 'extensions', lacks: 'name' }));
    else found.push({ name, repository: isMap(entry) ? asText(entry['repo'] ?? entry['repository']) : null });
  }
  return found;
}

function secretsOf(values: ConfigValues, report: ConfigReport): readonly Secret[] {
  const found = asList(values, 'secrets').flatMap((entry, index): readonly Secret[] => {
    if (isMap(entry) && asText(entry['type']) !== null) return [secretOf(entry, index)];
    report.problem('secrets', messageOf('warehouse-config-entry', { field: 'secrets', lacks: 'type' }));
    return [];
  });
  const provider = values['use_credential_provider'];
  if (provider === undefined) return found;
  return [...found, { name: '__default_s3', persistent: false, parameters: { type: 's3', provider: 'credential_chain' } }];
}

function secretOf({ name, persistent, secret_name: secretName, ...parameters }: ConfigValues, index: number): Secret {
  return {
    name: asText(name) ?? asText(secretName) ?? `__profile_secret_${index + 1}`,
    persistent: persistent === true,
    parameters,
  };
}

function attachmentsOf(values: ConfigValues, report: ConfigReport): readonly Attachment[] {
  return asList(values, 'attach').flatMap((entry): readonly Attachment[] => {
    const map = isMap(entry) ? entry : { path: entry };
    const path = asText(map['path']);
    if (path === null) {
      report.problem('attach', messageOf('warehouse-config-entry', { field: 'attach', lacks: 'path' }));
      return [];
    }
    if (/^md:/i.test(path)) report.problem('attach', messageOf('warehouse-path-refused', { path: path.replace(/\?.*$/s, '') }));
    const options = isMap(map['options']) ? map['options'] : {};
    return [{ path, alias: asText(map['alias']), type: asText(map['type']), readOnly: map['read_only'] === true, options }];
  });
}

function attemptsOf(name: string, retries: ConfigValues | undefined, report: ConfigReport): number {
  const value = retries?.[name] ?? 1;
  if (Number.isSafeInteger(value) && (value as number) >= 1) return value as number;
  mistyped(report, `retries.${name}`, value, 'integer');
  return 1;
}

/** dbt-duckdb names Python's exception classes: `IOException` is DuckDB's `IO Error`. */
function retryableOf(retries: ConfigValues | undefined, report: ConfigReport): readonly string[] {
  const names = retries?.['retryable_exceptions'] ?? ['IOException'];
  if (Array.isArray(names))
    return names.map(name =>
      String(name)
        .replace(/^.*\./, '')
        .replace(/(?:Exception|Error)$/, ''),
    );
  mistyped(report, 'retries.retryable_exceptions', names, 'list');
  return [];
}

/** The name that DuckDB gives to the catalog of a file: its name up to the first dot. */
export function catalogOf(path: string): string {
  if (path === ':memory:' || path === '') return 'memory';
  const file = path.replace(/^[a-z_]{2,}:/i, '').split(/[?#]/)[0] ?? path;
  const name = file.split(/[/\\]/).at(-1) ?? file;
  return name.split('.')[0] ?? name;
}

export const defaults = (config: DuckdbConfig): { readonly database: string; readonly schema: string } => ({
  database: config.database ?? catalogOf(config.path),
  schema: config.schema,
});
