import type { NodeIndex, NodeKind, NodeSummary } from '../page-data.ts';
import type { Steps } from './route.ts';

export interface ScopeInput {
  readonly nodes: readonly NodeSummary[];
  readonly children: readonly (readonly NodeIndex[])[];
}

/** Tests and macros are no data; in a drawing they would only hide it. */
const undrawn: ReadonlySet<NodeKind> = new Set(['test', 'unit_test', 'macro']);

export const isDrawn = (node: NodeSummary | undefined): boolean => node !== undefined && !undrawn.has(node.kind);

export const allDrawn = ({ nodes }: ScopeInput): readonly NodeIndex[] =>
  nodes.flatMap((node, index) => (isDrawn(node) ? [index] : []));

export interface Reach {
  readonly up: Steps;
  readonly down: Steps;
}

/** A node with what it reads and what reads it, each so many steps far. */
export function around(index: NodeIndex, { up, down }: Reach, input: ScopeInput): readonly NodeIndex[] {
  const ancestors = reached(index, up, at => input.nodes[at]?.parents ?? []);
  const descendants = reached(index, down, at => input.children[at] ?? []);
  return [...new Set([index, ...ancestors, ...descendants])].filter(at => at === index || isDrawn(input.nodes[at]));
}

export function reached(
  start: NodeIndex,
  steps: Steps,
  next: (index: NodeIndex) => readonly NodeIndex[],
): ReadonlySet<NodeIndex> {
  const found = new Set<NodeIndex>();
  let edge: readonly NodeIndex[] = [start];
  for (let step = 0; edge.length > 0 && (steps === 'all' || step < steps); step++) {
    const fresh = new Set(edge.flatMap(next).filter(index => index !== start && !found.has(index)));
    for (const index of fresh) found.add(index);
    edge = [...fresh];
  }
  return found;
}
