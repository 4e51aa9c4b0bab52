import type { NodeId } from '../manifest/id.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { GraphNode } from '../manifest/node.ts';
import { type Change, type ChangesOf, changesSince } from './changed.ts';
import type { MethodRule } from './method.ts';

/** What an earlier run left, for the methods that compare with it; null: not there. */
export interface Earlier {
  readonly manifest: Manifest | null;
  /** How the places of sources are compared. */
  readonly sourceNames?: 'rendered' | 'written';
  /** How each node ended. */
  readonly statuses: ReadonlyMap<NodeId, string> | null;
  /** Sources that have newer rows than then. */
  readonly fresherSources: ReadonlySet<NodeId> | null;
  /** The files that are not there, by the method that would read them. */
  readonly missing: Readonly<Partial<Record<EarlierMethod, string>>>;
}

export type EarlierMethod = 'state' | 'result' | 'source_status';

/** Null when what the method compares with is not there. */
export function earlierRule(method: EarlierMethod, earlier: Earlier | undefined, manifest: Manifest): MethodRule | null {
  switch (method) {
    case 'state':
      return earlier?.manifest ? stateRule(changesSince(earlier.manifest, manifest, earlier.sourceNames)) : null;
    case 'result':
      return earlier?.statuses ? statusRule(earlier.statuses) : null;
    case 'source_status':
      return earlier?.fresherSources ? fresherRule(earlier.fresherSources) : null;
    default:
      return method satisfies never;
  }
}

const partsOfModified = [
  'body',
  'configs',
  'relation',
  'persisted_descriptions',
  'macros',
  'contract',
] as const satisfies Change[];

export const earlierValues: Readonly<Record<EarlierMethod, readonly string[]>> = {
  state: ['new', 'old', 'modified', 'unmodified', ...partsOfModified.map(part => `modified.${part}`)],
  result: ['success', 'error', 'skipped', 'pass', 'fail', 'warn', 'no-op', 'partial success', 'runtime error'],
  source_status: ['fresher'],
};

const stateRule = (changesOf: ChangesOf): MethodRule => ({
  names: () => [],
  test:
    ({ value }) =>
    node =>
      isInState(changesOf, node, value),
});

function isInState(changesOf: ChangesOf, node: GraphNode, state: string): boolean {
  const changes = changesOf(node);
  // A new node is new in all its parts; its macros need not be.
  if (changes === 'new') return state === 'new' || (state.startsWith('modified') && state !== 'modified.macros');
  if (state === 'old') return true;
  if (state === 'modified') return changes.size > 0;
  if (state === 'unmodified') return changes.size === 0;
  return changes.has(state.replace('modified.', '') as Change);
}

const statusRule = (statuses: ReadonlyMap<NodeId, string>): MethodRule => ({
  names: () => [],
  test:
    ({ value }) =>
    node =>
      statuses.get(node.unique_id) === value,
});

const fresherRule = (fresher: ReadonlySet<NodeId>): MethodRule => ({
  names: () => [],
  test: () => node => fresher.has(node.unique_id),
});
