import { join, relative } from 'node:path';
import type { SchemaName, Warehouse } from '../adapter/adapter.ts';
import { WarehouseError } from '../adapter/error.ts';
import { type CatalogContent, catalogArtifact } from '../artifact/catalog-artifact.ts';
import type { ColumnLineage } from '../artifact/column-lineage.ts';
import { historyFile, readHistory } from '../artifact/run-history.ts';
import { diagnose, hasErrors } from '../diagnostic/diagnostic.ts';
import { docsDiskFiles } from '../docs/docs-files.ts';
import type { NodeChange } from '../docs/page-data.ts';
import type { PageFiles } from '../docs/page-html.ts';
import { writeDocs } from '../docs/write-docs.ts';
import type { NodeId } from '../manifest/id.ts';
import type { PlainMap } from '../manifest/node.ts';
import type { CompiledRecord } from '../manifest/record.ts';
import { relationSchemas } from './catalog-scope.ts';
import { choose } from './choose.ts';
import { columnLineage, lineageArtifact, lineageNote } from './column-lineage.ts';
import { compileNodes, compilerOf } from './compile-nodes.ts';
import { connect } from './connect.ts';
import { docsChanges } from './docs-changes.ts';
import { type DocsProblems, docsProblems, type NodeProblems, unreadable } from './docs-problems.ts';
import type { Effects } from './effects.ts';
import { type Invocation, invoke } from './invocation.ts';
import { lazyPort } from './lazy-port.ts';
import { type OpenProject, openProject, tell } from './open-project.ts';
import type { NodeOptions } from './options.ts';
import { failed, fine, type Outcome } from './outcome.ts';
import { sqlPath } from './sql-path.ts';
import {
  artifactMeta,
  compiledRecord,
  manifestRecord,
  type TargetFolder,
  targetFolder,
  textOf,
  writeManifest,
} from './target-folder.ts';

export interface DocsOptions extends NodeOptions {
  /** `without-sql`: nodes are not compiled, as `--no-compile` asks. */
  readonly content: 'whole' | 'without-sql';
}

/** Writes the docs page and the data it shows: the manifest with compiled SQL, and what the warehouse holds. */
export const docsGenerate = (options: DocsOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  invoke(options, { effects, signal }, async invocation => {
    const open = await openProject(options, invocation, 'keep');
    const { isWhole } = await generateDocs(open, options, invocation);
    return isWhole && !hasErrors(open.diagnostics) ? fine : failed;
  });

export interface GeneratedDocs {
  /** Null when the program for the browser is not built, which is told. */
  readonly page: PageFiles | null;
  /** Whether every node could be compiled. */
  readonly isWhole: boolean;
}

/** Writes the docs of a project that is open. */
export async function generateDocs(open: OpenProject, options: DocsOptions, invocation: Invocation): Promise<GeneratedDocs> {
  const folder = targetFolder(open.project, invocation);
  const changes = docsChanges(open);
  const compiled = await compileAll(open, options, invocation, folder);
  const manifest = manifestRecord(open, invocation, compiled.records);
  // What others compare with or read ahead stays as it was while the project cannot be read.
  if (!hasErrors(open.diagnostics)) await writeManifest(open, invocation, { folder, compiled: compiled.records });
  const catalog = await writeCatalog(open, invocation, folder);
  const lineage =
    options.content === 'whole' ? await writeLineage(open, { records: compiled.records, catalog }, folder, invocation) : null;
  const problems = docsProblems(open, compiled.failures);
  const page = await writePage({ manifest, catalog, lineage, problems, changes }, folder, invocation, open);
  return { page, isWhole: compiled.failures.size === 0 };
}

interface Compiling {
  readonly records: ReadonlyMap<NodeId, CompiledRecord>;
  /** Of nodes that could be read and not compiled, which is told. */
  readonly failures: NodeProblems;
}

async function compileAll(
  open: OpenProject,
  options: DocsOptions,
  invocation: Invocation,
  folder: TargetFolder,
): Promise<Compiling> {
  if (options.content === 'without-sql') return { records: new Map(), failures: new Map() };
  const { effects } = invocation;
  const lazy = lazyPort(open, invocation);
  try {
    const ids = choose(open, { ...options, kinds: ['model', 'snapshot', 'test', 'analysis'] }, effects);
    const broken = unreadable(open);
    const sound = [...ids].filter(id => !broken.has(id));
    const result = await compileNodes({ open, compiler: compilerOf(open, ids), port: lazy.port }, sound);
    for (const one of result.compiled) await folder.writeText(`compiled/${sqlPath(one.node)}`, one.sql);
    const records = new Map(result.compiled.map(one => [one.node.unique_id, compiledRecord(one, folder, open.project)]));
    tell(result.diagnostics, effects);
    return { records, failures: result.failures };
  } finally {
    await lazy.close();
  }
}

async function writeCatalog(open: OpenProject, invocation: Invocation, folder: TargetFolder): Promise<PlainMap> {
  const warehouse = await connect(open, invocation);
  try {
    const content = await catalogContent(warehouse, relationSchemas(open.manifest), invocation.signal);
    const catalog = catalogArtifact(open.manifest, content, artifactMeta(open, invocation));
    await folder.writeJson('catalog.json', catalog);
    return catalog;
  } finally {
    await warehouse.close();
  }
}

/** Two round trips, whatever the number of schemas. What fails is told in the catalog. */
async function catalogContent(
  { catalog }: Warehouse,
  scope: readonly SchemaName[],
  signal: AbortSignal,
): Promise<CatalogContent> {
  try {
    const relations = await catalog.relations(scope, signal);
    const columns = await catalog.columns(scope, signal);
    return { relations, columns, errors: [] };
  } catch (error) {
    if (!(error instanceof WarehouseError) || error.reason === 'cancelled') throw error;
    return { relations: [], columns: [], errors: [error.message] };
  }
}

async function writeLineage(
  open: OpenProject,
  { records, catalog }: { readonly records: Compiling['records']; readonly catalog: PlainMap },
  folder: TargetFolder,
  { effects }: Invocation,
): Promise<ColumnLineage> {
  const sql = new Map([...records].map(([id, record]) => [id, record.compiledCode]));
  const lineage = await columnLineage(open, { sql, catalog }, folder, effects);
  await folder.writeJson('column_lineage.json', lineageArtifact(lineage));
  effects.emit({ kind: 'note', at: effects.clock.now(), text: lineageNote(lineage) });
  return lineage.lineage;
}

interface PageContent {
  readonly manifest: PlainMap;
  readonly catalog: PlainMap;
  /** Null: no SQL was compiled. */
  readonly lineage: ColumnLineage | null;
  readonly problems: DocsProblems;
  /** Null: nothing to compare with was named. */
  readonly changes: ReadonlyMap<string, NodeChange> | null;
}

async function writePage(
  { problems, ...content }: PageContent,
  { dir }: TargetFolder,
  { effects }: Invocation,
  { project }: OpenProject,
): Promise<PageFiles | null> {
  const left = {
    runResults: await readArtifact(join(dir, 'run_results.json'), effects),
    freshness: await readArtifact(join(dir, 'sources.json'), effects),
    history: readHistory((await textOf(join(dir, historyFile), effects)) ?? ''),
  };
  const input = { ...content, ...left, problems: problems.ofNodes, mistakes: problems.ofProject };
  const written = await writeDocs({ targetDir: dir, siteDir: effects.installed.docsDir, ...input }, docsDiskFiles);
  if (written === null) {
    const diagnostic = diagnose('command-docs-no-site', null, {}, { severity: 'warning' });
    effects.emit({ kind: 'diagnostic', at: effects.clock.now(), diagnostic });
    return null;
  }
  const path = relative(project.dir, written.path) || written.path;
  effects.emit({ kind: 'note', at: effects.clock.now(), text: `The docs are in ${path}. See them with: model docs serve` });
  return written.page;
}

/** What an earlier command left behind; null when there is nothing that can be read. */
async function readArtifact(path: string, effects: Effects): Promise<PlainMap | null> {
  try {
    const text = await textOf(path, effects);
    return text === null ? null : (JSON.parse(text) as PlainMap);
  } catch {
    return null;
  }
}
