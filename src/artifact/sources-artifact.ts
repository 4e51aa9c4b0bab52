import type { PlainMap, SourceNode } from '../manifest/node.ts';
import { microsText } from '../sql/moment.ts';
import { type ArtifactMeta, metadata } from './metadata.ts';
import type { RunResult, Timing } from './run-result.ts';
import { timingRecord } from './run-results-artifact.ts';
import { scrubbed } from './secret.ts';

/** A source and how looking at its freshness ended. */
export interface CheckedSource {
  readonly source: SourceNode;
  readonly result: RunResult;
}

export interface SourcesMeta extends ArtifactMeta {
  readonly elapsedMs: number;
  readonly secrets: readonly string[];
}

/** `sources.json`, schema v3. */
export const sourcesArtifact = (checked: readonly CheckedSource[], meta: SourcesMeta): PlainMap => ({
  metadata: metadata('sources/v3', meta),
  results: checked.map(one => scrubbed(checkedRecord(one), meta.secrets)),
  elapsed_time: meta.elapsedMs / 1000,
});

function checkedRecord({ source, result }: CheckedSource): PlainMap {
  const { freshness } = result;
  // dbt leaves these out, though the schema has a place for them; readers want to know which sources could not be looked at.
  if (freshness === undefined) return { unique_id: source.unique_id, error: result.message, status: 'runtime error' };
  const { snapshottedAt, maxLoadedAt } = freshness;
  const loadedAt = maxLoadedAt ?? LONG_AGO;
  return {
    unique_id: source.unique_id,
    max_loaded_at: microsText(loadedAt),
    snapshotted_at: microsText(snapshottedAt),
    max_loaded_at_time_ago_in_s: Number(snapshottedAt - loadedAt) / 1_000_000,
    status: result.status,
    criteria: source.freshness,
    adapter_response: result.adapterResponse,
    timing: timings(result).map(timingRecord),
    thread_id: result.threadId,
    execution_time: result.elapsedMs / 1000,
  };
}

/** Nothing of a source is compiled; readers expect both entries. */
const timings = ({ timing }: RunResult): readonly Timing[] =>
  timing.flatMap(one => [{ ...one, name: 'compile', completedAt: one.startedAt }, one]);

/** What stands for a source without rows: the first day of the year 1. */
const LONG_AGO = -62_135_596_800_000_000n;
