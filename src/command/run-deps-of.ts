import type { Warehouse } from '../adapter/adapter.ts';
import type { RunDeps, RunOptions } from '../execute/run-deps.ts';
import type { NodeId } from '../manifest/id.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { originSpan } from '../parse/draft.ts';
import type { ProjectFiles } from '../project/project-files.ts';
import { compilerOf } from './compile-nodes.ts';
import type { Invocation } from './invocation.ts';
import type { OpenProject } from './open-project.ts';
import { withQueryComment } from './query-comment.ts';
import { readingOf } from './sample.ts';

/** What commands decide on; all else says the project, its flags and its target. */
interface Wanted extends Pick<RunOptions, 'mode' | 'tests' | 'waitForLockMs' | 'window' | 'batches' | 'operations'> {
  readonly open: OpenProject;
  readonly selection: ReadonlySet<NodeId>;
  readonly warehouse: Warehouse;
  readonly cloneFrom?: Manifest;
}

/** What a run of nodes needs of this project and this invocation. */
export function runDeps(
  { open, selection, warehouse, cloneFrom, ...options }: Wanted,
  { id, effects, startedAt, command }: Invocation,
): RunDeps {
  const { graph, manifest, plugin, project } = open;
  const { target, flags } = project;
  const reading = readingOf(flags, startedAt);
  const compiler = compilerOf(open, selection, reading);
  return {
    adapter: plugin,
    warehouse: withQueryComment({ open, compiler, warehouse }),
    compiler,
    manifest,
    graph,
    emit: effects.emit,
    clock: effects.clock,
    readText: (path, limit) => readText(path, limit, effects.files),
    locate: origin => originSpan(project, origin),
    ...(cloneFrom === undefined ? {} : { cloneFrom }),
    options: {
      ...options,
      command,
      invocation: id,
      target: target.name,
      threads: flags['SINGLE_THREADED'] === true ? 1 : target.threads,
      onFailure: flags['FAIL_FAST'] === true ? 'stop' : 'continue',
      refresh: flags['FULL_REFRESH'] === true ? 'full' : 'incremental',
      storeFailures: flags['STORE_FAILURES'] === true ? 'all' : 'configured',
      holder: effects.holder,
    },
  };
}

async function readText(path: string, { maxBytes }: { readonly maxBytes: number }, files: ProjectFiles): Promise<string | null> {
  if ((await files.size(path)) > maxBytes) return null;
  const bytes = await files.read(path);
  return bytes && new TextDecoder().decode(bytes);
}
