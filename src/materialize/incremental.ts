import type { Capabilities } from '../adapter/capabilities.ts';
import type { PlainStep, Step } from '../adapter/step.ts';
import { type Checked, type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import type { RelationName } from '../sql/relation.ts';
import { buildTable } from './build-table.ts';
import { byColumnKey, columnKey } from './column-match.ts';
import type { IncrementalGoal } from './goal.ts';
import { mergeClauses } from './merge.ts';
import { type SchemaChange, schemaChange } from './schema-change.ts';
import { isSessionTable, stagedTable } from './staged-table.ts';

/** Steps that add the rows of `select` to `target`, or that build it when there is nothing to add to. */
export function planIncremental(goal: IncrementalGoal, can: Capabilities): Checked<readonly Step[]> {
  if (startsOver(goal)) return { value: buildTable(goal, can), diagnostics: [] };
  const change = schemaChange(goal, can);
  const diagnostics = [...change.diagnostics, ...problems(goal, can)];
  if (diagnostics.length > 0) return { value: [], diagnostics };
  const stages = goal.written !== null || replacesRows(goal);
  return { value: stages ? stageAndApply(goal, change, can) : append(goal, change, can), diagnostics };
}

/** Whether the table is built from nothing, so that `select` must give all rows. */
export const startsOver = (goal: Pick<IncrementalGoal, 'existing' | 'fullRefresh'>): boolean =>
  goal.existing?.kind !== 'table' || goal.fullRefresh;

/** Without a key no row can be told from another, so every strategy only adds. */
const replacesRows = (goal: IncrementalGoal): boolean =>
  keyOf(goal).length > 0 || goal.merge.clauses !== null || goal.window !== null;

const keyOf = ({ strategy, uniqueKey, partitionBy }: IncrementalGoal): readonly string[] =>
  strategy === 'append' || strategy === 'microbatch' ? [] : strategy === 'insert_overwrite' ? partitionBy : uniqueKey;

function append(goal: IncrementalGoal, { changes, columns }: SchemaChange, can: Capabilities): readonly Step[] {
  const { target, select } = goal;
  const insert: PlainStep = { kind: 'insert', target, columns, select };
  return together([...alter(goal, changes), insert], can);
}

function stageAndApply(goal: IncrementalGoal, change: SchemaChange, can: Capabilities): readonly Step[] {
  const { select, layout } = goal;
  const staged = stagedTable(goal, can);
  const create: Step = {
    kind: 'create-table',
    target: staged,
    select,
    layout: isSessionTable(can) ? { options: {} } : layout,
    replace: false,
    temporary: isSessionTable(can),
  };
  const apply = applied(goal, { staged, columns: change.columns }, can);
  // Two rows for one row of the table: which of them stayed would be left to chance.
  const check: readonly Step[] =
    apply.kind === 'merge' && apply.key.length > 0 ? [{ kind: 'assert-unique', target: staged, key: apply.key }] : [];
  const drop: Step = { kind: 'drop', target: staged, is: 'table', cascade: false };
  return [create, ...check, ...together([...alter(goal, change.changes), apply], can), drop];
}

interface Staged {
  readonly staged: RelationName;
  readonly columns: readonly string[];
}

function applied(goal: IncrementalGoal, { staged, columns }: Staged, can: Capabilities): PlainStep {
  const { target, predicates, strategy, uniqueKey, merge, window, written } = goal;
  if (written !== null) return { kind: 'write', target, sql: written };
  if (window !== null) return { kind: 'replace-window', target, staged, columns, window, predicates };
  if (mergesItself(goal, can)) {
    const clauses = mergeClauses(goal, { columns, can });
    return { kind: 'merge', target, staged, key: uniqueKey, predicates, clauses, returning: merge.returning };
  }
  return {
    kind: 'upsert',
    target,
    staged,
    key: keyOf(goal),
    nulls: strategy === 'insert_overwrite' ? 'match' : 'differ',
    grain: strategy === 'insert_overwrite' ? goal.partitionGrain : null,
    columns,
    update: [],
    predicates,
    how: 'delete-insert',
  };
}

/** Without options a merge gives the same rows as delete and insert, which every warehouse has. */
const mergesItself = ({ strategy }: IncrementalGoal, can: Capabilities): boolean =>
  strategy === 'merge' && can.upsert.includes('merge');

/** One transaction when a reader could otherwise see the half of it. */
function together(steps: readonly PlainStep[], can: Capabilities): readonly Step[] {
  if (can.transactions === 'none') return steps;
  const isOneStatement = steps.length === 1 && steps.every(step => step.kind === 'insert' || step.kind === 'merge');
  // A server goes on with the statement of a process that has died, and would commit it while the next run is at work.
  if (isOneStatement && can.sessions.model !== 'pooled') return steps;
  if (can.transactions === 'ddl-and-dml') return [{ kind: 'atomic', steps }];
  const ddl = steps.filter(step => step.kind === 'alter-columns');
  return [...ddl, { kind: 'atomic', steps: steps.filter(step => step.kind !== 'alter-columns') }];
}

const alter = ({ target, ties }: IncrementalGoal, changes: SchemaChange['changes']): readonly PlainStep[] =>
  changes.length === 0 ? [] : [{ kind: 'alter-columns', target, changes, released: ties.released }];

function problems(goal: IncrementalGoal, can: Capabilities): readonly Diagnostic[] {
  return goal.written === null ? [...keyProblems(goal, can), ...mergeProblems(goal, can), ...partitionProblems(goal)] : [];
}

function keyProblems(goal: IncrementalGoal, can: Capabilities): readonly Diagnostic[] {
  const known = byColumnKey(goal.selectColumns, can);
  const has = goal.selectColumns.map(column => column.name);
  const setting = goal.strategy === 'insert_overwrite' ? 'partition_by' : 'unique_key';
  return keyOf(goal)
    .filter(name => !known.has(columnKey(name, can)))
    .map(name => diagnose('run-incremental-key-missing', null, { relation: goal.target.name, setting, key: name, has }));
}

function mergeProblems({ merge, strategy, target }: IncrementalGoal, can: Capabilities): readonly Diagnostic[] {
  if (strategy !== 'merge' || can.upsert.includes('merge')) return [];
  const settings = [
    ...(merge.updateColumns === null ? [] : ['merge_update_columns']),
    ...(merge.excludeColumns.length === 0 ? [] : ['merge_exclude_columns']),
    ...(merge.updateCondition === null ? [] : ['merge_update_condition']),
    ...(merge.insertCondition === null ? [] : ['merge_insert_condition']),
    ...(Object.keys(merge.setExpressions).length === 0 ? [] : ['merge_update_set_expressions']),
    ...(merge.clauses === null ? [] : ['merge_clauses']),
  ];
  return settings.length === 0 ? [] : [diagnose('run-merge-unsupported', null, { relation: target.name, settings })];
}

const partitionProblems = ({ strategy, partitionBy, target }: IncrementalGoal): readonly Diagnostic[] =>
  strategy === 'insert_overwrite' && partitionBy.length === 0
    ? [diagnose('run-incremental-partition', null, { relation: target.name })]
    : [];
