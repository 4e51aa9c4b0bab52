import type { AdapterPlugin, Warehouse } from '../adapter/adapter.ts';
import type { CompiledNode } from '../compile/compiled.ts';
import type { Compiler } from '../compile/compiler.ts';
import type { Span } from '../diagnostic/span.ts';
import type { Graph } from '../graph/graph.ts';
import type { NodeId } from '../manifest/id.ts';
import type { Manifest, Origin } from '../manifest/manifest.ts';
import type { Sql } from '../sql/relation.ts';
import type { Emit, RunNode } from './event.ts';
import type { Runners } from './runner.ts';

/** What a run needs besides the selection. */
export interface RunDeps {
  readonly adapter: AdapterPlugin;
  readonly warehouse: Warehouse;
  readonly compiler: Compiler;
  readonly manifest: Manifest;
  readonly graph: Graph;
  readonly emit: Emit;
  readonly clock: { now(): Date };
  /** The text at an absolute path; null when it has more bytes than that. Fails with the system's reason. */
  readonly readText: ReadText;
  readonly options: RunOptions;
  /** Called some time after a node has ended, with what was sent for it; what it fails with ends the run. */
  readonly written?: (written: Written) => Promise<void>;
  /** Where a node is written in a file that holds more than it, such as a test of a properties file; for diagnostics only. */
  readonly locate?: (origin: Origin) => Span;
  /** Nodes are not built: each becomes a view of what this manifest has in its place. */
  readonly cloneFrom?: Manifest;
  /** More kinds of nodes and materializations than the built-in ones. */
  readonly runners?: Runners;
}

export type ReadText = (path: string, limit: { readonly maxBytes: number }) => Promise<string | null>;

export interface RunOptions {
  /** `plan`: tell the steps instead of running them. */
  readonly mode: 'apply' | 'plan';
  readonly command: string;
  /** A UUID. */
  readonly invocation: string;
  readonly target: string;
  readonly threads: number;
  readonly onFailure: 'continue' | 'stop';
  readonly refresh: 'full' | 'incremental';
  /** `gate`: data tests hold up what reads the tested nodes. `follow`: they only wait for them. */
  readonly tests: 'gate' | 'follow';
  readonly storeFailures: 'all' | 'configured';
  /** `none`: leave out what the project does before and after a run; default: all of it. */
  readonly operations?: 'all' | 'none';
  /** The span of time that microbatch models are built for; null or not given: what is due. */
  readonly window?: { readonly start: Date; readonly end: Date } | null;
  /** Microbatch models of which only what failed is built. */
  readonly batches?: ReadonlyMap<NodeId, EarlierBatches>;
  /** How long to wait for another run that writes to the same relations: 0 for not at all, Infinity for as long as it takes. */
  readonly waitForLockMs: number;
  /** What other runs are told while they wait for this one: `ada@laptop, process 123`. */
  readonly holder: string;
}

/** What an earlier run did of a microbatch model: spans of time, their ends excluded. */
export interface EarlierBatches {
  readonly successful: readonly (readonly [start: Date, end: Date])[];
  readonly failed: readonly (readonly [start: Date, end: Date])[];
}

export interface Written {
  readonly node: RunNode;
  /** The name of the batch that it is about; null for the whole node. */
  readonly part: string | null;
  /** Null when compiling failed, and for seeds. */
  readonly compiled: CompiledNode | null;
  /** In the order in which they were sent, without hooks. */
  readonly statements: readonly Sql[];
}
