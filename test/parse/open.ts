import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import duckdb from '../../adapters/duckdb/index.ts';
import type { CompiledNode } from '../../src/compile/compiled.ts';
import { createCompiler } from '../../src/compile/create-compiler.ts';
import type { Invocation } from '../../src/context/project-context.ts';
import { type Diagnostic, StartFailure } from '../../src/diagnostic/diagnostic.ts';
import { renderDiagnostic } from '../../src/diagnostic/render.ts';
import { cycleDiagnostic } from '../../src/graph/cycle.ts';
import { buildGraph } from '../../src/graph/graph.ts';
import type { NodeId } from '../../src/manifest/id.ts';
import type { ManifestNode } from '../../src/manifest/node.ts';
import { fileText } from '../../src/parse/draft.ts';
import type { InternalPackage } from '../../src/parse/macro.ts';
import { type ParsedProject, parseProject } from '../../src/parse/parse.ts';
import { loadProject } from '../../src/project/load.ts';
import { nodeFiles } from '../../src/project/node-files.ts';
import type { LoadOptions, Project } from '../../src/project/project.ts';
import { type FileTexts, folderOf } from '../project/folder.ts';

export interface Opened extends ParsedProject {
  readonly project: Project;
  readonly diagnostics: readonly Diagnostic[];
}

/** The adapter's macros, most specific package first; read once, since every test parses them. */
const internalMacros: readonly InternalPackage[] = duckdb.macros
  .map(({ packageName, folder }) => ({
    name: packageName,
    files: readdirSync(fileURLToPath(folder))
      .filter(file => file.endsWith('.sql'))
      .map(file => ({ path: `macros/${file}`, text: readFileSync(new URL(file, folder), 'utf8'), blocks: null })),
  }))
  .toReversed();

const invocation: Invocation = {
  id: '00000000-0000-4000-8000-000000000000',
  startedAt: 0,
  command: 'build',
  dbtVersion: '1.11.0',
  now: () => 0,
};

/** A project folder, loaded and parsed for DuckDB. */
export async function openFolder(dir: string, options: Partial<LoadOptions> = {}): Promise<Opened> {
  const given = { projectDir: dir, env: {}, homeDir: join(dir, 'home'), startedAt: new Date(0), ...options };
  return parsed(await loadProject(given, nodeFiles, 'keep'));
}

export function parsed(project: Project): Opened {
  const settings = duckdb.config.check({ type: 'duckdb', path: ':memory:' });
  if (!settings.ok) throw new Error('the settings of the test are wrong');
  const place = duckdb.defaults(settings.value);
  const { value, diagnostics } = parseProject({
    project,
    adapter: {
      name: duckdb.name,
      family: [duckdb.name],
      dialect: duckdb.dialect,
      defaultDatabase: place.database,
      defaultSchema: place.schema ?? 'main',
      publicFields: {},
    },
    internalMacros,
    invocation,
    output: { log: () => {}, warn: () => {} },
    flags: project.flags,
  });
  return { project, diagnostics, ...value };
}

/** A project of these files; a project file is added when there is none. */
export const openFiles = (files: FileTexts, options: Partial<LoadOptions> = {}): Promise<Opened> =>
  openFolder(folderOf({ 'dbt_project.yml': 'name: shop\n', ...files }), options);

/** The node whose id ends so: `orders`, `model.shop.orders`. */
export function nodeOf({ manifest }: Opened, name: string): ManifestNode {
  const id = [...manifest.nodes.keys()].find(one => one === name || one.endsWith(`.${name}`));
  const node = id && manifest.nodes.get(id);
  if (!node) throw new Error(`no node ${name} among ${[...manifest.nodes.keys()].join(', ')}`);
  return node;
}

export const compiled = (opened: Opened, name: string, selected: readonly NodeId[] = []): Promise<CompiledNode> =>
  createCompiler({ ...opened, selected }).compile(nodeOf(opened, name), null);

/** What the terminal shows of the diagnostics, without colour. */
const rendered = ({ project }: Pick<Opened, 'project'>, diagnostics: readonly Diagnostic[]): string =>
  diagnostics.map(one => renderDiagnostic(one, { source: file => fileText(project, file), color: false })).join('\n\n');

/** Codes of all diagnostics with their places: `parse-unknown-ref models/a.sql:1:15`. */
export const complaintsOf = ({ diagnostics }: Opened): readonly string[] =>
  diagnostics.map(({ code, span }) => (span ? `${code} ${span.file}:${span.line}:${span.column}` : code));

/** Diagnostics of a folder, also of one that cannot be loaded at all. */
export async function report(dir: string): Promise<string> {
  try {
    const opened = await openFolder(dir);
    const cycle = cycleDiagnostic(buildGraph(opened.manifest), opened.manifest);
    return rendered(opened, cycle ? [...opened.diagnostics, cycle] : opened.diagnostics);
  } catch (error) {
    if (!(error instanceof StartFailure)) throw error;
    const source = (file: string): string | null => {
      try {
        return readFileSync(join(dir, file), 'utf8');
      } catch {
        return null;
      }
    };
    return error.diagnostics.map(one => renderDiagnostic(one, { source, color: false }).replaceAll(dir, 'DIR')).join('\n\n');
  }
}
