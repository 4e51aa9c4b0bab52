import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SchemaName, Warehouse } from '../adapter/adapter.ts';
import { WarehouseError } from '../adapter/error.ts';
import { type CatalogContent, catalogArtifact } from '../artifact/catalog-artifact.ts';
import { diagnose } from '../diagnostic/diagnostic.ts';
import { relationSchemas } from './catalog-scope.ts';
import { choose } from './choose.ts';
import { compileNodes, compilerOf } from './compile-nodes.ts';
import { connect } from './connect.ts';
import type { Effects } from './effects.ts';
import { type Invocation, invoke } from './invocation.ts';
import { lazyPort } from './lazy-port.ts';
import { type OpenProject, openProject } from './open-project.ts';
import type { NodeOptions } from './options.ts';
import { failed, fine, type Outcome } from './outcome.ts';
import { sqlPath } from './sql-path.ts';
import { artifactMeta, compiledRecord, type TargetFolder, targetFolder, writeManifest } from './target-folder.ts';

export interface DocsOptions extends NodeOptions {
  /** `without-sql`: nodes are not compiled, as `--no-compile` asks. */
  readonly content: 'whole' | 'without-sql';
}

/** Writes the docs page and the data it shows: the manifest with compiled SQL, and what the warehouse holds. */
export const docsGenerate = (options: DocsOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  invoke(options, { effects, signal }, async invocation => {
    const open = await openProject(options, invocation);
    const folder = targetFolder(open.project, invocation);
    const isSound = options.content === 'without-sql' || (await compileAll(open, options, invocation, folder));
    await writeCatalog(open, invocation, folder);
    await copySite(folder, invocation);
    return isSound ? fine : failed;
  });

async function compileAll(
  open: OpenProject,
  options: DocsOptions,
  invocation: Invocation,
  folder: TargetFolder,
): Promise<boolean> {
  const { effects } = invocation;
  const lazy = lazyPort(open, invocation);
  try {
    const ids = choose(open, { ...options, kinds: ['model', 'snapshot', 'test', 'analysis'] }, effects);
    const result = await compileNodes({ open, compiler: compilerOf(open, ids), port: lazy.port }, ids);
    for (const one of result.compiled) await folder.writeText(`compiled/${sqlPath(one.node)}`, one.sql);
    const compiled = new Map(result.compiled.map(one => [one.node.unique_id, compiledRecord(one, folder, open.project)]));
    await writeManifest(open, invocation, { folder, compiled });
    for (const diagnostic of result.diagnostics) effects.emit({ kind: 'diagnostic', at: effects.clock.now(), diagnostic });
    return result.diagnostics.length === 0;
  } finally {
    await lazy.close();
  }
}

async function writeCatalog(open: OpenProject, invocation: Invocation, folder: TargetFolder): Promise<void> {
  const warehouse = await connect(open, invocation);
  try {
    const content = await catalogContent(warehouse, relationSchemas(open.manifest), invocation.signal);
    await folder.writeJson('catalog.json', catalogArtifact(open.manifest, content, artifactMeta(open, invocation)));
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

async function copySite({ dir }: TargetFolder, { effects }: Invocation): Promise<void> {
  const { docsDir } = effects.installed;
  const names = await readdir(docsDir).catch((): string[] => []);
  if (!names.includes('index.html')) {
    const diagnostic = diagnose('command-docs-no-site', null, {}, { severity: 'warning' });
    effects.emit({ kind: 'diagnostic', at: effects.clock.now(), diagnostic });
    return;
  }
  await copyFolder(docsDir, dir);
  const text = `The docs are in ${join(dir, 'index.html')}. See them with: model docs serve`;
  effects.emit({ kind: 'note', at: effects.clock.now(), text });
}

async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (entry.isDirectory()) await copyFolder(join(from, entry.name), join(to, entry.name));
    else await copyFile(join(from, entry.name), join(to, entry.name));
  }
}
