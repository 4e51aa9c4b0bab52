import { join } from 'node:path';
import { type EarlierResult, type EarlierRun, readRunResults } from '../artifact/run-results-reader.ts';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import type { EarlierBatches } from '../execute/run-deps.ts';
import type { NodeId } from '../manifest/id.ts';
import type { Plain, PlainMap } from '../manifest/node.ts';
import type { YamlMap } from '../project/project.ts';
import { momentOf } from '../sql/moment.ts';
import { buildNodes } from './build.ts';
import { cloneNodes } from './clone.ts';
import type { Effects } from './effects.ts';
import { readProject } from './open-project.ts';
import type { ProjectOptions } from './options.ts';
import { fine, type Outcome } from './outcome.ts';
import { runModels } from './run.ts';
import { type NodeCommand, runNodes } from './run-nodes.ts';
import { seedNodes } from './seed.ts';
import { snapshotNodes } from './snapshot.ts';
import { targetDir } from './target-dir.ts';
import { testNodes } from './test.ts';

export interface RetryOptions extends ProjectOptions {
  /** Absolute: the folder of the run results to start from; without it the target folder. */
  readonly stateDir?: string;
  readonly waitForLockMs?: number;
  readonly mode?: 'apply' | 'plan';
}

const commands: Readonly<Record<string, NodeCommand>> = {
  build: buildNodes,
  clone: cloneNodes,
  run: runModels,
  seed: seedNodes,
  snapshot: snapshotNodes,
  test: testNodes,
};

const unfinished: ReadonlySet<string> = new Set(['error', 'fail', 'skipped', 'runtime error', 'partial success']);

/** Does again what failed or was skipped in the last run, with that run's options unless others are given; of microbatch models the batches that failed. */
export async function retry(options: RetryOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> {
  const { stateDir, ...given } = options;
  const folder = stateDir ?? targetDir(await readProject(given, effects));
  const run = await earlierRun(join(folder, 'run_results.json'));
  const name = String(run.args['which']);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined)
    throw new StartFailure([diagnose('command-retry-kind', null, { command: name, known: Object.keys(commands) })]);
  const again = run.results.filter(({ status }) => unfinished.has(status));
  const repeated = { ...asBefore(run.args, given), ids: new Set(again.map(({ node }) => node)), batches: batchesOf(again) };
  if (again.length === 0) {
    const diagnostic = diagnose('command-retry-nothing', null, { command: name }, { severity: 'warning' });
    effects.emit({ kind: 'diagnostic', at: effects.clock.now(), diagnostic });
    return fine;
  }
  return runNodes(command, { ...repeated, command: name }, { effects, signal });
}

async function earlierRun(path: string): Promise<EarlierRun> {
  try {
    return await readRunResults(path);
  } catch (error) {
    throw new StartFailure([
      diagnose('command-retry-results', null, { path, message: error instanceof Error ? error.message : String(error) }),
    ]);
  }
}

/** Flags that say how nodes are built. */
const repeatedFlags = [
  'full_refresh',
  'store_failures',
  'fail_fast',
  'event_time_start',
  'event_time_end',
  'warn_error',
  'state',
  'defer',
  'favor_state',
  'defer_state',
];

/** What stands on this command line wins. */
function asBefore(args: PlainMap, given: ProjectOptions): ProjectOptions {
  const flags = Object.fromEntries(
    repeatedFlags.flatMap(name => ((args[name] ?? null) === null ? [] : [[name.toUpperCase(), args[name] as Plain]])),
  ) as YamlMap;
  const text = (name: string): string | undefined => (typeof args[name] === 'string' ? args[name] : undefined);
  const before = { target: text('target'), profile: text('profile') };
  const defined = Object.fromEntries(Object.entries(before).filter(([, value]) => value !== undefined));
  const vars = (typeof args['vars'] === 'object' && args['vars'] !== null ? args['vars'] : {}) as YamlMap;
  const threads = typeof args['threads'] === 'number' ? { threads: args['threads'] } : {};
  return { ...defined, ...threads, vars, ...given, flags: { ...flags, ...given.flags }, args: { ...args, ...given.args } };
}

function batchesOf(results: readonly EarlierResult[]): ReadonlyMap<NodeId, EarlierBatches> {
  const found = results.map(({ node, batches }) => {
    const failed = spansOf(batches?.['failed']);
    return [node, { failed, successful: spansOf(batches?.['successful']) }] as const;
  });
  return new Map(found.filter(([, { failed }]) => failed.length > 0));
}

function spansOf(value: Plain | undefined): readonly (readonly [Date, Date])[] {
  const list: readonly Plain[] = Array.isArray(value) ? value : [];
  return list.flatMap(pair => {
    const [start = null, end = null] = Array.isArray(pair) ? pair.map(one => momentOf(String(one))) : [];
    return start === null || end === null ? [] : [[start, end] as const];
  });
}
