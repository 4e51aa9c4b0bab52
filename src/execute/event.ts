import type { RunResult } from '../artifact/run-result.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { NodeId } from '../manifest/id.ts';
import type { ExposureNode, ManifestNode, SemanticNode, SourceNode, UnitTestNode } from '../manifest/node.ts';
import type { PlannedStep } from './dry-run.ts';

/** What can be selected to run. */
export type RunNode = BuiltNode | IdleNode;
/** What has something to do. */
export type BuiltNode = ManifestNode | UnitTestNode | SourceNode;
/** What only waits for what it reads: exposures and saved queries, so that a build tells whether all is well behind them. */
export type IdleNode = ExposureNode | SemanticNode;

export const isIdle = (node: RunNode): node is IdleNode =>
  node.resource_type === 'exposure' ||
  node.resource_type === 'saved_query' ||
  node.resource_type === 'metric' ||
  node.resource_type === 'semantic_model';

/** What may write to a relation of its own. */
export const isWriter = (node: RunNode): node is ManifestNode =>
  node.resource_type !== 'unit_test' && node.resource_type !== 'source' && !isIdle(node);

/** What happens, as it happens. Terminal, JSON lines and artifacts are folds over these. `at` is wall-clock time. */
export type Event =
  | {
      readonly kind: 'run.start';
      readonly at: Date;
      readonly command: string;
      readonly invocation: string;
      readonly target: string;
      readonly adapter: string;
      readonly threads: number;
      /** `plan`: nothing is changed, and `plan` events tell what would be. */
      readonly mode: 'apply' | 'plan';
      /** The nodes that will run, in a possible order. */
      readonly nodes: readonly RunNode[];
    }
  | {
      readonly kind: 'node.start';
      readonly at: Date;
      readonly node: RunNode;
      readonly index: number;
      readonly total: number;
    }
  /** What a dry run would do for a node, before its `node.end`; null for schemas, which come before all nodes. */
  | {
      readonly kind: 'plan';
      readonly at: Date;
      readonly node: RunNode | null;
      readonly steps: readonly PlannedStep[];
    }
  /** Also for nodes that never started since a parent failed; then there is no `node.start` before it. */
  | {
      readonly kind: 'node.end';
      readonly at: Date;
      readonly node: RunNode;
      readonly index: number;
      readonly total: number;
      readonly result: RunResult;
      readonly skippedBecause: NodeId | null;
    }
  | {
      readonly kind: 'log';
      readonly at: Date;
      readonly level: 'debug' | 'info' | 'warn';
      readonly text: string;
      readonly node: NodeId | null;
    }
  | {
      readonly kind: 'statement';
      readonly at: Date;
      readonly node: NodeId | null;
      readonly sql: string;
      readonly elapsedMs: number;
      readonly rows: number | null;
    }
  | { readonly kind: 'diagnostic'; readonly at: Date; readonly diagnostic: Diagnostic }
  | { readonly kind: 'artifact'; readonly at: Date; readonly path: string }
  | {
      readonly kind: 'run.end';
      readonly at: Date;
      readonly elapsedMs: number;
      readonly results: readonly RunResult[];
      readonly cancelled: boolean;
    };

export type Emit = (event: Event) => void;
