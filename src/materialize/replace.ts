import type { RelationInfo } from '../adapter/adapter.ts';
import type { Capabilities } from '../adapter/capabilities.ts';
import type { PlainStep, Step } from '../adapter/step.ts';
import type { RelationKind, RelationName } from '../sql/relation.ts';
import { aside } from './aside.ts';

/** A relation that will stand under `target`'s name, whatever stands there now. */
export interface Replacement {
  readonly target: RelationName;
  readonly existing: RelationInfo | null;
  readonly invocation: string;
  readonly kind: 'table' | 'view' | 'materialized-view';
  readonly ties: Ties;
  /** The steps that build it under the given name, the first of them creating it. */
  readonly create: (target: RelationName, options: { readonly replace: boolean }) => readonly PlainStep[];
}

/** How the relation that is there holds others, and may hold on to its own identity. */
export interface Ties {
  /** What is bound to it and goes with it. The rest of what is bound is kept. */
  readonly released: readonly RelationName[];
  /** Whether the new columns are the old ones, or those and more, so that a view may stay the same view. */
  readonly keepsColumns: boolean;
}
export const untied: Ties = { released: [], keepsColumns: false };

/** Puts a new relation in place in the way that readers notice least. */
export function replaceRelation(replacement: Replacement, can: Capabilities): readonly Step[] {
  const { existing, kind, target, create } = replacement;
  const replaces = replacesItself(replacement, can);
  if (existing === null || (existing.kind === kind && replaces)) {
    // Asking to replace even when nothing is known to exist makes the statement safe to repeat.
    const steps = create(target, { replace: replaces });
    if (steps.length === 1) return steps;
    if (can.transactions === 'ddl-and-dml') return [atomic(steps)];
    // Half of them must not stand in the place of the whole that is there.
    return existing === null ? steps : buildThenExchange(replacement, existing, can);
  }
  if (can.viewBinding === 'identity') return buildThenExchange(replacement, existing, can);
  if (can.transactions === 'ddl-and-dml' && (kind !== 'table' || replaces))
    return [atomic(dropThenCreate(replacement, existing))];
  if (kind === 'table' && existing.kind === 'table') return buildThenExchange(replacement, existing, can);
  if (can.transactions === 'ddl-and-dml' || can.exchange[0] === 'multi-rename')
    return buildThenExchange(replacement, existing, can);
  // Warehouses without transactions have no way to exchange relations of two kinds, so there is an instant without either.
  return dropThenCreate(replacement, existing);
}

/** Whether one statement replaces a relation by another of the same kind. */
function replacesItself({ kind, ties }: Replacement, can: Capabilities): boolean {
  if (kind === 'materialized-view') return false;
  if (kind === 'table') return can.replaceTable === 'atomic';
  return can.replaceView === 'any' || (can.replaceView === 'compatible-only' && ties.keepsColumns);
}

function dropThenCreate({ target, create }: Replacement, existing: RelationInfo): readonly PlainStep[] {
  return [dropStep(existing.name, existing.kind), ...create(target, { replace: false })];
}

/** The long part happens aside; readers wait only for the exchange. */
function buildThenExchange(replacement: Replacement, existing: RelationInfo, can: Capabilities): readonly Step[] {
  const { target, kind, create, invocation, ties } = replacement;
  const built = aside(target, 'new', { invocation, can });
  const live = { live: existing.name, liveIs: existing.kind };
  const how = can.exchange[0];
  const place: PlainStep = { kind: 'supersede', built, builtIs: kind, ...live, how, released: ties.released };
  const isWhole = how === 'one-statement' || can.transactions !== 'ddl-and-dml';
  return [...create(built, { replace: false }), isWhole ? place : atomic([place])];
}

/** What is bound to it forbids the drop. */
export const dropStep = (target: RelationName, is: RelationKind): PlainStep => ({ kind: 'drop', target, is, cascade: false });

const atomic = (steps: readonly PlainStep[]): Step => ({ kind: 'atomic', steps });
