import { type ConfigField, type ConfigReport, type ConfigValues, configSchema } from '../../src/adapter/config-schema.ts';
import { messageOf } from '../../src/diagnostic/messages/index.ts';

export interface PostgresConfig {
  /** A name, an address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Null: what `PGPASSWORD` or the password file says, else none. */
  readonly password: string | null;
  readonly database: string;
  readonly schema: string;
  readonly ssl: SslConfig;
  /** As `set search_path` takes it; null: the server's. */
  readonly searchPath: string | null;
  readonly role: string | null;
  /** Seconds without traffic after which the connection is checked; 0: the system's own. */
  readonly keepalivesIdle: number;
  /** In seconds. */
  readonly connectTimeout: number;
  /** How often connecting is tried again. */
  readonly retries: number;
  readonly applicationName: string;
}

export interface SslConfig {
  readonly mode: SslMode;
  /** Paths, relative to the project folder. */
  readonly certificate: string | null;
  readonly key: string | null;
  readonly rootCertificate: string | null;
}
const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof sslModes)[number];

type Extra = Partial<Pick<ConfigField, 'aliases' | 'required'>>;
const field = (name: string, type: ConfigField['type'], help: string, extra: Extra = {}): ConfigField => ({
  name,
  type,
  required: false,
  help,
  ...extra,
});

const fields: readonly ConfigField[] = [
  field('type', 'string', '`postgres`.'),
  field('host', 'string', 'The server: a name, an address, or the folder of its Unix socket.', { required: true }),
  field('port', 'integer', 'The port; 5432 when it is left out.'),
  field('user', 'string', 'Who connects.', { aliases: ['username'], required: true }),
  field('password', 'secret', 'The password; left out, `PGPASSWORD` or the password file gives it.', { aliases: ['pass'] }),
  field('dbname', 'string', 'The database that models go to.', { aliases: ['database'], required: true }),
  field('schema', 'string', 'The schema that models go to.', { required: true }),
  field('threads', 'integer', 'How many nodes run at once.'),
  field('sslmode', 'string', '`disable`, `allow`, `prefer`, `require`, `verify-ca` or `verify-full`.'),
  field('sslcert', 'file', 'The certificate of the client.'),
  field('sslkey', 'file', "The key of the client's certificate."),
  field('sslrootcert', 'file', 'The certificates of those whose word on the server is trusted.'),
  field('search_path', 'string', 'Where names without a schema are looked for.'),
  field('role', 'string', 'The role that the sessions take on.'),
  field('keepalives_idle', 'integer', 'Seconds of silence after which the connection is checked.'),
  field('connect_timeout', 'integer', 'Seconds to wait for a connection; 10 when it is left out.'),
  field('retries', 'integer', 'How often connecting is tried again; 1 when it is left out.'),
  field('application_name', 'string', 'What the server calls the sessions.'),
];

export const config = configSchema<PostgresConfig>(fields, read);

function read(values: ConfigValues, report: ConfigReport): PostgresConfig {
  const text = (name: string): string | null => (values[name] as string | undefined) ?? null;
  return {
    host: text('host') ?? '',
    port: whole('port', values, report, { least: 1, most: 65535, fallback: 5432 }),
    user: text('user') ?? '',
    password: text('password'),
    database: text('dbname') ?? '',
    schema: text('schema') ?? '',
    ssl: {
      mode: sslMode(text('sslmode'), report),
      certificate: text('sslcert'),
      key: text('sslkey'),
      rootCertificate: text('sslrootcert'),
    },
    searchPath: text('search_path'),
    role: text('role'),
    keepalivesIdle: whole('keepalives_idle', values, report, { least: 0, most: 86_400, fallback: 0 }),
    connectTimeout: whole('connect_timeout', values, report, { least: 0, most: 86_400, fallback: 10 }),
    retries: whole('retries', values, report, { least: 0, most: 1000, fallback: 1 }),
    applicationName: text('application_name') ?? 'modelwright',
  };
}

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly fallback: number;
}

function whole(name: string, values: ConfigValues, report: ConfigReport, { least, most, fallback }: Bounds): number {
  const value = (values[name] as number | undefined) ?? fallback;
  if (value >= least && value <= most) return value;
  report.problem(name, messageOf('warehouse-config-range', { field: name, value, least, most }));
  return fallback;
}

function sslMode(mode: string | null, report: ConfigReport): SslMode {
  const found = sslModes.find(known => known === (mode ?? 'prefer'));
  if (found === undefined)
    report.problem('sslmode', messageOf('warehouse-config-choice', { field: 'sslmode', value: mode ?? '', choices: sslModes }));
  return found ?? 'prefer';
}

export const defaults = ({ database, schema }: PostgresConfig): { readonly database: string; readonly schema: string } => ({
  database,
  schema,
});
