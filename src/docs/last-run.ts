import type { RunEntry, RunMark } from '../artifact/run-history.ts';
import type { PlainMap } from '../manifest/node.ts';
import type { LastRun, RunPoint } from './page-data.ts';
import { listOf, mapOf, numberOf, textOf } from './plain-reader.ts';

/** How the runs of nodes ended. */
export interface RunRecords {
  last(id: string): LastRun | null;
  /** Oldest first. */
  history(id: string): readonly RunPoint[];
}

export interface RunSources {
  readonly runResults: PlainMap | null;
  /** Oldest first. */
  readonly history?: readonly RunEntry[];
}

/** Of what nothing is run for, such as exposures. */
const noRun = 'no-op';

/** The page shows no more of a node. */
const mostPoints = 30;

/** A node that the last run left out has the result of the last one that did not. */
export function runRecords({ runResults, history = [] }: RunSources): RunRecords {
  const last = lastResults(runResults);
  const points = new Map<string, RunPoint[]>();
  for (const { at, command, results } of history) {
    if (!buildingCommands.has(command)) continue;
    for (const [id, mark] of Object.entries(results)) {
      if (mark[0] === noRun || isNeverRun(id)) continue;
      const point = pointOf(at, mark);
      const known = points.get(id);
      if (known === undefined) points.set(id, [point]);
      else known.push(point);
    }
  }
  return {
    last: id => last.get(id) ?? earlier(points.get(id)?.at(-1)),
    history: id => points.get(id)?.slice(-mostPoints) ?? [],
  };
}

const pointOf = (at: string, mark: RunMark): RunPoint => ({
  at,
  status: textOf(mark[0]) ?? '',
  seconds: numberOf(mark[1]),
  rows: numberOf(mark[2]),
});

const earlier = (point: RunPoint | undefined): LastRun | null =>
  point === undefined ? null : { status: point.status, message: null, failures: null, seconds: point.seconds, endedAt: point.at };

/** Empty for the results of commands that only compile: their `success` says nothing of the data. */
function lastResults(runResults: PlainMap | null): ReadonlyMap<string, LastRun> {
  const runs = new Map<string, LastRun>();
  const which = textOf(mapOf(runResults?.['args'])['which']);
  if (which !== null && !buildingCommands.has(which)) return runs;
  for (const item of listOf(runResults?.['results'])) {
    const result = mapOf(item);
    const id = textOf(result['unique_id']);
    const status = textOf(result['status']);
    if (id !== null && status !== null && status !== noRun && !isNeverRun(id)) runs.set(id, lastRun(result, status));
  }
  return runs;
}

/** That one of these was skipped says no more than what it reads does. */
const isNeverRun = (id: string): boolean => /^(exposure|metric|saved_query|semantic_model)\./.test(id);

const buildingCommands = new Set(['build', 'run', 'test', 'seed', 'snapshot', 'retry', 'clone']);

function lastRun(result: PlainMap, status: string): LastRun {
  const timing = listOf(result['timing']).map(mapOf);
  const execute = timing.find(one => one['name'] === 'execute');
  return {
    status,
    message: textOf(result['message']),
    failures: numberOf(result['failures']),
    seconds: numberOf(result['execution_time']),
    endedAt: textOf(execute?.['completed_at']),
  };
}
