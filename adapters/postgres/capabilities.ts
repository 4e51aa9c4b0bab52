import type { ServerInfo } from '../../src/adapter/adapter.ts';
import type { Capabilities, Preferred, Upsert } from '../../src/adapter/capabilities.ts';

/** Assumed where nothing is connected. */
export const assumedServer: ServerInfo = { version: '15.0', flavour: null, defaultCatalog: null };

export const capabilities = (server: ServerInfo): Capabilities => ({
  names: {
    parts: 3,
    otherCatalogs: 'none',
    folding: 'lower',
    caseSensitive: true,
    maxLength: 63,
    lengthUnit: 'bytes',
  },
  transactions: 'ddl-and-dml',
  replaceTable: 'none',
  replaceView: 'compatible-only',
  viewBinding: 'identity',
  exchange: ['one-statement'],
  clone: 'none',
  upsert: upserts(server),
  csv: { types: 'given', nulls: 'empty-or-word' },
  tempTables: 'session',
  tempSchema: { catalog: null, schema: 'pg_temp' },
  tableFunctions: false,
  materializedViews: 'manual',
  comments: 'statement',
  grants: 'sql',
  // As dbt-postgres has it.
  typeModifiers: 'ignored',
  constraints: {
    'not-null': 'enforced',
    check: 'enforced',
    unique: 'enforced',
    'primary-key': 'enforced',
    'foreign-key': 'enforced',
    custom: 'enforced',
  },
  foreignKeyParents: 'free',
  indexes: 'sql',
  tableOptions: ['unlogged'],
  cancel: 'query',
  subqueryAlias: majorVersion(server.version) >= 16 ? 'optional' : 'required',
  estimate: 'explain',
  concurrentBatches: true,
  sessions: { model: 'pooled', maxWriters: Number.MAX_SAFE_INTEGER },
});

/** MERGE came with 15. Delete-insert comes first since it is what dbt projects on Postgres get unless they ask for another. */
const upserts = (server: ServerInfo): Preferred<Upsert> =>
  majorVersion(server.version) >= 15 ? ['delete-insert', 'merge', 'on-conflict'] : ['delete-insert', 'on-conflict'];

/** `15.4 (Debian 15.4-1)` → 15. */
const majorVersion = (version: string): number => Number.parseInt(version, 10);
