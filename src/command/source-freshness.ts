import type { Warehouse } from '../adapter/adapter.ts';
import { type CheckedSource, sourcesArtifact } from '../artifact/sources-artifact.ts';
import { diagnose } from '../diagnostic/diagnostic.ts';
import { execute, type RunSummary } from '../execute/execute.ts';
import { hasThreshold } from '../manifest/freshness.ts';
import type { NodeId } from '../manifest/id.ts';
import { choose } from './choose.ts';
import { withWarehouse } from './connect.ts';
import type { Effects } from './effects.ts';
import { type Invocation, invoke } from './invocation.ts';
import { type OpenProject, openProject, refuseOrTell } from './open-project.ts';
import type { NodeOptions } from './options.ts';
import { fine, type Outcome } from './outcome.ts';
import { runDeps } from './run-deps-of.ts';
import { isBad } from './run-nodes.ts';
import { artifactMeta, targetFolder, writeManifest } from './target-folder.ts';

export interface FreshnessOptions extends NodeOptions {
  /** Absolute: where the result goes instead of `sources.json` in the target folder. */
  readonly outputPath?: string;
}

/** Asks how old the newest rows of sources are, where the project says how old they may be. Fails when one is too old. */
export const sourceFreshness = (options: FreshnessOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  invoke(options, { effects, signal }, async invocation => {
    const open = await openProject(options, invocation);
    await writeManifest(open, invocation, { folder: targetFolder(open.project, invocation), compiled: new Map() });
    const chosen = choose(open, { ...options, kinds: ['source'] }, effects);
    const selection = new Set([...chosen].filter(id => hasThresholdIn(open, id)));
    if (selection.size > 0)
      return withWarehouse(open, invocation, warehouse => check({ open, options, selection, warehouse }, invocation));
    refuseOrTell([diagnose('command-nothing-watched', null, {}, { severity: 'warning' })], open.project, effects);
    await write({ results: [], elapsedMs: 0 }, { open, options }, invocation);
    return fine;
  });

function hasThresholdIn({ manifest }: OpenProject, id: NodeId): boolean {
  const source = manifest.sources.get(id);
  return source !== undefined && hasThreshold(source);
}

interface Checking {
  readonly open: OpenProject;
  readonly options: FreshnessOptions;
  readonly selection: ReadonlySet<NodeId>;
  readonly warehouse: Warehouse;
}

async function check({ open, options, selection, warehouse }: Checking, invocation: Invocation): Promise<Outcome> {
  const operations = open.project.flags['SOURCE_FRESHNESS_RUN_PROJECT_HOOKS'] === false ? 'none' : 'all';
  const wanted = { open, selection, warehouse, operations, mode: 'apply', tests: 'follow', waitForLockMs: 0 } as const;
  const summary = await execute(selection, runDeps(wanted, invocation), invocation.signal);
  await write(summary, { open, options }, invocation);
  return { exitCode: summary.cancelled || summary.results.some(isBad) ? 1 : 0, results: summary.results };
}

async function write(
  { results, elapsedMs }: Pick<RunSummary, 'results' | 'elapsedMs'>,
  { open, options }: Pick<Checking, 'open' | 'options'>,
  invocation: Invocation,
): Promise<void> {
  const checked: readonly CheckedSource[] = results.flatMap(result => {
    const source = open.manifest.sources.get(result.node);
    // What a cancelled run has not looked at is as it was.
    return source === undefined || result.status === 'skipped' ? [] : [{ source, result }];
  });
  const meta = { ...artifactMeta(open, invocation), elapsedMs, secrets: open.secrets };
  const folder = targetFolder(open.project, invocation);
  await folder.writeJson(options.outputPath ?? 'sources.json', sourcesArtifact(checked, meta));
}
