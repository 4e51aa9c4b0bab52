import { isAbsolute, join } from 'node:path';
import type { TemplateMethod } from '../../src/adapter/adapter.ts';
import type { Sql } from '../../src/sql/relation.ts';
import type { DuckdbConfig } from './config.ts';
import { quoting } from './quote.ts';

/** What templates find on `adapter` on DuckDB alone, as projects written for dbt-duckdb call it. */
export function templateMethods(config: DuckdbConfig): Readonly<Record<string, TemplateMethod>> {
  return {
    external_root: constant(config.externalRoot),
    is_motherduck: constant(false),
    is_ducklake: { parameters: ['relation?'], run: () => config.path.startsWith('ducklake:') },
    use_ducklake_table_workarounds: { parameters: ['relation?'], run: () => false },
    disable_transactions: constant(config.transactions === 'disabled'),
    get_binding_char: constant('?'),
    catalog_supports_foreign_keys: { parameters: ['database?'], run: () => !config.path.startsWith('ducklake:') },
    external_write_options: {
      parameters: ['write_location', 'rendered_options'],
      run: ([location, options]) => writeOptions(String(location), record(options)),
    },
    external_read_location: {
      parameters: ['write_location', 'rendered_options'],
      run: ([location, options]) => readLocation(String(location), record(options)),
    },
    location_exists: {
      parameters: ['location'],
      run: ([location], query) => query?.(globOf(String(location))).then(rows => rows.length > 0) ?? false,
    },
    get_temp_relation_path: { parameters: ['model'], run: ([model]) => `__dbt_temp_${record(model)['name']}` },
    get_seed_file_path: { parameters: ['model'], run: ([model]) => seedPath(record(model)) },
    // Plugins are Python modules, and a relation that none of them stores is stored by the warehouse.
    store_relation: { parameters: ['plugin_name', 'relation', 'column_list', 'path', 'format', 'config'], run: () => null },
    warn_once: { parameters: ['msg'], run: () => null },
  };
}

const constant = (value: unknown): TemplateMethod => ({ parameters: [], run: () => value });
const record = (value: unknown): Readonly<Record<string, unknown>> => (value ?? {}) as Readonly<Record<string, unknown>>;
const globOf = (location: string): Sql => `select 1 from glob(${quoting.string(location)}) limit 1` as Sql;

function seedPath(model: Readonly<Record<string, unknown>>): string {
  const path = String(model['original_file_path'] ?? '');
  return isAbsolute(path) ? path : join(String(model['root_path'] ?? ''), path);
}

const quotedOptions = new Set(['delimiter', 'delim', 'sep', 'null', 'nullstr', 'quote', 'escape']);

/** The options of `copy … to (…)`: those given, then the format by the file's ending, and a header for CSV. */
function writeOptions(location: string, given: Readonly<Record<string, unknown>>): string {
  const options = new Map(Object.entries(given));
  if (!options.has('format')) options.set('format', formatOf(location));
  if (location.endsWith('.gz') && !options.has('compression')) options.set('compression', 'gzip');
  if (options.get('format') === 'csv' && !options.has('header')) options.set('header', 1);
  return [...options].map(([name, value]) => `${name} ${optionText(name, value)}`).join(', ');
}

function optionText(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  const written = String(value);
  if (name === 'partition_by') return written.includes(',') && !written.startsWith('(') ? `(${written})` : written;
  return quotedOptions.has(name) && !written.startsWith("'") ? quoting.string(written) : written;
}

function formatOf(location: string): string {
  const [ending = 'parquet'] = /[^.]+$/.exec(location.replace(/\.gz$/, '').toLowerCase()) ?? [];
  return location.includes('.') ? ending : 'parquet';
}

/** The pattern that reads what was written in folders, one level for each column it is divided by. */
function readLocation(location: string, options: Readonly<Record<string, unknown>>): string {
  const by = options['partition_by'];
  if (by === undefined || by === null) return location;
  const levels = String(by)
    .split(',')
    .map(() => '*');
  return [location, ...levels, `*.${options['format'] ?? 'parquet'}`].join('/');
}
