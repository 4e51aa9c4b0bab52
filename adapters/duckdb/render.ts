import type { Renderers } from '../../src/adapter/adapter.ts';
import type { Constraint, CsvSource, ModelFile, StepOf, TableShape } from '../../src/adapter/step.ts';
import type { Column, RelationName, Sql } from '../../src/sql/relation.ts';
import { ansiRenderers, ddl } from '../ansi/render.ts';
import { quoting } from './quote.ts';

const { identifier: id, relation: rel, string } = quoting;
const ansi = ansiRenderers(quoting);

export const renderers: Renderers = {
  ...ansi,
  'create-table': (s, can) => ansi['create-table']({ ...s, target: s.temporary ? temporary(s.target) : s.target }, can),
  'define-table': (s, can) => ansi['define-table']({ ...s, shape: withoutCatalogs(s.shape) }, can),
  'define-function': s => [{ ...ddl(createMacro(s)), repeatable: true }],
  comment: (s, can) => ansi.comment(withoutNul(s), can),
  'write-file': s => [{ ...ddl(copyTo(s)), writes: { aside: s.aside, path: s.file.path } }],
  'load-csv': s => [{ ...ddl(loadCsv(s)), repeatable: s.replace }],
};

/** DuckDB's functions are macros: their arguments have no types, and what they give is cast to the type that it should have. */
function createMacro({ target, arguments: list, returns, body }: StepOf<'define-function'>): string {
  const names = list.map(one => (one.default === null ? id(one.name) : `${id(one.name)} := ${one.default}`));
  const inside = body.trim().replace(/;\s*$/, '');
  return `create or replace macro ${rel(target)}(${names.join(', ')}) as cast((\n${inside}\n) as ${returns})`;
}

/** DuckDB takes only one literal for a comment, and no literal can hold the character that ends SQL. */
const withoutNul = (s: StepOf<'comment'>): StepOf<'comment'> => ({
  ...s,
  text: s.text?.replaceAll('\0', '') ?? null,
  columns: Object.fromEntries(Object.entries(s.columns).map(([name, text]) => [name, text.replaceAll('\0', '')])),
});

/** DuckDB refuses temporary tables under any other name than this. */
const temporary = (name: RelationName): RelationName => ({ catalog: 'temp', schema: 'main', name: name.name });

/** DuckDB takes no catalog in a reference, not even the table's own. */
const withoutCatalogs = ({ columns, constraints }: TableShape): TableShape => ({
  columns: columns.map(column => ({ ...column, constraints: column.constraints.map(withoutCatalog) })),
  constraints: constraints.map(withoutCatalog),
});

const withoutCatalog = (one: Constraint): Constraint =>
  one.to === null ? one : { ...one, to: { ...one.to, table: { ...one.to.table, catalog: null } } };

function copyTo({ file: { format, options, partitionBy }, aside, select }: StepOf<'write-file'>): string {
  const written = Object.entries(options).map(([name, value]) => `${name} ${optionText(value)}`);
  const partitions = partitionBy.length === 0 ? [] : [`partition_by (${partitionBy.map(quoting.identifier).join(', ')})`];
  return `copy (\n${select}\n) to ${string(aside)} (${[`format ${format}`, ...partitions, ...written].join(', ')})`;
}

/** Words and what the author has quoted stand as they are. */
const optionText = (value: string | number | boolean): string =>
  typeof value !== 'string' || /^(?:\w+|'[^']*'|\(.*\)|\{.*\})$/s.test(value) ? String(value) : string(value);

/** Every column in its own type, whatever the format makes of it. */
export function readFile({ path, format, options, partitionBy }: ModelFile, columns: readonly Column[]): Sql {
  const files = partitionBy.length === 0 ? path : `${path.replace(/\/$/, '')}/**/*.${format}`;
  const types = `columns = {${columns.map(({ name, nativeType }) => `${string(name)}: ${string(nativeType)}`).join(', ')}}`;
  const partitioned = partitionBy.length === 0 ? [] : ['hive_partitioning = true'];
  const delimiter = options['delimiter'] ?? options['delim'] ?? options['sep'];
  const csv = [`header = ${options['header'] ?? true}`, ...(delimiter === undefined ? [] : [`delim = ${optionText(delimiter)}`])];
  // Partition columns are in the names of folders, not in the files.
  const typed = partitionBy.length === 0 ? [types] : [];
  const how = { parquet: [], csv: [...csv, ...typed], json: typed }[format];
  const select = columns.map(
    ({ name, nativeType }) => `cast(${quoting.identifier(name)} as ${nativeType}) as ${quoting.identifier(name)}`,
  );
  return `select ${select.join(', ')}\nfrom read_${format}(${[string(files), ...partitioned, ...how].join(', ')})` as Sql;
}

const loadCsv = (s: StepOf<'load-csv'>): string =>
  `create ${s.replace ? 'or replace ' : ''}table ${rel(s.target)} as\nselect * from ${readCsv(s.source)}`;

/**
 * Every row must have as many values as the header. An empty value is null. Types come from the whole file, not a sample,
 * and only ISO dates are dates, as in dbt.
 */
function readCsv({ path, delimiter, columns, columnTypes }: CsvSource): string {
  const options = [
    string(path),
    'header = true',
    `delim = ${string(delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    `dateformat = '%Y-%m-%d'`,
    'sample_size = -1',
    // Left to itself, DuckDB skips leading rows that have fewer values than the last.
    'skip = 0',
    `comment = ''`,
    'strict_mode = true',
    'null_padding = false',
    'ignore_errors = false',
  ];
  if (columns !== null) options.push(`names = [${columns.map(string).join(', ')}]`);
  const types = Object.entries(columnTypes).map(([column, type]) => `${string(column)}: ${string(type)}`);
  if (types.length > 0) options.push(`types = {${types.join(', ')}}`);
  return `read_csv(\n  ${options.join(',\n  ')}\n)`;
}
