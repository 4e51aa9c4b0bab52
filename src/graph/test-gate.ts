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
  const net = netOf(graph, manifest, selected);
  const probes = inPassOrder(net, probesOf(graph, manifest, selected));
  for (let at = 0; at < probes.length; at += wordBits) gateWord(net, probes.slice(at, at + wordBits));
  return new Map(probes.flatMap(({ tests, gated }) => tests.map(test => [test, gated] as const)));
}

/** The graph without tests, by number in topological order, since what follows touches each edge very often. */
interface Net {
  readonly ids: readonly NodeId[];
  readonly numbers: ReadonlyMap<NodeId, number>;
  readonly parents: readonly (readonly number[])[];
  readonly isGated: readonly boolean[];
}

/** Tests that read the same nodes gate the same nodes, and a wide table has dozens of them. */
interface Probe {
  readonly inputs: readonly NodeId[];
  readonly tests: NodeId[];
  readonly gated: NodeId[];
}

const wordBits = 32;

const isDataTest = (manifest: Manifest, id: NodeId): boolean => manifest.nodes.get(id)?.resource_type === 'test';

function netOf(graph: Graph, manifest: Manifest, selected: ReadonlySet<NodeId>): Net {
  const ids = topologicalOrder(graph).filter(id => !isDataTest(manifest, id) && !manifest.unitTests.has(id));
  const numbers = new Map(ids.map((id, i) => [id, i]));
  const numberOf = (id: NodeId): number => numbers.get(id) ?? -1;
  const parents = ids.map(id => (graph.parents.get(id) ?? []).map(numberOf).filter(number => number >= 0));
  return { ids, numbers, parents, isGated: ids.map(id => selected.has(id)) };
}

function probesOf(graph: Graph, manifest: Manifest, selected: ReadonlySet<NodeId>): readonly Probe[] {
  const probes = new Map<string, Probe>();
  for (const test of selected) {
    const inputs = graph.parents.get(test) ?? [];
    if (!isDataTest(manifest, test) || inputs.length === 0) continue;
    const key = [...inputs].sort().join(' ');
    const probe = probes.get(key) ?? { inputs, tests: [], gated: [] };
    probe.tests.push(test);
    probes.set(key, probe);
  }
  return [...probes.values()];
}

/** Probes of as many inputs beside each other, the lowest in the graph last, so that a pass skips as much as it can. */
function inPassOrder(net: Net, probes: readonly Probe[]): readonly Probe[] {
  const start = new Map(probes.map(probe => [probe, firstInput(net, [probe])]));
  return [...probes].sort((a, b) => a.inputs.length - b.inputs.length || (start.get(a) ?? 0) - (start.get(b) ?? 0));
}

/**
 * Answers up to 32 probes in one pass down the graph, a bit for each. `below`: the probe's k-th input is an ancestor.
 * `passed`: an ancestor is gated already, so this node waits through it.
 */
function gateWord(net: Net, probes: readonly Probe[]): void {
  const size = net.ids.length;
  const places = placesOf(net, probes);
  const passed = new Uint32Array(size);
  const done = new Uint32Array(size);
  for (let i = firstInput(net, probes); i < size; i++) {
    for (const parent of net.parents[i] ?? []) {
      passed[i] = word(passed, i) | word(passed, parent) | word(done, parent);
      for (const { at, below } of places) below[i] = word(below, i) | word(below, parent) | word(at, parent);
    }
    if (net.isGated[i] !== true) continue;
    done[i] = places.reduce((all, { below, absent }) => all & (word(below, i) | absent), ~0);
    const first = word(done, i) & ~word(passed, i);
    if (first !== 0) addGated(probes, first, net.ids[i]);
  }
}

const word = (bits: Uint32Array, i: number): number => bits[i] ?? 0;

/** What is above all inputs cannot be gated. */
const firstInput = (net: Net, probes: readonly Probe[]): number =>
  Math.min(...probes.flatMap(({ inputs }) => inputs.map(input => net.numbers.get(input) ?? 0)));

/** Per place in a probe's list of inputs: which probes have which node there, and which have none (and so need none). */
function placesOf(net: Net, probes: readonly Probe[]) {
  const most = Math.max(...probes.map(probe => probe.inputs.length));
  return Array.from({ length: most }, (_, k) => {
    const at = new Uint32Array(net.ids.length);
    let absent = 0;
    probes.forEach(({ inputs }, bit) => {
      const input = inputs[k];
      const number = input === undefined ? undefined : net.numbers.get(input);
      if (number === undefined) absent |= 1 << bit;
      else at[number] = word(at, number) | (1 << bit);
    });
    return { at, absent, below: new Uint32Array(net.ids.length) };
  });
}

function addGated(probes: readonly Probe[], bits: number, id: NodeId | undefined): void {
  if (id === undefined) return;
  probes.forEach((probe, bit) => {
    if ((bits >>> bit) & 1) probe.gated.push(id);
  });
}
