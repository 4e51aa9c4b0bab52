import type { NodeId } from '../manifest/id.ts';
import { ancestors, descendants, type Graph } from './graph.ts';
import type { Criterion } from './selection.ts';

/** The named nodes with what the operators `+`, `n+`, `+n` and `@` add. */
export function reachOf(graph: Graph, named: ReadonlySet<NodeId>, criterion: Criterion): ReadonlySet<NodeId> {
  if (criterion.closure === 'childrens-parents') {
    const below = new Set([...named, ...descendants(graph, named)]);
    return new Set([...below, ...ancestors(graph, below)]);
  }
  return new Set([...named, ...ancestors(graph, named, criterion.parents), ...descendants(graph, named, criterion.children)]);
}
