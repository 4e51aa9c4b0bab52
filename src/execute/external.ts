import { resolve } from 'node:path';
import { asideFile } from '../adapter/aside-file.ts';
import type { ModelFile } from '../adapter/step.ts';
import type { CompiledNode } from '../compile/compiled.ts';
import { type Diagnostic, diagnose, hasErrors, StartFailure } from '../diagnostic/diagnostic.ts';
import type { Plain } from '../manifest/node.ts';
import { plan } from '../materialize/plan.ts';
import type { Column, Sql } from '../sql/relation.ts';
import { text } from '../template/index.ts';
import { type ConfigReader, configReader, isMap } from './config-value.ts';
import { dressUp } from './dress.ts';
import { betweenHooks } from './hook.ts';
import { type NodeRun, type Outcome, refused, success, targetOf } from './node-run.ts';
import { wantedGrants } from './table-details.ts';
import { tiesOf } from './ties.ts';

/** Writes the model's rows to a file beside the database, and a view on it, between its hooks. */
export async function runExternal(run: NodeRun): Promise<Outcome> {
  const { node, adapter } = run;
  const { readFile } = adapter.dialect;
  if (readFile === null)
    return refused([diagnose('run-materialization-unsupported', null, { node: node.name, materialized: 'external' })]);
  const compiled = await run.compile();
  return betweenHooks(run, () => build(run, { compiled, readFile }));
}

interface Build {
  readonly compiled: CompiledNode;
  readonly readFile: NonNullable<NodeRun['adapter']['dialect']['readFile']>;
}

async function build(run: NodeRun, { compiled, readFile }: Build): Promise<Outcome> {
  const { port, tag } = run;
  const target = compiled.relation ?? targetOf(run.node);
  const file = await fileOf(run, compiled);
  const columns = await port.describe(compiled.sql);
  const rows = await port.run([{ kind: 'write-file', file, aside: asideFile(file.path, tag), select: compiled.sql }]);
  const existing = await port.relation(target);
  const ties = await tiesOf(run, { existing, kind: 'view', columns: async () => columns });
  // Without rows there are no folders to read.
  const select = rows === 0 && file.partitionBy.length > 0 ? noRows(run, columns) : readFile(file, columns);
  const view = { kind: 'view', target, existing, ties: ties.value, invocation: tag, grants: wantedGrants(run), select } as const;
  if (hasErrors(ties.diagnostics)) throw new StartFailure(ties.diagnostics);
  await port.run(plan(view, port.capabilities).value);
  await dressUp(run, { target, is: 'view' });
  return { ...success({ verb: 'COPY', rows }), diagnostics: ties.diagnostics };
}

const noRows = ({ adapter: { dialect } }: NodeRun, columns: readonly Column[]): Sql =>
  `select ${columns.map(({ name, nativeType }) => `cast(null as ${nativeType}) as ${dialect.identifier(name)}`).join(', ')} where 1 = 0` as Sql;

/** Options that the file's own replacement makes pointless. */
const replacing: ReadonlySet<string> = new Set(['overwrite', 'overwrite_or_ignore', 'partition_by', 'format', 'append']);

async function fileOf(run: NodeRun, compiled: CompiledNode): Promise<ModelFile> {
  const { node, compiler, port } = run;
  const reader = configReader(node.name, node.config);
  const options = reader.map('options');
  const found = await compiler.evaluate(compiled, '[external_location(this, config) | trim, ref.config.project_root]', port);
  const [location, root] = Array.isArray(found) ? found.map(text) : [];
  const problems: Diagnostic[] = [];
  const format = formatOf(run, { reader, location: location ?? '', problems });
  problems.push(...reader.diagnostics);
  if (problems.length > 0) throw new StartFailure(problems);
  const kept = Object.entries(options).filter(([name, value]) => !replacing.has(name.toLowerCase()) && !isMap(value));
  const delimiter = reader.text('delimiter', null);
  return {
    path: isRemote(location ?? '') ? (location ?? '') : resolve(root ?? '.', location ?? ''),
    format,
    partitionBy: namesOf(options['partition_by']),
    options: {
      ...(format === 'csv' ? { header: true, ...(delimiter === null ? {} : { delimiter }) } : {}),
      ...(Object.fromEntries(kept) as ModelFile['options']),
    },
  };
}

const isRemote = (location: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(location);

interface Located {
  readonly reader: ConfigReader;
  readonly location: string;
  readonly problems: Diagnostic[];
}

const formats = ['parquet', 'csv', 'json'] as const;

/** As configured, else by the end of the file's name. */
function formatOf({ node }: NodeRun, { reader, location, problems }: Located): ModelFile['format'] {
  const options = node.config['options'];
  const inOptions = isMap(options) ? configReader(node.name, { enabled: true, ...options }) : null;
  if ((node.config['format'] ?? null) !== null) return reader.choice('format', formats, 'parquet');
  if (isMap(options) && (options['format'] ?? null) !== null) return inOptions?.choice('format', formats, 'parquet') ?? 'parquet';
  const end = /\.(\w+)(?:\.\w+)?$/.exec(location)?.[1]?.toLowerCase() ?? null;
  const found = formats.find(one => one === end || (end === 'pq' && one === 'parquet') || (end === 'tsv' && one === 'csv'));
  if (found !== undefined) return found;
  if ((node.config['location'] ?? null) !== null && end !== null)
    problems.push(diagnose('run-file-format', null, { node: node.name, location }));
  return 'parquet';
}

/** `a, b` or a list. */
const namesOf = (value: Plain | undefined): readonly string[] =>
  (Array.isArray(value) ? value.map(String) : String(value ?? '').split(','))
    .map(name => name.trim())
    .filter(name => name !== '');
