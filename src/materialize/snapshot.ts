import type { Capabilities } from '../adapter/capabilities.ts';
import type { PlainStep, Step } from '../adapter/step.ts';
import { buildTable } from './build-table.ts';
import type { SnapshotGoal } from './goal.ts';
import { isSessionTable, stagedTable } from './staged-table.ts';

/** Steps that build a snapshot, or that bring its versions up to date: the changes are found aside, then applied at once. */
export function planSnapshot(goal: SnapshotGoal, can: Capabilities): readonly Step[] {
  const { target, select, update } = goal;
  const { key, when } = goal.keys;
  const check: PlainStep = { kind: 'assert-keys', select: goal.keys.select, key };
  if (update === null) return when === 'before' ? [check, ...buildTable(goal, can)] : builtAndChecked(goal, check, can);
  const staged = stagedTable(goal, can);
  const stage: Step = {
    kind: 'create-table',
    target: staged,
    select,
    layout: { options: {} },
    replace: false,
    temporary: isSessionTable(can),
  };
  const alter: readonly PlainStep[] =
    update.added.length === 0
      ? []
      : [{ kind: 'alter-columns', target, changes: update.added.map(column => ({ kind: 'add', column })), released: [] }];
  const apply: PlainStep = { kind: 'write', target, sql: update.apply };
  const drop: Step = { kind: 'drop', target: staged, is: 'table', cascade: false };
  return [...(when === 'before' ? [check, stage] : [stage, check]), ...atOnce(alter, apply, can), drop];
}

/** In one transaction, so that what is refused is never there. */
function builtAndChecked(goal: SnapshotGoal, check: PlainStep, can: Capabilities): readonly Step[] {
  const built = buildTable(goal, can).flatMap(step => (step.kind === 'atomic' ? step.steps : [step]));
  return [{ kind: 'atomic', steps: [...built, check] }];
}

/** A column that is added on its own shows as null, so where DDL cannot be in a transaction it may stand before it. */
function atOnce(alter: readonly PlainStep[], apply: PlainStep, can: Capabilities): readonly Step[] {
  if (can.transactions === 'ddl-and-dml') return [{ kind: 'atomic', steps: [...alter, apply] }];
  return [...alter, can.transactions === 'none' ? apply : { kind: 'atomic', steps: [apply] }];
}
