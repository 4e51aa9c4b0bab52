import { didYouMean, type Message } from './message.ts';

export const warehouseMessages = {
  /** What a warehouse said, passed on with its own words. */
  'warehouse-failed': (p: { readonly text: string; readonly hint: string | null }): Message => ({ text: p.text, hint: p.hint }),
  'warehouse-cancelled': (_: Readonly<Record<string, never>>): Message => ({ text: 'The statement was cancelled.', hint: null }),
  'warehouse-closed': (_: Readonly<Record<string, never>>): Message => ({
    text: 'The connection to the warehouse is closed.',
    hint: null,
  }),
  'warehouse-conflict': (p: { readonly text: string }): Message => ({
    text: `Another transaction changed the same object at the same time (${p.text}).`,
    hint: 'Run the node again; if two nodes write to one relation, make one depend on the other.',
  }),

  'warehouse-memory': (p: { readonly detail: string }): Message => ({
    text: `DuckDB ran out of memory: ${p.detail}.`,
    hint: 'Raise `memory_limit` under `settings` in the profile, set `temp_directory` so that DuckDB can spill to disk, or use fewer `threads`.',
  }),

  'warehouse-disk-full': (p: { readonly file: string | null }): Message => ({
    text: `The disk is full${p.file === null ? '' : `: \`${p.file}\` cannot be written`}.`,
    hint: 'Make room, or move the database, and run it again.',
  }),

  'warehouse-file-limit': (p: { readonly file: string | null }): Message => ({
    text: `${p.file === null ? 'A file' : `\`${p.file}\``} cannot grow any further: it is as large as a file of this process may be.`,
    hint: 'Raise that limit, as with `ulimit -f unlimited`, and run it again.',
  }),

  'warehouse-config-required': (p: {
    readonly field: string;
    readonly help: string;
    readonly misspelt: string | null;
  }): Message => ({
    text: `The profile lacks \`${p.field}\`.`,
    hint: p.misspelt === null ? p.help : `Is \`${p.misspelt}\` to be \`${p.field}\`?`,
  }),
  'warehouse-config-type': (p: { readonly field: string; readonly value: string; readonly type: string }): Message => ({
    text: `\`${p.field}\` is \`${p.value}\`, which is not ${kinds[p.type] ?? p.type}.`,
    hint: null,
  }),
  'warehouse-config-unknown': (p: { readonly field: string; readonly near: string | null }): Message => ({
    text: `The profile sets \`${p.field}\`, which this adapter does not know.`,
    hint: didYouMean(p.near),
  }),
  'warehouse-config-ignored': (p: { readonly field: string; readonly why: string }): Message => ({
    text: `The profile sets \`${p.field}\`, which has no effect: ${p.why}.`,
    hint: null,
  }),
  'warehouse-config-entry': (p: { readonly field: string; readonly lacks: string }): Message => ({
    text: `An entry of \`${p.field}\` lacks \`${p.lacks}\`.`,
    hint: null,
  }),

  'warehouse-path-refused': (p: { readonly path: string }): Message => ({
    text: `\`${p.path}\` is a MotherDuck database, which this adapter does not connect to.`,
    hint: 'Give `path` a file or `:memory:`.',
  }),
  'warehouse-database-unknown': (p: { readonly database: string; readonly known: readonly string[] }): Message => ({
    text: `\`database\` is \`${p.database}\`, but the profile opens only ${p.known.map(name => `\`${name}\``).join(', ')}.`,
    hint: 'A database is named after its file; leave `database` out, or attach one under that alias.',
  }),
  'warehouse-locked': (p: { readonly file: string; readonly program: string | null; readonly pid: number | null }): Message => ({
    text: `Another process holds the database file \`${p.file}\`${holder(p.program, p.pid)}.`,
    hint: 'Close that program; `--wait-for-lock` makes a build wait until it has ended.',
  }),
  'warehouse-opened-otherwise': (p: { readonly file: string }): Message => ({
    text: `The database file \`${p.file}\` is already open in this process with other \`config_options\`.`,
    hint: null,
  }),
  'warehouse-not-a-database': (p: { readonly file: string }): Message => ({
    text: `The file \`${p.file}\` is not a DuckDB database.`,
    hint: 'Check `path` in the profile; to start afresh, move the file away.',
  }),
  'warehouse-corrupt': (p: { readonly file: string; readonly detail: string }): Message => ({
    text: `The database file \`${p.file}\` is damaged: ${p.detail}`,
    hint: 'Restore it from a backup, or move it away to start afresh.',
  }),
  'warehouse-newer-file': (p: { readonly file: string; readonly detail: string }): Message => ({
    text: `The database file \`${p.file}\` was written by a newer DuckDB than this one can read (${p.detail}).`,
    hint: 'Update modelwright, or export the database with the program that wrote it.',
  }),
  'warehouse-folder-missing': (p: { readonly file: string; readonly folder: string }): Message => ({
    text: `The database file \`${p.file}\` cannot be created, since the folder \`${p.folder}\` does not exist.`,
    hint: 'Create the folder, or correct `path` in the profile.',
  }),
  'warehouse-path-is-folder': (p: { readonly file: string }): Message => ({
    text: `\`${p.file}\` is a folder, not a database file.`,
    hint: 'Add a file name to `path` in the profile.',
  }),
  'warehouse-file-denied': (p: { readonly file: string }): Message => ({
    text: `The database file \`${p.file}\` may not be read or written by this user.`,
    hint: 'Change its permissions, or open it for reading with `config_options: {access_mode: read_only}`.',
  }),
  'warehouse-read-only': (p: { readonly database: string }): Message => ({
    text: `The database \`${p.database}\` is open for reading only.`,
    hint: null,
  }),
  'warehouse-extension-missing': (p: { readonly extension: string }): Message => ({
    text: `The DuckDB extension \`${p.extension}\` is not installed.`,
    hint: `Install it once with \`install ${p.extension}\` in DuckDB, or let Modelwright download it with \`settings: {autoinstall_known_extensions: true}\` in the profile.`,
  }),
  'warehouse-extension-download': (p: { readonly extension: string; readonly detail: string }): Message => ({
    text: `The DuckDB extension \`${p.extension}\` cannot be downloaded: ${p.detail}`,
    hint: null,
  }),
  'warehouse-attach-failed': (p: { readonly path: string; readonly detail: string }): Message => ({
    text: `\`${p.path}\` cannot be attached: ${p.detail}`,
    hint: null,
  }),
  'warehouse-secret-failed': (p: { readonly name: string; readonly detail: string }): Message => ({
    text: `The secret \`${p.name}\` cannot be created: ${p.detail}`,
    hint: null,
  }),
  'warehouse-setting-failed': (p: { readonly name: string; readonly detail: string }): Message => ({
    text: `The setting \`${p.name}\` cannot be applied: ${p.detail}`,
    hint: null,
  }),
  'warehouse-csv-ragged': (p: {
    readonly file: string;
    readonly line: number;
    readonly found: number;
    readonly expected: number;
  }): Message => ({
    text: `Line ${p.line} of \`${p.file}\` has ${p.found} ${p.found === 1 ? 'value' : 'values'}, but the header has ${p.expected}.`,
    hint: 'Put a value that contains the delimiter in double quotes.',
  }),
  'warehouse-csv-quote': (p: {
    readonly file: string;
    readonly line: number;
    readonly flaw: 'open-quote' | 'text-behind-quote';
  }): Message => ({
    text: `Line ${p.line} of \`${p.file}\` ${p.flaw === 'open-quote' ? 'opens a double quote that nothing closes' : 'has text behind a double quote that closes a value'}.`,
    hint: 'Put the whole value in double quotes, and write a double quote inside it twice.',
  }),
  'warehouse-csv-unreadable': (p: { readonly file: string; readonly detail: string }): Message => ({
    text: `\`${p.file}\` cannot be read as CSV: ${p.detail}`,
    hint: null,
  }),
  'warehouse-csv-value': (p: { readonly file: string; readonly line: number; readonly detail: string }): Message => ({
    text: `Line ${p.line} of \`${p.file}\` cannot be loaded: ${p.detail}`,
    hint: null,
  }),
  'warehouse-csv-columns': (p: {
    readonly columns: string;
    readonly has: readonly string[];
    readonly near: string | null;
  }): Message => ({
    text: `\`column_types\` names ${p.columns}, which the file does not have.`,
    hint: didYouMean(p.near) ?? (p.has.length === 0 ? null : `It has ${p.has.map(name => `\`${name}\``).join(', ')}.`),
  }),
};

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  secret: 'a text',
  file: 'a path',
  integer: 'a whole number',
  boolean: '`true` or `false`',
  list: 'a list',
  map: 'a map',
};

const holder = (program: string | null, pid: number | null): string =>
  program === null ? '' : `: \`${program}\`${pid === null ? '' : `, process ${pid}`}`;
