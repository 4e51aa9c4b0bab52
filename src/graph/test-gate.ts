import type { NodeId } from '../manifest/id.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Graph } from './graph.ts';
import { topologicalOrder } from './topology.ts';

/**
 * For each selected data test, the selected nodes that must wait for it: the first ones downstream of everything that the
 * test reads. A test thus never gates a node that it reads itself, nor one of that node's ancestors, so no cycle can come up.
 */
export function testGates(
  graph: Graph,
  manifest: Manifest,
  selected: ReadonlySet<NodeId>,
): ReadonlyMap<NodeId, readonly NodeId[]> {
  const position = new Map(topologicalOrder(graph).map((id, i) => [id, i]));
  const tests = [...selected].filter(id => manifest.nodes.get(id)?.resource_type === 'test');
  const read = new Map(tests.map(id => [id, graph.parents.get(id) ?? []]));
  const passed = ancestry(graph, [...position.keys()], new Set([...read.values()].filter(ids => ids.length > 1).flat()));
  const isTest = (id: NodeId): boolean => manifest.nodes.get(id)?.resource_type === 'test' || manifest.unitTests.has(id);
  // Tests that read the same nodes gate the same nodes, and a wide table has dozens of them.
  const known = new Map<string, readonly NodeId[]>();
  const gates = new Map<NodeId, readonly NodeId[]>();
  for (const [test, inputs] of read) {
    const key = [...inputs].sort().join(' ');
    let gated = known.get(key);
    if (gated === undefined) {
      const isBelowAll = (id: NodeId): boolean => inputs.length === 1 || inputs.every(input => passed(id, input));
      gated = firstBelow(graph, lastOf(inputs, position), { isGated: id => selected.has(id) && !isTest(id) && isBelowAll(id) });
      known.set(key, gated);
    }
    gates.set(test, gated);
  }
  return gates;
}

const lastOf = (ids: readonly NodeId[], position: ReadonlyMap<NodeId, number>): NodeId | undefined =>
  ids.reduce<NodeId | undefined>(
    (last, id) => (last === undefined || at(position, id) > at(position, last) ? id : last),
    undefined,
  );

const at = (position: ReadonlyMap<NodeId, number>, id: NodeId): number => position.get(id) ?? -1;

/** Walks down from `start` and stops at each gated node, since what is below it waits for it anyway. */
function firstBelow(
  graph: Graph,
  start: NodeId | undefined,
  { isGated }: { readonly isGated: (id: NodeId) => boolean },
): readonly NodeId[] {
  if (start === undefined) return [];
  const gated: NodeId[] = [];
  const met = new Set<NodeId>([start]);
  const queue: NodeId[] = [start];
  for (const id of queue) {
    for (const child of graph.children.get(id) ?? []) {
      if (met.has(child)) continue;
      met.add(child);
      if (isGated(child)) gated.push(child);
      else queue.push(child);
    }
  }
  return gated;
}

/** Answers "is `input` a strict ancestor of `id`?" for the given inputs, with one bit per pair and one pass over the edges. */
function ancestry(graph: Graph, ordered: readonly NodeId[], inputs: ReadonlySet<NodeId>): (id: NodeId, input: NodeId) => boolean {
  const bit = new Map([...inputs].map((id, i) => [id, i]));
  const words = Math.ceil(inputs.size / 32);
  const masks = new Map<NodeId, Uint32Array>();
  for (const id of ordered) {
    const mask = new Uint32Array(words);
    for (const parent of graph.parents.get(id) ?? []) {
      masks.get(parent)?.forEach((word, i) => {
        mask[i] = (mask[i] ?? 0) | word;
      });
      const own = bit.get(parent);
      if (own !== undefined) mask[own >> 5] = (mask[own >> 5] ?? 0) | (1 << (own & 31));
    }
    masks.set(id, mask);
  }
  return (id, input) => {
    const own = bit.get(input) ?? 0;
    return (((masks.get(id)?.[own >> 5] ?? 0) >>> (own & 31)) & 1) === 1;
  };
}
