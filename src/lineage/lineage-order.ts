import type { Graph } from '../graph/graph.ts';
import type { NodeId } from '../manifest/id.ts';
import type { Manifest } from '../manifest/manifest.ts';

/** What has columns, each after all that it reads. */
export function lineageOrder({ ids, parents, children }: Graph, manifest: Manifest): readonly NodeId[] {
  const waiting = new Map(ids.map(id => [id, parents.get(id)?.length ?? 0]));
  const ready = ids.filter(id => waiting.get(id) === 0);
  for (const id of ready) {
    for (const child of children.get(id) ?? []) {
      const left = (waiting.get(child) ?? 0) - 1;
      waiting.set(child, left);
      if (left === 0) ready.push(child);
    }
  }
  return ready.filter(id => manifest.sources.has(id) || hasColumns.has(manifest.nodes.get(id)?.resource_type ?? ''));
}

const hasColumns = new Set(['model', 'snapshot', 'seed']);
