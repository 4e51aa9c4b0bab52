import type { RelationName } from '../sql/relation.ts';
import type { NodeId } from './id.ts';
import type {
  DocNode,
  ExposureNode,
  FunctionNode,
  GraphNode,
  GroupNode,
  MacroNode,
  ManifestNode,
  SemanticNode,
  SourceNode,
  TestNode,
  UnitTestNode,
} from './node.ts';

/** Everything that a project says, frozen: what parsing produces and all later rooms read. */
export interface Manifest {
  /** Of the root package. */
  readonly projectName: string;
  readonly adapterType: string;
  readonly nodes: ReadonlyMap<NodeId, ManifestNode>;
  readonly sources: ReadonlyMap<NodeId, SourceNode>;
  readonly exposures: ReadonlyMap<NodeId, ExposureNode>;
  readonly unitTests: ReadonlyMap<NodeId, UnitTestNode>;
  readonly metrics: ReadonlyMap<NodeId, SemanticNode>;
  readonly semanticModels: ReadonlyMap<NodeId, SemanticNode>;
  readonly savedQueries: ReadonlyMap<NodeId, SemanticNode>;
  readonly functions: ReadonlyMap<NodeId, FunctionNode>;
  readonly groups: ReadonlyMap<NodeId, GroupNode>;
  readonly macros: ReadonlyMap<NodeId, MacroNode>;
  readonly docs: ReadonlyMap<NodeId, DocNode>;
  readonly disabled: ReadonlyMap<NodeId, readonly GraphNode[]>;
  /** Tests of what does not exist or is disabled: they never run, and the manifest lists them. */
  readonly leftOut: ReadonlyMap<NodeId, TestNode>;
  /** Of the latest version of a model, the view that points at it, where there is to be one. */
  readonly pointers: ReadonlyMap<NodeId, RelationName>;
  /** Of the latest version of a model, the view that would point at it, where there is to be none. Nothing else has its name. */
  readonly retiredPointers: ReadonlyMap<NodeId, RelationName>;
  /** Where each node is written: the file, and for YAML-defined ones the line. */
  readonly origins: ReadonlyMap<NodeId, Origin>;
}

export interface Origin {
  /** Relative to the project folder. */
  readonly file: string;
  /** Where in the YAML file the node is written; null when the node is the whole file. */
  readonly path: readonly (string | number)[] | null;
  /** Where the node's `raw_code` starts in its file. */
  readonly start: { readonly line: number; readonly column: number };
  /** Absolute path of the package's folder. */
  readonly packageDir: string;
}

/** Any member of the graph by its id. */
export const graphNode = (manifest: Manifest, id: NodeId): GraphNode | undefined =>
  manifest.nodes.get(id) ??
  manifest.sources.get(id) ??
  manifest.exposures.get(id) ??
  manifest.unitTests.get(id) ??
  manifest.metrics.get(id) ??
  manifest.semanticModels.get(id) ??
  manifest.savedQueries.get(id) ??
  manifest.functions.get(id);

/** All members of the graph, in the order in which they were parsed. */
export function* graphNodes(manifest: Manifest): Generator<GraphNode> {
  yield* manifest.nodes.values();
  yield* manifest.sources.values();
  yield* manifest.exposures.values();
  yield* manifest.unitTests.values();
  yield* manifest.metrics.values();
  yield* manifest.semanticModels.values();
  yield* manifest.savedQueries.values();
  yield* manifest.functions.values();
}

/** The nodes that a node reads; empty for sources and seeds. */
export const parentsOf = (node: GraphNode): readonly NodeId[] =>
  'depends_on' in node && 'nodes' in node.depends_on ? node.depends_on.nodes : [];
