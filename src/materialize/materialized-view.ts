import type { Capabilities } from '../adapter/capabilities.ts';
import type { Index, PlainStep, Step } from '../adapter/step.ts';
import { type Checked, diagnose } from '../diagnostic/diagnostic.ts';
import { finishTable } from './build-table.ts';
import type { MaterializedViewGoal } from './goal.ts';
import { replaceRelation } from './replace.ts';

/** Steps after which `target` is a materialized view that is up to date; what there is to change of one that is there, its configuration decides. */
export function planMaterializedView(goal: MaterializedViewGoal, can: Capabilities): Checked<readonly Step[]> {
  const { target, select, layout } = goal;
  if (can.materializedViews === 'none') {
    const params = { node: target.name, materialized: 'materialized_view' };
    return { value: [], diagnostics: [diagnose('run-materialization-unsupported', null, params)] };
  }
  if (isRefreshed(goal)) return updated(goal, can);
  const create = (name: typeof target): readonly PlainStep[] => [
    { kind: 'create-materialized-view', target: name, select, layout },
    ...finishTable(goal, name),
  ];
  return { value: replaceRelation({ ...goal, kind: 'materialized-view', create }, can), diagnostics: [] };
}

/** Whether the view that is there stays. */
export const isRefreshed = ({ existing, fullRefresh, isSame, onConfigurationChange }: MaterializedViewGoal): boolean =>
  existing?.kind === 'materialized-view' && !fullRefresh && (isSame || onConfigurationChange !== 'apply');

function updated(goal: MaterializedViewGoal, can: Capabilities): Checked<readonly Step[]> {
  const { target, indexes, existingIndexes, isSame, onConfigurationChange } = goal;
  const added = without(indexes, existingIndexes);
  const removed = without(existingIndexes, indexes);
  const refresh: readonly Step[] = can.materializedViews === 'manual' ? [{ kind: 'refresh', target }] : [];
  if (isSame && added.length + removed.length === 0) return { value: refresh, diagnostics: [] };
  const notes = [
    ...(isSame ? [] : ['another query']),
    ...added.map(one => `new: index on ${one.columns.join(', ')}`),
    ...removed.map(one => `gone: index on ${one.columns.join(', ')}`),
  ];
  const changed = (severity: 'error' | 'warning') =>
    diagnose('run-configuration-changed', null, { relation: target.name, setting: onConfigurationChange }, { severity, notes });
  if (onConfigurationChange === 'fail') return { value: [], diagnostics: [changed('error')] };
  if (onConfigurationChange === 'continue') return { value: refresh, diagnostics: [changed('warning')] };
  const changes: readonly PlainStep[] = [
    ...removed.map(({ name }): PlainStep => ({ kind: 'drop-index', target, name })),
    ...added.map((index): PlainStep => ({ kind: 'create-index', target, index })),
  ];
  return {
    value: [can.transactions === 'ddl-and-dml' ? [{ kind: 'atomic', steps: changes } as const] : changes, refresh].flat(),
    diagnostics: [],
  };
}

/** Indexes are told apart by what they do: their names are ours to choose. */
const without = (indexes: readonly Index[], others: readonly Index[]): readonly Index[] => {
  const known = new Set(others.map(indexKey));
  return indexes.filter(one => !known.has(indexKey(one)));
};

const indexKey = ({ columns, isUnique, type }: Index): string =>
  JSON.stringify([columns.map(name => name.toLowerCase()), isUnique, type ?? 'btree']);
