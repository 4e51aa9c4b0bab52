import type { Dialect } from '../adapter/adapter.ts';
import type { CsvSource } from '../adapter/step.ts';
import { type Diagnostic, diagnose, hasErrors, StartFailure } from '../diagnostic/diagnostic.ts';
import type { ManifestNode, PlainMap } from '../manifest/node.ts';
import { plan } from '../materialize/plan.ts';
import { csvColumnTypes } from '../sql/csv-type.ts';
import type { Column } from '../sql/relation.ts';
import { configReader } from './config-value.ts';
import { dressUp } from './dress.ts';
import { betweenHooks } from './hook.ts';
import { type NodeRun, type Outcome, success, targetOf } from './node-run.ts';
import { tableDetails } from './table-details.ts';
import { tiesOf } from './ties.ts';

/** Loads a file into a table between its hooks. The warehouse reads the file itself; its types come from a look at all of it. */
export function runSeed(run: NodeRun): Promise<Outcome> {
  return betweenHooks(run, () => load(run));
}

async function load(run: NodeRun): Promise<Outcome> {
  const { node, adapter, port, tag } = run;
  const reader = configReader(node.name, node.config);
  const file = {
    path: filePath(node),
    delimiter: reader.text('delimiter', ',').replace('\\t', '\t'),
    configured: texts(reader.map('column_types')),
  };
  const problems = [...reader.diagnostics, ...(file.delimiter === '' ? [noDelimiter(node)] : [])];
  if (problems.length > 0) throw new StartFailure(problems);
  const source = { path: file.path, delimiter: file.delimiter, ...(await look(run, file)) };
  const target = targetOf(node);
  const details = await tableDetails(run, null);
  if (hasErrors(details.diagnostics)) throw new StartFailure(details.diagnostics);
  const existing = await port.relation(target);
  const ties = await tiesOf(run, { existing, kind: 'table', columns: async () => seedColumns(source, adapter.dialect) });
  if (hasErrors(ties.diagnostics)) throw new StartFailure(ties.diagnostics);
  const goal = { kind: 'seed', ...details.value, target, existing, invocation: tag, ties: ties.value, source } as const;
  const rows = await port.run(plan(goal, port.capabilities).value);
  await dressUp(run, { target, is: 'table' });
  return success({ verb: 'INSERT', rows });
}

function seedColumns({ columns, columnTypes }: CsvSource, { parseType, typeName }: Dialect): readonly Column[] {
  const types = new Map(Object.entries(columnTypes).map(([name, type]) => [name.toLowerCase(), parseType(type)]));
  return (columns ?? Object.keys(columnTypes)).map(name => {
    const type = types.get(name.toLowerCase()) ?? { kind: 'string', length: null };
    return { name, type, nativeType: typeName(type), nullable: true, comment: null };
  });
}

const noDelimiter = (node: ManifestNode): Diagnostic =>
  diagnose('run-config-value', null, { node: node.name, key: 'delimiter', value: '', expected: 'a character', near: null });

/** Larger files are left to the warehouse's own guess where it has one: reading them here would cost more than it is worth. */
const MOST_BYTES = 64 * 1024 * 1024;

/** A first line with nothing in it, behind a byte order mark or not. */
const noHeader = /^\ufeff?[^\S\n]*(?:\n|$)/;

interface SeedFile extends Pick<CsvSource, 'path' | 'delimiter'> {
  /** Types by column, as the author wrote them. */
  readonly configured: Readonly<Record<string, string>>;
}

/** What the columns are called, and the types of those that have no configured one. */
async function look(
  { node, adapter, port, readText }: NodeRun,
  { path, delimiter, configured }: SeedFile,
): Promise<Pick<CsvSource, 'columns' | 'columnTypes'>> {
  const { csv } = port.capabilities;
  const maxBytes = csv.types === 'given' ? Number.POSITIVE_INFINITY : MOST_BYTES;
  const text = await readText(path, { maxBytes });
  if (text === null) return { columns: null, columnTypes: configured };
  if (noHeader.test(text))
    throw new StartFailure([diagnose('run-seed-header', null, { node: node.name, file: node.original_file_path })]);
  const types = named(csvColumnTypes(text, { delimiter, nulls: csv.nulls }), { node, port });
  const known = new Set(Object.keys(configured).map(name => name.toLowerCase()));
  const inferred = [...types].filter(([name]) => !known.has(name.toLowerCase()));
  const spelled = inferred.map(([name, type]) => [name, adapter.dialect.typeName(type)]);
  return { columns: [...types.keys()], columnTypes: { ...Object.fromEntries(spelled), ...configured } };
}

/** Without quotes a name is what the warehouse makes of it. */
function named<T>(columns: ReadonlyMap<string, T>, { node, port }: Pick<NodeRun, 'node' | 'port'>): ReadonlyMap<string, T> {
  const { folding } = port.capabilities.names;
  if (node.config['quote_columns'] !== false || folding === 'preserve') return columns;
  return new Map([...columns].map(([name, one]) => [folding === 'lower' ? name.toLowerCase() : name.toUpperCase(), one]));
}

const filePath = (node: ManifestNode): string => {
  const root = node.resource_type === 'seed' ? node.root_path : null;
  return root === null ? node.original_file_path : `${root}/${node.original_file_path}`;
};

const texts = (map: PlainMap): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(map).map(([name, type]) => [name, String(type)]));
