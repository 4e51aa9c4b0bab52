import type { Plain, PlainMap } from '../manifest/node.ts';
import { type ArtifactMeta, instant, metadata } from './metadata.ts';
import type { RunResult, Timing } from './run-result.ts';
import { scrubbed } from './secret.ts';

export interface RunResultsMeta extends ArtifactMeta {
  readonly elapsedMs: number;
  /** The options of the invocation, by their long names with underscores; `which` is the command. */
  readonly args: PlainMap;
  readonly secrets: readonly string[];
}

/** `run_results.json`, schema v6. Secrets are blanked in the options, the messages and what the warehouse said. */
export const runResultsArtifact = (results: readonly RunResult[], meta: RunResultsMeta): PlainMap => ({
  metadata: metadata('run-results/v6', meta),
  results: results.map(result => resultRecord(result, meta.secrets)),
  elapsed_time: meta.elapsedMs / 1000,
  args: scrubbed(meta.args, meta.secrets),
});

const resultRecord = (result: RunResult, secrets: readonly string[]): PlainMap => ({
  status: result.status,
  timing: result.timing.map(timingRecord),
  thread_id: result.threadId,
  execution_time: result.elapsedMs / 1000,
  adapter_response: scrubbed(result.adapterResponse, secrets),
  message: scrubbed(result.message, secrets),
  failures: result.failures,
  unique_id: result.node,
  compiled: result.compiled,
  compiled_code: result.compiledCode,
  relation_name: result.relationName,
  batch_results: (result.batches as Plain | undefined) ?? null,
});

export const timingRecord = ({ name, startedAt, completedAt }: Timing): PlainMap => ({
  name,
  started_at: instant(startedAt),
  completed_at: instant(completedAt),
});
