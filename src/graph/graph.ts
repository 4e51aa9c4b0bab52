import type { NodeId } from '../manifest/id.ts';
import { graphNodes, type Manifest, parentsOf } from '../manifest/manifest.ts';

/** Who reads whom. Every member has an entry in both maps; each list is without repetition. */
export interface Graph {
  /** In the order in which the nodes were parsed. */
  readonly ids: readonly NodeId[];
  readonly parents: ReadonlyMap<NodeId, readonly NodeId[]>;
  readonly children: ReadonlyMap<NodeId, readonly NodeId[]>;
}

/** Ids that a node names but that are not in the manifest (disabled nodes, say) are left out. */
export function buildGraph(manifest: Manifest): Graph {
  const children = new Map<NodeId, NodeId[]>();
  for (const node of graphNodes(manifest)) children.set(node.unique_id, []);
  const parents = new Map<NodeId, readonly NodeId[]>();
  for (const node of graphNodes(manifest)) {
    const known = [...new Set(parentsOf(node))].filter(id => children.has(id));
    parents.set(node.unique_id, known);
    for (const parent of known) children.get(parent)?.push(node.unique_id);
  }
  return { ids: [...children.keys()], parents, children };
}

/** What the given nodes read, directly or through others, at most `depth` steps away. A given node is in it only when another one reads it. */
export const ancestors = (graph: Graph, ids: Iterable<NodeId>, depth = Number.POSITIVE_INFINITY): Set<NodeId> =>
  reach(graph.parents, ids, depth);

/** What reads the given nodes, directly or through others, at most `depth` steps away. */
export const descendants = (graph: Graph, ids: Iterable<NodeId>, depth = Number.POSITIVE_INFINITY): Set<NodeId> =>
  reach(graph.children, ids, depth);

/** Breadth first, a level at a time, since depth counts the shortest way. */
function reach(edges: ReadonlyMap<NodeId, readonly NodeId[]>, ids: Iterable<NodeId>, depth: number): Set<NodeId> {
  const found = new Set<NodeId>();
  let level: readonly NodeId[] = [...ids];
  for (let step = 0; step < depth && level.length > 0; step++) {
    const next: NodeId[] = [];
    for (const id of level) {
      for (const near of edges.get(id) ?? []) {
        if (found.has(near)) continue;
        found.add(near);
        next.push(near);
      }
    }
    level = next;
  }
  return found;
}
