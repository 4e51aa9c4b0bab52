import type { NodeId } from '../manifest/id.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { ancestors, type Graph } from './graph.ts';

/**
 * Which tests come with the nodes that they read: `eager` all of them; `cautious` those whose every input is selected;
 * `buildable` also those whose other inputs are ancestors of what is selected; `empty` none.
 */
export type Indirect = 'eager' | 'cautious' | 'buildable' | 'empty';

export interface Drawn {
  readonly direct: ReadonlySet<NodeId>;
  /** Tests that read something selected and that a wider selection may still complete. */
  readonly pending: ReadonlySet<NodeId>;
}

export function drawTests(
  graph: Graph,
  manifest: Manifest,
  { selected, indirect }: { readonly selected: ReadonlySet<NodeId>; readonly indirect: Indirect },
): Drawn {
  if (indirect === 'empty') return { direct: selected, pending: new Set() };
  const direct = new Set(selected);
  const pending = new Set<NodeId>();
  const enough = indirect === 'buildable' ? new Set([...selected, ...ancestors(graph, selected)]) : selected;
  for (const test of testsOf(graph, manifest, selected)) {
    if (indirect === 'eager' || isCovered(graph, test, enough)) direct.add(test);
    else pending.add(test);
  }
  return { direct, pending };
}

/** The selected nodes with those pending tests that the whole selection completes. */
export function settleTests(graph: Graph, { direct, pending }: Drawn): ReadonlySet<NodeId> {
  return new Set([...direct, ...[...pending].filter(test => isCovered(graph, test, direct))]);
}

const isCovered = (graph: Graph, test: NodeId, by: ReadonlySet<NodeId>): boolean =>
  (graph.parents.get(test) ?? []).every(parent => by.has(parent));

function* testsOf(graph: Graph, manifest: Manifest, ids: Iterable<NodeId>): Generator<NodeId> {
  for (const id of ids) {
    for (const child of graph.children.get(id) ?? []) {
      if (manifest.nodes.get(child)?.resource_type === 'test' || manifest.unitTests.has(child)) yield child;
    }
  }
}
