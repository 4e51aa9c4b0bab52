import type { NodeId } from '../manifest/id.ts';
import type { Graph } from './graph.ts';

/** All nodes, parents before children, otherwise in the graph's order. Members of a cycle are left out. */
export const topologicalOrder = (graph: Graph): readonly NodeId[] => sortByEdges(graph.ids, graph.parents, graph.children);

/** Kahn's algorithm, first come first served. */
export function sortByEdges(
  ids: readonly NodeId[],
  parents: ReadonlyMap<NodeId, readonly NodeId[]>,
  children: ReadonlyMap<NodeId, readonly NodeId[]>,
): readonly NodeId[] {
  const left = new Map(ids.map(id => [id, parents.get(id)?.length ?? 0]));
  const sorted = ids.filter(id => left.get(id) === 0);
  for (const id of sorted) {
    for (const child of children.get(id) ?? []) {
      const count = (left.get(child) ?? 0) - 1;
      left.set(child, count);
      if (count === 0) sorted.push(child);
    }
  }
  return sorted;
}
