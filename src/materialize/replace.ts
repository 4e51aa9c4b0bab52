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
  readonly kind: 'table' | 'view';
  /** The steps that build it under the given name, the first of them creating it. */
  readonly create: (target: RelationName, options: { readonly replace: boolean }) => readonly PlainStep[];
}

/** Puts a new relation in place in the way that readers notice least. */
export function replaceRelation(replacement: Replacement, can: Capabilities): readonly Step[] {
  const { existing, kind, target, create } = replacement;
  const replaces = replacesItself(kind, can);
  if (existing === null || (existing.kind === kind && replaces)) {
    // Asking to replace even when nothing is known to exist makes the statement safe to repeat.
    const steps = create(target, { replace: replaces });
    if (steps.length === 1) return steps;
    if (can.transactions === 'ddl-and-dml') return [atomic(steps)];
    // Half of them must not stand in the place of the whole that is there.
    return existing === null ? steps : buildThenExchange(replacement, existing, can);
  }
  if (can.transactions === 'ddl-and-dml' && (kind === 'view' || replaces))
    return [atomic(dropThenCreate(replacement, existing, can))];
  if (kind === 'table' && existing.kind === 'table') return buildThenExchange(replacement, existing, can);
  if (can.transactions === 'ddl-and-dml' || can.exchange[0] === 'multi-rename')
    return buildThenExchange(replacement, existing, can);
  // Warehouses without transactions have no way to exchange relations of two kinds, so there is an instant without either.
  return dropThenCreate(replacement, existing, can);
}

/** Whether one statement replaces a relation by another of the same kind, whatever its columns. */
const replacesItself = (kind: Replacement['kind'], can: Capabilities): boolean =>
  kind === 'table' ? can.replaceTable === 'atomic' : can.replaceView === 'any';

function dropThenCreate({ target, create }: Replacement, existing: RelationInfo, can: Capabilities): readonly PlainStep[] {
  return [dropStep(existing.name, existing.kind, can), ...create(target, { replace: false })];
}

/** The long part happens aside; readers wait only for the exchange. */
function buildThenExchange(replacement: Replacement, existing: RelationInfo, can: Capabilities): readonly Step[] {
  const { target, kind, create, invocation } = replacement;
  const built = aside(target, 'new', { invocation, can });
  const place: readonly PlainStep[] = [
    { kind: 'exchange', built, builtIs: kind, live: existing.name, liveIs: existing.kind, how: can.exchange[0] },
    dropStep(built, existing.kind, can),
  ];
  return [...create(built, { replace: false }), ...(can.transactions === 'ddl-and-dml' ? [atomic(place)] : place)];
}

/** Views that are bound to a dropped relation go with it, as they would otherwise forbid the drop. */
export const dropStep = (target: RelationName, is: RelationKind, can: Capabilities): PlainStep => ({
  kind: 'drop',
  target,
  is,
  cascade: can.viewBinding === 'identity',
});

const atomic = (steps: readonly PlainStep[]): Step => ({ kind: 'atomic', steps });
