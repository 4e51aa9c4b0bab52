import type { NodeId } from '../manifest/id.ts';
import type { PlainMap } from '../manifest/node.ts';
import { type ArtifactMeta, instant, metadata } from './metadata.ts';
import type { Timing } from './run-result.ts';
import { timingRecord } from './run-results-artifact.ts';
import { scrubbed } from './secret.ts';

/** How fresh a source is, or why that could not be found out. */
export type FreshnessResult =
  | { readonly node: NodeId; readonly status: 'runtime error'; readonly error: string }
  | {
      readonly node: NodeId;
      readonly status: 'pass' | 'warn' | 'error';
      readonly maxLoadedAt: Date;
      readonly snapshottedAt: Date;
      /** The thresholds, as the source's record has them. */
      readonly criteria: PlainMap;
      readonly adapterResponse: PlainMap;
      readonly timing: readonly Timing[];
      readonly threadId: string;
      readonly elapsedMs: number;
    };

export interface SourcesMeta extends ArtifactMeta {
  readonly elapsedMs: number;
  readonly secrets: readonly string[];
}

/** `sources.json`, schema v3. */
export const sourcesArtifact = (results: readonly FreshnessResult[], meta: SourcesMeta): PlainMap => ({
  metadata: metadata('sources/v3', meta),
  results: results.map(result => scrubbed(freshnessRecord(result), meta.secrets)),
  elapsed_time: meta.elapsedMs / 1000,
});

function freshnessRecord(result: FreshnessResult): PlainMap {
  if (result.status === 'runtime error') return { unique_id: result.node, error: result.error, status: result.status };
  return {
    unique_id: result.node,
    max_loaded_at: instant(result.maxLoadedAt),
    snapshotted_at: instant(result.snapshottedAt),
    max_loaded_at_time_ago_in_s: (result.snapshottedAt.getTime() - result.maxLoadedAt.getTime()) / 1000,
    status: result.status,
    criteria: result.criteria,
    adapter_response: result.adapterResponse,
    timing: result.timing.map(timingRecord),
    thread_id: result.threadId,
    execution_time: result.elapsedMs / 1000,
  };
}
