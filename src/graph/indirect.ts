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

interface Selected {
  readonly selected: ReadonlySet<NodeId>;
  readonly indirect: Indirect;
}

export function drawTests(graph: Graph, manifest: Manifest, { selected, indirect }: Selected): Drawn {
  if (indirect === 'empty') return { direct: selected, pending: new Set() };
  const tests = new Set(testsOf(graph, manifest, selected));
  if (indirect === 'eager') return { direct: new Set([...selected, ...tests]), pending: new Set() };
  return settleTests(graph, { direct: selected, pending: tests }, indirect);
}

/** Moves to the selected nodes those pending tests that they complete together. */
export function settleTests(graph: Graph, { direct, pending }: Drawn, indirect: Indirect): Drawn {
  if (pending.size === 0) return { direct, pending };
  const enough = indirect === 'buildable' ? new Set([...direct, ...ancestors(graph, direct)]) : direct;
  const isComplete = (test: NodeId): boolean => (graph.parents.get(test) ?? []).every(parent => enough.has(parent));
  const complete = [...pending].filter(isComplete);
  return { direct: new Set([...direct, ...complete]), pending: new Set([...pending].filter(test => !isComplete(test))) };
}

function* testsOf(graph: Graph, manifest: Manifest, ids: Iterable<NodeId>): Generator<NodeId> {
  for (const id of ids) {
    for (const child of graph.children.get(id) ?? []) {
      if (manifest.nodes.get(child)?.resource_type === 'test' || manifest.unitTests.has(child)) yield child;
    }
  }
}
