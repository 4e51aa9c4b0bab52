import { type Checked, type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import type { Column, RelationKind, RelationName } from '../sql/relation.ts';
import type { Ties } from './replace.ts';

/** What would go with a relation that it is bound to. */
export interface Dependent {
  readonly name: RelationName;
  /** A table is bound by a foreign key. */
  readonly kind: RelationKind;
  /** What it reads of the relation, or of other dependents: these come before it. */
  readonly reads: readonly Read[];
}

export interface Read {
  readonly relation: RelationName;
  /** Null: no column in particular. */
  readonly column: string | null;
}

export interface Rebuilding {
  readonly target: RelationName;
  readonly dependents: readonly Dependent[];
  readonly before: readonly Column[];
  readonly after: readonly Column[];
  /** Whether this run builds a relation anew, later. */
  readonly isBuiltLater: (name: RelationName) => boolean;
}

/**
 * Which dependents go, since they are built later and could not be kept. A diagnostic for each that nothing builds later and that
 * needs a column which is gone.
 */
export function releasedBy(rebuilding: Rebuilding): Checked<Ties['released']> {
  const { dependents, isBuiltLater } = rebuilding;
  const gone = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const dependent of dependents) {
    const loss = lossOf(dependent, rebuilding, gone);
    if (loss === 'none') continue;
    const isLater = isBuiltLater(dependent.name);
    // What may stand another type is kept for the sake of those that nothing builds later.
    if (isLater && (loss !== 'type' || !holdsOthers(dependent, rebuilding))) gone.add(keyOf(dependent.name));
    else if (isLater) continue;
    else if (loss !== 'type') diagnostics.push(refusal(dependent, loss));
  }
  const released = dependents.map(({ name }) => name).filter(name => gone.has(keyOf(name)));
  return { value: released, diagnostics };
}

/** `type`: what it reads has another type now, which it may or may not stand. */
type Loss = 'none' | 'type' | Read;

function lossOf({ reads }: Dependent, { target, before, after }: Rebuilding, gone: ReadonlySet<string>): Loss {
  let loss: Loss = 'none';
  for (const read of reads) {
    if (gone.has(keyOf(read.relation))) return { ...read, column: null };
    if (read.column === null || keyOf(read.relation) !== keyOf(target)) continue;
    const now = after.find(column => column.name === read.column);
    if (now === undefined) return read;
    if (now.nativeType !== before.find(column => column.name === read.column)?.nativeType) loss = 'type';
  }
  return loss;
}

/** Whether something that is not built later reads it, directly or through others. */
function holdsOthers({ name }: Dependent, { dependents, isBuiltLater }: Rebuilding): boolean {
  const readers = new Set([keyOf(name)]);
  for (const { name: reader, reads } of dependents) {
    if (!reads.some(read => readers.has(keyOf(read.relation)))) continue;
    if (!isBuiltLater(reader)) return true;
    readers.add(keyOf(reader));
  }
  return false;
}

function refusal({ name, kind }: Dependent, { relation, column }: Read): Diagnostic {
  const params = { dependent: `${name.schema}.${name.name}`, kind, relation: `${relation.schema}.${relation.name}`, column };
  return diagnose('run-dependent-broken', null, params);
}

const keyOf = ({ schema, name }: RelationName): string => JSON.stringify([schema, name]);

/** Whether the new columns are the old ones in their order and types, or those and more behind them. */
export const keepsColumns = (before: readonly Column[], after: readonly Column[]): boolean =>
  before.every(({ name, nativeType }, at) => after[at]?.name === name && after[at]?.nativeType === nativeType);
