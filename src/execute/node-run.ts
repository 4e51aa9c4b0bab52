import type { AdapterPlugin } from '../adapter/adapter.ts';
import type { SourceFreshness } from '../artifact/run-result.ts';
import type { CompiledNode } from '../compile/compiled.ts';
import type { Compiler } from '../compile/compiler.ts';
import type { Slice } from '../compile/slice.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { ManifestNode, PlainMap } from '../manifest/node.ts';
import type { RelationName } from '../sql/relation.ts';
import type { NodePort } from './port.ts';
import type { ReadText } from './run-deps.ts';
import type { Turns } from './turn.ts';

/** What a runner has to work with: one node in one session. */
export interface NodeRun<N extends ManifestNode = ManifestNode> {
  readonly node: N;
  readonly port: NodePort;
  readonly adapter: AdapterPlugin;
  readonly compiler: Compiler;
  readonly manifest: Manifest;
  /** Names what is built aside. */
  readonly tag: string;
  readonly refresh: 'full' | 'incremental';
  /** `all`: keep the failing rows of every data test, as `--store-failures` asks. */
  readonly storeFailures: 'all' | 'configured';
  readonly readText: ReadText;
  /** Whether a node of this run that has not begun yet will build it. */
  readonly isBuiltLater: (name: RelationName) => boolean;
  readonly turns: Turns;
  /** Null but for a batch of a microbatch model. */
  readonly batch: BatchPlace | null;
  compile(): Promise<CompiledNode>;
  /** Renders text such as a hook in the node's context. */
  render(text: string): Promise<string>;
}

/** One batch among those of its run. */
export interface BatchPlace {
  readonly slice: Slice;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Of the last: whether all others have been built. */
  readonly completes: boolean;
  /** Names what is built aside. */
  readonly tag: string;
}

/** How a node ended. */
export interface Outcome {
  readonly status: 'success' | 'error' | 'pass' | 'warn' | 'fail';
  readonly message: string | null;
  /** Rows that a data test found; null for everything else. */
  readonly failures: number | null;
  readonly adapterResponse: PlainMap;
  readonly diagnostics: readonly Diagnostic[];
  /** Of a source. */
  readonly freshness?: SourceFreshness;
}

/** Runs one kind of node. Fails with what the compiler or the warehouse fails with. */
export type Runner = (run: NodeRun) => Promise<Outcome>;

export const targetOf = (node: ManifestNode): RelationName => ({ catalog: node.database, schema: node.schema, name: node.alias });

/** What a node asks to be made into; kinds of nodes that have no choice are their own materialization. */
export const materializationOf = (node: ManifestNode): string =>
  node.resource_type === 'model' ? (node.config.materialized ?? 'view') : node.resource_type;

export interface Success {
  /** What was done, in the words of SQL: `SELECT`, `INSERT`, `CREATE VIEW`. */
  readonly verb: string;
  readonly rows: number | null;
}

export function success({ verb, rows }: Success): Outcome {
  const message = rows !== null ? `${verb} ${rows}` : /^(?:CREATE|REFRESH)/.test(verb) ? verb : 'OK';
  const adapterResponse = rows === null ? { _message: message } : { _message: message, code: verb, rows_affected: rows };
  return { status: 'success', message, failures: null, adapterResponse, diagnostics: [] };
}

/** The node cannot run as it is written. */
export const refused = (diagnostics: readonly Diagnostic[]): Outcome => ({
  status: 'error',
  message: diagnostics.map(one => one.text).join('\n'),
  failures: null,
  adapterResponse: {},
  diagnostics,
});
