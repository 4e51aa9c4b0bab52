import type { Graph } from '../graph/graph.ts';
import { testGates } from '../graph/test-gate.ts';
import type { NodeId } from '../manifest/id.ts';
import { graphNode, type Manifest } from '../manifest/manifest.ts';
import type { PlainMap } from '../manifest/node.ts';

/** `graph_summary.json`: the edges by number, once as the project has them and once with the tests that `build` waits for. */
export function graphSummary(graph: Graph, manifest: Manifest, invocationId: string): PlainMap {
  const gates = testGates(graph, manifest, new Set(graph.ids));
  return {
    _invocation_id: invocationId,
    linked: numbered(graph, manifest, id => graph.children.get(id) ?? []),
    with_test_edges: numbered(graph, manifest, id => [...(graph.children.get(id) ?? []), ...(gates.get(id) ?? [])]),
  };
}

function numbered(graph: Graph, manifest: Manifest, next: (id: NodeId) => readonly NodeId[]): PlainMap {
  const numbers = new Map(graph.ids.map((id, i) => [id, i]));
  const entries = graph.ids.map((id, i) => {
    const succ = next(id).map(child => numbers.get(child) ?? -1);
    const entry = { name: id, type: graphNode(manifest, id)?.resource_type ?? null };
    return [String(i), succ.length === 0 ? entry : { ...entry, succ }] as const;
  });
  return Object.fromEntries(entries);
}
