import type { Index } from '../adapter/step.ts';
import type { Checked } from '../diagnostic/diagnostic.ts';
import { configurationChanges } from '../manifest/strategy.ts';
import type { MaterializedViewGoal } from '../materialize/goal.ts';
import { configReader } from './config-value.ts';
import type { NodeRun } from './node-run.ts';

type Base = Omit<MaterializedViewGoal, 'fullRefresh' | 'existingIndexes' | 'isSame' | 'onConfigurationChange'>;

export async function materializedViewGoal(run: NodeRun, base: Base): Promise<Checked<MaterializedViewGoal>> {
  const { node, refresh } = run;
  const reader = configReader(node.name, node.config);
  const isThere = base.existing?.kind === 'materialized-view';
  const value: MaterializedViewGoal = {
    ...base,
    fullRefresh: reader.flag('full_refresh') ?? refresh === 'full',
    existingIndexes: isThere ? await indexesNow(run, base) : [],
    isSame: !isThere || (await isOfSelect(run, base)),
    onConfigurationChange: reader.choice('on_configuration_change', configurationChanges, 'apply'),
  };
  return { value, diagnostics: reader.diagnostics };
}

async function isOfSelect({ adapter, port }: NodeRun, { target, select }: Base): Promise<boolean> {
  const sql = adapter.dialect.isOf(target, select);
  return sql === null || (await port.look(sql)).rows[0]?.[0] === true;
}

async function indexesNow({ adapter, port }: NodeRun, { target }: Base): Promise<readonly Index[]> {
  const sql = adapter.dialect.indexes(target);
  const rows = sql === null ? [] : (await port.look(sql)).rows;
  return rows.map(([name, columns, isUnique, type]) => ({
    name: String(name),
    columns: String(columns).split(','),
    isUnique: isUnique === true,
    type: type === null || type === undefined ? null : String(type),
  }));
}
