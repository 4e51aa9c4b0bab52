import type { Warehouse } from '../adapter/adapter.ts';
import type { RunResult } from '../artifact/run-result.ts';
import { runResultsArtifact } from '../artifact/run-results-artifact.ts';
import type { CompiledNode } from '../compile/compiled.ts';
import { execute, type RunSummary } from '../execute/execute.ts';
import type { EarlierBatches, RunDeps, Written } from '../execute/run-deps.ts';
import type { NodeId } from '../manifest/id.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { CompiledRecord } from '../manifest/record.ts';
import { choose, nothingSelected } from './choose.ts';
import { compileNodes } from './compile-nodes.ts';
import { withWarehouse } from './connect.ts';
import { clonedManifest } from './earlier-run.ts';
import { type EventWindow, eventWindow } from './event-window.ts';
import { type Invocation, invoke } from './invocation.ts';
import { type OpenProject, openProject, refuseOrTell } from './open-project.ts';
import type { NodeOptions, ResourceType } from './options.ts';
import { fine, type Outcome } from './outcome.ts';
import { runArgs } from './run-args.ts';
import { runDeps } from './run-deps-of.ts';
import { sqlPath } from './sql-path.ts';
import { artifactMeta, compiledRecord, type TargetFolder, targetFolder, writeManifest } from './target-folder.ts';

export interface NodeCommand {
  readonly kinds: readonly ResourceType[];
  readonly tests: 'gate' | 'follow';
  /** `another run`: nothing is built, and hooks of the project do not run; default: all is built here. */
  readonly from?: 'here' | 'another run';
}

/** What `build`, `run`, `test`, `seed` and `snapshot` have in common: all of it but the kinds of nodes. */
export const runNodes = (
  command: NodeCommand,
  options: NodeOptions,
  place: Pick<Invocation, 'effects' | 'signal'>,
): Promise<Outcome> =>
  invoke(options, place, async invocation => {
    const open = await openProject(options, invocation);
    await writeManifest(open, invocation, { folder: targetFolder(open.project, invocation), compiled: new Map() });
    const chosen = options.ids ?? choose(open, { ...options, kinds: command.kinds }, invocation.effects);
    return runChosen({ command, options, open, chosen }, invocation);
  });

export interface ChosenNodes {
  readonly command: NodeCommand;
  readonly options: Pick<NodeOptions, 'command' | 'mode' | 'waitForLockMs' | 'batches'>;
  readonly open: OpenProject;
  readonly chosen: ReadonlySet<NodeId>;
}

/** Runs nodes of a project that is open, and writes what there is to read of it afterwards. */
export async function runChosen({ command, options, open, chosen }: ChosenNodes, invocation: Invocation): Promise<Outcome> {
  const folder = targetFolder(open.project, invocation);
  const source = command.from === 'another run' ? { cloneFrom: clonedManifest(open) } : {};
  const selection = withText(open, known(open, chosen));
  if (selection.size === 0) {
    refuseOrTell([nothingSelected(options.command)], open.project, invocation.effects);
    await writeResults({ results: [], elapsedMs: 0 }, open, invocation, folder);
    return fine;
  }
  const { mode = 'apply', waitForLockMs = 0, batches = new Map() } = options;
  const window = eventWindow(open.project);
  const running = { ...source, command, open, folder, selection, mode, waitForLockMs, window, batches };
  return withWarehouse({ ...open, waitForLockMs }, invocation, warehouse => run({ ...running, warehouse }, invocation));
}

/** What an earlier run did may be gone since. */
const known = ({ manifest }: OpenProject, ids: ReadonlySet<NodeId>): ReadonlySet<NodeId> =>
  new Set(
    [...ids].filter(
      id => manifest.nodes.has(id) || manifest.unitTests.has(id) || manifest.functions.has(id) || isIdleId(manifest, id),
    ),
  );

const isIdleId = ({ exposures, savedQueries }: OpenProject['manifest'], id: NodeId): boolean =>
  exposures.has(id) || savedQueries.has(id);

/** A file without text is a node that can be named and listed, and nothing to run. */
export const withText = ({ manifest }: OpenProject, ids: ReadonlySet<NodeId>): ReadonlySet<NodeId> =>
  new Set([...ids].filter(id => manifest.nodes.get(id)?.raw_code !== '' || manifest.nodes.get(id)?.resource_type === 'seed'));

interface Running {
  readonly command: NodeCommand;
  readonly open: OpenProject;
  readonly folder: TargetFolder;
  readonly selection: ReadonlySet<NodeId>;
  readonly warehouse: Warehouse;
  readonly mode: RunDeps['options']['mode'];
  readonly waitForLockMs: number;
  readonly window: EventWindow | null;
  readonly batches: ReadonlyMap<NodeId, EarlierBatches>;
  readonly cloneFrom?: Manifest;
}

async function run(running: Running, invocation: Invocation): Promise<Outcome> {
  const { command, open, folder, selection, ...wanted } = running;
  const operations = command.from === 'another run' ? 'none' : 'all';
  const compiled = new Map<NodeId, CompiledRecord>();
  const written = async (one: Written): Promise<void> => {
    const sent = one.statements.length > 0;
    if (one.compiled !== null && one.part === null)
      compiled.set(one.node.unique_id, compiledRecord(one.compiled, folder, open.project, { sent }));
    await writeSql(one, folder);
  };
  const deps = { ...runDeps({ ...wanted, open, selection, operations, tests: command.tests }, invocation), written };
  const summary = await execute(selection, deps, invocation.signal);
  for (const one of await ephemerals(running, deps)) {
    compiled.set(one.node.unique_id, compiledRecord(one, folder, open.project));
    await folder.writeText(`compiled/${sqlPath(one.node)}`, one.sql);
  }
  await writeManifest(open, invocation, { folder, compiled });
  // What nothing was done for has no results that `retry` or a selection could start from.
  if (running.mode === 'apply') await writeResults(summary, open, invocation, folder);
  return { exitCode: summary.cancelled || summary.results.some(isBad) ? 1 : 0, results: summary.results };
}

/** They never run, but readers of the manifest want their SQL. Those that query the warehouse are left out. */
async function ephemerals({ open, selection }: Running, { compiler }: RunDeps): Promise<readonly CompiledNode[]> {
  const isEphemeral = (id: NodeId): boolean => open.manifest.nodes.get(id)?.config.materialized === 'ephemeral';
  const { compiled } = await compileNodes({ open, compiler, port: null }, [...selection].filter(isEphemeral));
  return compiled;
}

export const isBad = ({ status }: RunResult): boolean => ['error', 'fail', 'runtime error', 'partial success'].includes(status);

async function writeSql({ node, part, compiled, statements }: Written, folder: TargetFolder): Promise<void> {
  const path = sqlPath(node, part);
  if (compiled !== null) await folder.writeText(`compiled/${path}`, compiled.sql);
  if (statements.length > 0 && node.resource_type !== 'seed')
    await folder.writeText(`run/${path}`, `${statements.join(';\n\n')}\n`);
}

async function writeResults(
  { results, elapsedMs }: Pick<RunSummary, 'results' | 'elapsedMs'>,
  open: OpenProject,
  invocation: Invocation,
  folder: TargetFolder,
): Promise<void> {
  if (open.project.flags['WRITE_JSON'] === false) return;
  const args = runArgs(open.project, invocation);
  const meta = { ...artifactMeta(open, invocation), elapsedMs, args, secrets: open.secrets };
  await folder.writeRun(runResultsArtifact(results, meta));
}
