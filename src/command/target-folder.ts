import { join, relative, resolve } from 'node:path';
import { graphSummary } from '../artifact/graph-summary.ts';
import { manifestArtifact } from '../artifact/manifest-artifact.ts';
import type { ArtifactMeta } from '../artifact/metadata.ts';
import { historyFile, withRun } from '../artifact/run-history.ts';
import { writeArtifact } from '../artifact/write.ts';
import type { CompiledNode } from '../compile/compiled.ts';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import type { NodeId } from '../manifest/id.ts';
import type { Plain, PlainMap } from '../manifest/node.ts';
import type { CompiledRecord } from '../manifest/record.ts';
import { DBT_VERSION } from '../project/dbt-version.ts';
import type { Project } from '../project/project.ts';
import type { Effects } from './effects.ts';
import type { Invocation } from './invocation.ts';
import type { OpenProject } from './open-project.ts';
import { sqlPath } from './sql-path.ts';
import { targetDir } from './target-dir.ts';

/** The folder that everything we write goes to. Each write fails with StartFailure when the folder cannot be written. */
export interface TargetFolder {
  /** Absolute. */
  readonly dir: string;
  /** An artifact such as `run_results.json`, or an absolute path of the user's choice. */
  writeJson(name: string, value: Plain): Promise<void>;
  /** `run_results.json`, and a line for it in the history of runs. */
  writeRun(results: PlainMap): Promise<void>;
  /** Any text file; `path` is below the folder. */
  writeText(path: string, text: string): Promise<void>;
}

export function targetFolder(project: Project, { effects }: Invocation): TargetFolder {
  const dir = targetDir(project);
  const write = async (path: string, act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      throw unwritable(relative(project.dir, path) || path, error);
    }
  };
  const writeJson = async (name: string, value: Plain): Promise<void> => {
    const path = resolve(dir, name);
    await write(path, () => writeArtifact(path, value, effects.artifacts));
    effects.emit({ kind: 'artifact', at: effects.clock.now(), path });
  };
  return {
    dir,
    writeJson,
    writeRun: async results => {
      await writeJson('run_results.json', results);
      const path = join(dir, historyFile);
      const before = (await textOf(path, effects)) ?? '';
      await write(path, () => effects.artifacts.replace(path, [withRun(before, results)]));
    },
    writeText: (path, text) => write(join(dir, path), () => effects.writeText(join(dir, path), text)),
  };
}

/** Null when there is no such file. */
export async function textOf(path: string, { files }: Pick<Effects, 'files'>): Promise<string | null> {
  const bytes = await files.read(path);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file stands where a folder is needed',
  EEXIST: 'a file stands where a folder is needed',
  EISDIR: 'a folder has its name',
  ENOENT: 'its folder cannot be created',
};

const cures: Readonly<Record<string, string>> = {
  ENOSPC: 'Make room',
  ENOTDIR: 'Move the file away',
  EEXIST: 'Move the file away',
  EISDIR: 'Move the folder away',
};

function unwritable(path: string, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error)) return error;
  const code = String(error.code);
  const cure = cures[code] ?? 'Check the permissions of the folder';
  return new StartFailure([diagnose('command-target-unwritable', null, { path, reason: reasons[code] ?? error.message, cure })]);
}

/** What was compiled in this invocation, as the manifest shows it. `sent`: whether statements of the node were sent, and written. */
export function compiledRecord(
  { node, sql, extraCtes, macros }: CompiledNode,
  { dir }: TargetFolder,
  project: Project,
  { sent = false }: { readonly sent?: boolean } = {},
): CompiledRecord {
  const below = (part: 'compiled' | 'run'): string => relative(project.dir, join(dir, part, sqlPath(node))).replaceAll('\\', '/');
  const ran = sent && node.resource_type === 'test' ? testMacros : [];
  return {
    compiledCode: sql,
    compiledPath: below('compiled'),
    extraCtes,
    macros: [...macros, ...ran],
    ...(sent ? { buildPath: below('run') } : {}),
  };
}

/** What dbt notes for every data test that has run. */
const testMacros = ['get_limit_subquery_sql', 'should_store_failures', 'statement'].map(name => `macro.dbt.${name}`);

export const artifactMeta = (
  { project }: Pick<OpenProject, 'project'>,
  { id, startedAt, effects }: Invocation,
): ArtifactMeta => ({
  dbtVersion: DBT_VERSION,
  generatedAt: effects.clock.now(),
  invocationId: id,
  invocationStartedAt: startedAt,
  env: customEnv(project),
});

function customEnv(project: Project): Readonly<Record<string, string>> {
  const prefix = 'DBT_ENV_CUSTOM_ENV_';
  const found = [...project.env].filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value]));
}

/** The content of `manifest.json`. */
export const manifestRecord = (
  open: OpenProject,
  invocation: Invocation,
  compiled: ReadonlyMap<NodeId, CompiledRecord>,
): PlainMap =>
  manifestArtifact(open.manifest, open.graph, {
    ...artifactMeta(open, invocation),
    runStartedAt: invocation.startedAt,
    quoting: open.project.packages[0].config.quoting,
    selectors: Object.fromEntries([...open.selectors].map(([name, { record }]) => [name, record])),
    compiled,
  });

/** `manifest.json` and the graph beside it. */
export async function writeManifest(
  open: OpenProject,
  invocation: Invocation,
  { folder, compiled }: { readonly folder: TargetFolder; readonly compiled: ReadonlyMap<NodeId, CompiledRecord> },
): Promise<void> {
  const { manifest, graph, project } = open;
  if (project.flags['WRITE_JSON'] === false) return;
  await folder.writeJson('manifest.json', manifestRecord(open, invocation, compiled));
  await folder.writeJson('graph_summary.json', graphSummary(graph, manifest, invocation.id));
}
