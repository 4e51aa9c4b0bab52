import type { PlainMap } from '../manifest/node.ts';
import type { LastRun } from './page-data.ts';
import { listOf, mapOf, numberOf, textOf } from './plain-reader.ts';

/** How each node ended by id. Empty for the results of commands that only compile: their `success` says nothing of the data. */
export function lastRuns(runResults: PlainMap | null): ReadonlyMap<string, LastRun> {
  const runs = new Map<string, LastRun>();
  const which = textOf(mapOf(runResults?.['args'])['which']);
  if (which !== null && !buildingCommands.has(which)) return runs;
  for (const item of listOf(runResults?.['results'])) {
    const result = mapOf(item);
    const id = textOf(result['unique_id']);
    const status = textOf(result['status']);
    if (id !== null && status !== null) runs.set(id, lastRun(result, status));
  }
  return runs;
}

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
