import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { NodeId } from '../manifest/id.ts';
import type { PlainMap } from '../manifest/node.ts';

/** How one node ended; what `run_results.json` is made of. */
export interface RunResult {
  readonly node: NodeId;
  readonly status: RunStatus;
  /** Empty when the node never started. */
  readonly timing: readonly Timing[];
  readonly threadId: string;
  readonly elapsedMs: number;
  readonly message: string | null;
  /** Rows that a test found; null for everything else. */
  readonly failures: number | null;
  /** What the warehouse said: `rows_affected`, `bytes_processed`, `query_id` … */
  readonly adapterResponse: PlainMap;
  readonly relationName: string | null;
  readonly compiled: boolean;
  readonly compiledCode: string | null;
  /** Of a microbatch model; not given for all others. */
  readonly batches?: BatchResults;
  /** Of a source whose rows were looked at; not given for all others. */
  readonly freshness?: SourceFreshness;
  readonly diagnostics: readonly Diagnostic[];
}

export type RunStatus =
  | 'success'
  | 'error'
  | 'skipped'
  | 'pass'
  | 'fail'
  | 'warn'
  | 'no-op'
  | 'partial success'
  | 'runtime error';

export interface Timing {
  readonly name: 'compile' | 'execute';
  readonly startedAt: Date;
  readonly completedAt: Date;
}

/** Microseconds since 1970. */
export interface SourceFreshness {
  /** Of the newest row; null when there is none. */
  readonly maxLoadedAt: bigint | null;
  /** When the warehouse was asked. */
  readonly snapshottedAt: bigint;
}

/** Each batch as its first and its last instant, ISO 8601. */
export interface BatchResults {
  readonly successful: readonly (readonly [string, string])[];
  readonly failed: readonly (readonly [string, string])[];
}
