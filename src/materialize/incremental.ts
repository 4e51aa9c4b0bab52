import type { Capabilities, Upsert } from '../adapter/capabilities.ts';
import type { PlainStep, Step, StepOf } from '../adapter/step.ts';
import { type Checked, type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import type { RelationName } from '../sql/relation.ts';
import { buildTable } from './build-table.ts';
import { byColumnKey, columnKey } from './column-match.ts';
import type { IncrementalGoal } from './goal.ts';
import { type SchemaChange, schemaChange } from './schema-change.ts';
import { isSessionTable, stagedTable } from './staged-table.ts';

/** Steps that add the rows of `select` to `target`, or that build it when there is nothing to add to. */
export function planIncremental(goal: IncrementalGoal, can: Capabilities): Checked<readonly Step[]> {
  if (startsOver(goal)) return { value: buildTable(goal, can), diagnostics: [] };
  const change = schemaChange(goal, can);
  const diagnostics = [...change.diagnostics, ...keyProblems(goal, can), ...mergeProblems(goal, can)];
  if (diagnostics.length > 0) return { value: [], diagnostics };
  return { value: replacesRows(goal) ? stageAndUpsert(goal, change, can) : append(goal, change, can), diagnostics };
}

/** Whether the table is built from nothing, so that `select` must give all rows. */
export const startsOver = (goal: Pick<IncrementalGoal, 'existing' | 'fullRefresh'>): boolean =>
  goal.existing?.kind !== 'table' || goal.fullRefresh;

/** Without a key no row can be told from another, so every strategy only adds. */
const replacesRows = (goal: IncrementalGoal): boolean => goal.strategy !== 'append' && goal.uniqueKey.length > 0;

function append({ target, select }: IncrementalGoal, { changes, columns }: SchemaChange, can: Capabilities): readonly Step[] {
  const insert: PlainStep = { kind: 'insert', target, columns, select };
  return together([...alter(target, changes), insert], can);
}

function stageAndUpsert(goal: IncrementalGoal, { changes, columns }: SchemaChange, can: Capabilities): readonly Step[] {
  const { target, select, layout, predicates, uniqueKey } = goal;
  const staged = stagedTable(goal, can);
  const create: Step = {
    kind: 'create-table',
    target: staged,
    select,
    layout: { options: {} },
    replace: false,
    temporary: isSessionTable(can),
  };
  const upsert: StepOf<'upsert'> = {
    kind: 'upsert',
    target,
    staged,
    key: uniqueKey,
    columns,
    update: updated(goal, columns, can),
    predicates,
    how: upsertWay(goal, can),
  };
  const drop: Step = { kind: 'drop', target: staged, is: 'table', cascade: false };
  const staging = isSessionTable(can) ? create : { ...create, layout };
  // Two rows for one row of the table: which of them stayed would be left to chance.
  const check: readonly Step[] = upsert.how === 'merge' ? [{ kind: 'assert-unique', target: staged, key: uniqueKey }] : [];
  return [staging, ...check, ...together([...alter(target, changes), upsert], can), drop];
}

/** One transaction when a reader could otherwise see the half of it. */
function together(steps: readonly PlainStep[], can: Capabilities): readonly Step[] {
  if (can.transactions === 'none') return steps;
  const isOneStatement = steps.length === 1 && steps.every(step => step.kind !== 'upsert' || step.how !== 'delete-insert');
  if (isOneStatement) return steps;
  if (can.transactions === 'ddl-and-dml') return [{ kind: 'atomic', steps }];
  const ddl = steps.filter(step => step.kind === 'alter-columns');
  return [...ddl, { kind: 'atomic', steps: steps.filter(step => step.kind !== 'alter-columns') }];
}

const alter = (target: RelationName, changes: SchemaChange['changes']): readonly PlainStep[] =>
  changes.length === 0 ? [] : [{ kind: 'alter-columns', target, changes }];

/** `merge` gives the same rows as delete and insert unless it is to keep some columns as they are. */
function upsertWay({ strategy }: IncrementalGoal, can: Capabilities): Upsert {
  return strategy === 'merge' && can.upsert.includes('merge') ? 'merge' : 'delete-insert';
}

function updated(goal: IncrementalGoal, columns: readonly string[], can: Capabilities): readonly string[] {
  const keys = (names: readonly string[]): ReadonlySet<string> => new Set(names.map(name => columnKey(name, can)));
  const key = keys(goal.uniqueKey);
  const excluded = keys(goal.mergeExcludeColumns);
  const wanted = goal.mergeUpdateColumns === null ? null : keys(goal.mergeUpdateColumns);
  return columns.filter(name => {
    const it = columnKey(name, can);
    return !excluded.has(it) && (wanted === null ? !key.has(it) : wanted.has(it));
  });
}

function keyProblems(goal: IncrementalGoal, can: Capabilities): readonly Diagnostic[] {
  if (!replacesRows(goal)) return [];
  const known = byColumnKey(goal.selectColumns, can);
  const has = goal.selectColumns.map(column => column.name);
  return goal.uniqueKey
    .filter(name => !known.has(columnKey(name, can)))
    .map(name => diagnose('run-incremental-key-missing', null, { relation: goal.target.name, key: name, has }));
}

function mergeProblems(goal: IncrementalGoal, can: Capabilities): readonly Diagnostic[] {
  const isPartial = goal.mergeUpdateColumns !== null || goal.mergeExcludeColumns.length > 0;
  if (!isPartial || goal.strategy !== 'merge' || can.upsert.includes('merge')) return [];
  return [diagnose('run-merge-columns-unsupported', null, { relation: goal.target.name })];
}
