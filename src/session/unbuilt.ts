import type { RunResult } from '../artifact/run-result.ts';
import { ancestors, descendants, type Graph } from '../graph/graph.ts';
import type { NodeId } from '../manifest/id.ts';

/**
 * What is not as the project says. `waiting`: nobody has tried, or the attempt was cancelled. `stuck`: it failed, or what it reads did;
 * it is tried again when something near it changes.
 */
export type Unbuilt = ReadonlyMap<NodeId, 'waiting' | 'stuck'>;

export const withChanged = (unbuilt: Unbuilt, changed: Iterable<NodeId>): Unbuilt =>
  new Map([...unbuilt, ...[...changed].map(id => [id, 'waiting'] as const)]);

/** Without what a selection no longer holds. */
export const within = (unbuilt: Unbuilt, selected: ReadonlySet<NodeId>): Unbuilt =>
  new Map([...unbuilt].filter(([id]) => selected.has(id)));

/** After a run of these nodes. A node without a result had nothing to do. */
export function afterRun(
  unbuilt: Unbuilt,
  ids: Iterable<NodeId>,
  { results, cancelled }: { readonly results: readonly RunResult[]; readonly cancelled: boolean },
): Unbuilt {
  const left = new Map(unbuilt);
  for (const id of ids) left.delete(id);
  for (const { node, status } of results) {
    if (done.has(status)) left.delete(node);
    else left.set(node, status === 'skipped' && cancelled ? 'waiting' : 'stuck');
  }
  return left;
}

const done: ReadonlySet<string> = new Set(['success', 'pass', 'warn', 'no-op']);

/**
 * What to build first after a save: what it changed, with what is not built of what reads that, and of all that these read. A test
 * stands in the way of what reads the tested nodes, so these count as below it.
 */
export function firstOf(unbuilt: Unbuilt, changed: ReadonlySet<NodeId>, graph: Graph): ReadonlySet<NodeId> {
  const tested = [...changed].filter(isTest).flatMap(id => graph.parents.get(id) ?? []);
  const below = [...descendants(graph, [...changed, ...tested])].filter(id => unbuilt.has(id));
  const wanted = new Set([...changed, ...below]);
  const above = [...ancestors(graph, wanted)].filter(id => unbuilt.has(id));
  return new Set([...above, ...wanted]);
}

/** What nobody has tried yet. */
export const restOf = (unbuilt: Unbuilt): ReadonlySet<NodeId> =>
  new Set([...unbuilt].filter(([, why]) => why === 'waiting').map(([id]) => id));

const isTest = (id: NodeId): boolean => id.startsWith('test.') || id.startsWith('unit_test.');
