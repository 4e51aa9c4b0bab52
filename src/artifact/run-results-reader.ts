import { readFile } from 'node:fs/promises';
import type { NodeId } from '../manifest/id.ts';
import type { PlainMap } from '../manifest/node.ts';
import type { RunStatus } from './run-result.ts';

/** What an earlier run left: enough for `retry` and the `result:` selector. */
export interface EarlierRun {
  readonly results: readonly EarlierResult[];
  /** The options of that invocation; `which` is the command. */
  readonly args: PlainMap;
  readonly metadata: PlainMap;
}

export interface EarlierResult {
  readonly node: NodeId;
  readonly status: RunStatus;
  readonly message: string | null;
  readonly failures: number | null;
  readonly elapsedMs: number;
  /** Of a microbatch model; null for all others. */
  readonly batches: PlainMap | null;
}

/** Fails as reading or parsing the file fails. */
export const readRunResults = async (path: string): Promise<EarlierRun> =>
  earlierRunOf(JSON.parse(await readFile(path, 'utf8')) as PlainMap);

/** Reads all versions since the first with `unique_id`. */
export function earlierRunOf(artifact: PlainMap): EarlierRun {
  const results = Array.isArray(artifact['results']) ? (artifact['results'] as readonly PlainMap[]) : [];
  return {
    results: results.filter(result => typeof result['unique_id'] === 'string').map(earlierResult),
    args: mapOf(artifact['args']) ?? {},
    metadata: mapOf(artifact['metadata']) ?? {},
  };
}

const earlierResult = (result: PlainMap): EarlierResult => ({
  node: String(result['unique_id']) as NodeId,
  status: String(result['status']) as RunStatus,
  message: typeof result['message'] === 'string' ? result['message'] : null,
  failures: typeof result['failures'] === 'number' ? result['failures'] : null,
  elapsedMs: Number(result['execution_time'] ?? 0) * 1000,
  batches: mapOf(result['batch_results']),
});

const mapOf = (value: unknown): PlainMap | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as PlainMap) : null;
