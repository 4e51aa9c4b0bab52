import { graphNodes, type Manifest } from '../manifest/manifest.ts';
import { nodeRecord } from '../manifest/record.ts';
import { emptyGraph } from '../parse/capture.ts';
import { fromPlain, type Value } from '../template/index.ts';

/** `graph`: records by kind and id, as in the manifest. */
export function graphValue(manifest: Manifest): Value {
  const graph = emptyGraph() as Map<Value, Value>;
  const kinds: Readonly<Record<string, string>> = {
    source: 'sources',
    exposure: 'exposures',
    metric: 'metrics',
    semantic_model: 'semantic_models',
    saved_query: 'saved_queries',
  };
  for (const node of graphNodes(manifest)) {
    if (node.resource_type === 'unit_test') continue;
    (graph.get(kinds[node.resource_type] ?? 'nodes') as Map<Value, Value>).set(node.unique_id, fromPlain(nodeRecord(node)));
  }
  for (const group of manifest.groups.values())
    (graph.get('groups') as Map<Value, Value>).set(group.unique_id, fromPlain(nodeRecord(group)));
  return graph;
}
