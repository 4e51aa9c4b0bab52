import type { NodeIndex, NodeKind, NodeSummary } from '../page-data.ts';
import type { GraphState, Grouping, Steps } from './graph-state.ts';
import { kindNames } from './tree.ts';

export interface ScopeInput {
  readonly nodes: readonly NodeSummary[];
  readonly children: readonly (readonly NodeIndex[])[];
}

/** Tests, macros and groups are no data; in a drawing they would only hide it. */
const undrawn: ReadonlySet<NodeKind> = new Set(['test', 'unit_test', 'macro', 'group']);

export const isDrawn = (node: NodeSummary | undefined): boolean => node !== undefined && !undrawn.has(node.kind);

const allDrawn = ({ nodes }: Pick<ScopeInput, 'nodes'>): readonly NodeIndex[] =>
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

function reached(start: NodeIndex, steps: Steps, next: (index: NodeIndex) => readonly NodeIndex[]): ReadonlySet<NodeIndex> {
  const found = new Set<NodeIndex>();
  let edge: readonly NodeIndex[] = [start];
  for (let step = 0; edge.length > 0 && (steps === 'all' || step < steps); step++) {
    const fresh = new Set(edge.flatMap(next).filter(index => index !== start && !found.has(index)));
    for (const index of fresh) found.add(index);
    edge = [...fresh];
  }
  return found;
}

export interface Chosen extends ScopeInput {
  readonly indexes: ReadonlyMap<string, NodeIndex>;
  /** What the selector chose; null: there is none. */
  readonly selected: ReadonlySet<NodeIndex> | null;
  /** Nodes that are shown in any case. */
  readonly always: readonly NodeIndex[];
}

/** The nodes that the graph shows, in the order of all nodes. */
export function scopeOf(state: Pick<GraphState, 'id' | 'up' | 'down' | 'expanded'>, chosen: Chosen): readonly NodeIndex[] {
  const { nodes, children, indexes, selected, always } = chosen;
  const focus = state.id === null ? undefined : indexes.get(state.id);
  const base = focus === undefined ? allDrawn(chosen) : around(focus, state, chosen);
  const filtered = selected === null ? base : base.filter(index => selected.has(index) || index === focus);
  const added = state.expanded.flatMap(text => {
    const isUp = text.startsWith('+');
    const index = indexes.get(isUp ? text.slice(1) : text.slice(0, -1));
    if (index === undefined) return [];
    return (isUp ? nodes[index]?.parents : children[index]) ?? [];
  });
  return [...new Set([...filtered, ...added.filter(index => isDrawn(nodes[index])), ...always])].sort((a, b) => a - b);
}

/** More nodes than these are no picture any more: their folders are. */
const mostSingle = 300;

/** How the graph of the whole project begins. */
export const firstGrouping = (nodes: readonly NodeSummary[]): Grouping =>
  allDrawn({ nodes }).length > mostSingle ? 'folder' : 'none';

/** More groups than this are no easier to see than the nodes; then only the outer folders count. */
const mostGroups = 60;

/** The group of each node, or none. Of several tags the first in the alphabet counts. */
export function groupsOf(
  indexes: readonly NodeIndex[],
  grouping: Grouping,
  { nodes, tagsOf }: { readonly nodes: readonly NodeSummary[]; readonly tagsOf: (index: NodeIndex) => readonly string[] },
): ReadonlyMap<NodeIndex, string> {
  if (grouping === 'none') return new Map();
  const nameOf = (index: NodeIndex, depth: number): string => {
    const node = nodes[index];
    if (node === undefined) return '';
    if (grouping === 'package') return node.packageName;
    if (grouping === 'tag') return [...tagsOf(index)].sort()[0] ?? '';
    return placeOf(node).slice(0, depth).join('/');
  };
  for (let depth = 8; ; depth--) {
    const groups = new Map(indexes.map(index => [index, nameOf(index, depth)] as const).filter(([, name]) => name !== ''));
    if (grouping !== 'folder' || depth === 1 || new Set(groups.values()).size <= mostGroups) return groups;
  }
}

/** What is no model is together by what it is. */
const placeOf = ({ kind, folders }: NodeSummary): readonly string[] =>
  kind === 'model' ? (folders.length === 0 ? ['models'] : folders) : [kindNames[kind][1].toLowerCase(), ...folders];
