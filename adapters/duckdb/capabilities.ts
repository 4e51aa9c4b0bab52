import type { ServerInfo } from '../../src/adapter/adapter.ts';
import type { Capabilities, Preferred, Upsert } from '../../src/adapter/capabilities.ts';
import { isAtLeast } from './version.ts';

/** The version that the package installs, assumed where nothing is connected. */
export const assumedServer: ServerInfo = { version: '1.5.6', flavour: null, defaultCatalog: null };

export const capabilities = (server: ServerInfo): Capabilities => ({
  names: {
    parts: 3,
    // One transaction may read all attached databases but write to one.
    otherCatalogs: 'write',
    folding: 'preserve',
    caseSensitive: false,
    // DuckDB sets no limit; this keeps generated names within what file systems and people take.
    maxLength: 255,
    lengthUnit: 'chars',
  },
  transactions: 'ddl-and-dml',
  replaceTable: 'atomic',
  replaceView: 'any',
  viewBinding: 'name',
  exchange: ['rename-in-transaction'],
  clone: 'none',
  upsert: upserts(server),
  csv: { types: 'found', nulls: 'empty' },
  tempTables: 'session',
  tempSchema: { catalog: 'temp', schema: 'main' },
  tableFunctions: true,
  materializedViews: 'none',
  comments: 'statement',
  grants: 'none',
  typeModifiers: 'compared',
  constraints: {
    'not-null': 'enforced',
    check: 'enforced',
    unique: 'enforced',
    'primary-key': 'enforced',
    'foreign-key': 'enforced',
    custom: 'enforced',
  },
  foreignKeyParents: 'held',
  indexes: 'sql',
  tableOptions: [],
  cancel: 'query',
  subqueryAlias: 'optional',
  estimate: 'explain',
  concurrentBatches: true,
  sessions: { model: 'in-process', maxWriters: Number.MAX_SAFE_INTEGER },
});

/** MERGE came with 1.4. Delete-insert comes first since it is what dbt projects on DuckDB get unless they ask for another. */
const upserts = (server: ServerInfo): Preferred<Upsert> =>
  isAtLeast(server.version, 1, 4) ? ['delete-insert', 'merge', 'on-conflict'] : ['delete-insert', 'on-conflict'];
