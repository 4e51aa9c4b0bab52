import type { NodeId } from '../manifest/id.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Graph } from './graph.ts';
import { testGates } from './test-gate.ts';
import { sortByEdges, topologicalOrder } from './topology.ts';

/** What a scheduler needs to run a selection. All ids are selected ones. */
export interface BuildOrder {
  /** Nothing comes before what it waits for. */
  readonly ids: readonly NodeId[];
  /** What must have ended well before a node may start: its nearest selected ancestors, and tests where they gate. */
  readonly waitsFor: ReadonlyMap<NodeId, readonly NodeId[]>;
  /** The reverse of `waitsFor`. */
  readonly releases: ReadonlyMap<NodeId, readonly NodeId[]>;
  /** Length of the longest chain of nodes that wait for this one. Of the nodes that may start, start the highest first. */
  readonly priority: ReadonlyMap<NodeId, number>;
}

export interface OrderOptions {
  readonly manifest: Manifest;
  readonly selected: ReadonlySet<NodeId>;
  /**
   * `gate`: nothing that reads a node starts before the node's tests have passed, and a model waits for its unit tests (`build`).
   * `follow`: tests only wait for what they test.
   */
  readonly tests: 'gate' | 'follow';
}

export function buildOrder(graph: Graph, options: OrderOptions): BuildOrder {
  const waits = nearestSelected(graph, options.selected, seededSources(options));
  if (options.tests === 'gate') {
    for (const [test, gated] of testGates(graph, options.manifest, options.selected)) {
      for (const id of gated) waits.get(id)?.add(test);
    }
    putUnitTestsFirst(graph, options.manifest, waits);
  }
  const waitsFor = new Map([...waits].map(([id, set]) => [id, [...set]]));
  const releases = reversed(waitsFor);
  const ids = sortByEdges([...waitsFor.keys()], waitsFor, releases);
  return { ids, waitsFor, releases, priority: priorities(ids, releases) };
}

/** Sources that are tables of selected seeds: what reads the source reads the seed. */
function seededSources({ manifest, selected }: OrderOptions): ReadonlyMap<NodeId, NodeId> {
  const seeds = new Map<string, NodeId>();
  for (const id of selected) {
    const node = manifest.nodes.get(id);
    if (node?.resource_type === 'seed' && typeof node.relation_name === 'string') seeds.set(node.relation_name.toLowerCase(), id);
  }
  if (seeds.size === 0) return new Map();
  return new Map(
    [...manifest.sources.values()].flatMap(({ unique_id, relation_name }) => {
      const seed = seeds.get(String(relation_name).toLowerCase());
      return seed === undefined ? [] : [[unique_id, seed] as const];
    }),
  );
}

/** Per selected node the selected nodes that it reads, seen through unselected ones. */
function nearestSelected(
  graph: Graph,
  selected: ReadonlySet<NodeId>,
  seeded: ReadonlyMap<NodeId, NodeId>,
): Map<NodeId, Set<NodeId>> {
  const waits = new Map<NodeId, Set<NodeId>>();
  const seenThrough = new Map<NodeId, ReadonlySet<NodeId>>();
  for (const id of topologicalOrder(graph)) {
    const near = new Set<NodeId>();
    for (const parent of graph.parents.get(id) ?? []) {
      if (selected.has(parent)) near.add(parent);
      else for (const far of seenThrough.get(parent) ?? []) near.add(far);
    }
    const seed = seeded.get(id);
    if (seed !== undefined) near.add(seed);
    if (selected.has(id)) waits.set(id, near);
    else if (near.size > 0) seenThrough.set(id, near);
  }
  return waits;
}

/** A unit test needs its model's inputs, not the model: it runs where the model would, and the model waits for it. */
function putUnitTestsFirst(graph: Graph, manifest: Manifest, waits: ReadonlyMap<NodeId, Set<NodeId>>): void {
  for (const [id, near] of waits) {
    if (!manifest.unitTests.has(id)) continue;
    for (const tested of graph.parents.get(id) ?? []) {
      const model = waits.get(tested);
      if (model === undefined || !near.delete(tested)) continue;
      for (const parent of model) if (!manifest.unitTests.has(parent)) near.add(parent);
      model.add(id);
    }
  }
}

function reversed(edges: ReadonlyMap<NodeId, readonly NodeId[]>): Map<NodeId, readonly NodeId[]> {
  const back = new Map<NodeId, NodeId[]>([...edges.keys()].map(id => [id, []]));
  for (const [id, others] of edges) for (const other of others) back.get(other)?.push(id);
  return back;
}

function priorities(ids: readonly NodeId[], releases: ReadonlyMap<NodeId, readonly NodeId[]>): ReadonlyMap<NodeId, number> {
  const priority = new Map<NodeId, number>();
  for (const id of [...ids].reverse()) {
    const below = (releases.get(id) ?? []).map(child => (priority.get(child) ?? 0) + 1);
    priority.set(
      id,
      below.reduce((a, b) => Math.max(a, b), 0),
    );
  }
  return priority;
}
