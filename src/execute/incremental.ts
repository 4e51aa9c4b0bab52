import type { RelationInfo } from '../adapter/adapter.ts';
import type { Capabilities } from '../adapter/capabilities.ts';
import { WarehouseError } from '../adapter/error.ts';
import type { CompiledNode } from '../compile/compiled.ts';
import { type Checked, diagnose, hasErrors, StartFailure } from '../diagnostic/diagnostic.ts';
import type { TableDetails } from '../materialize/build-table.ts';
import { byColumnKey, columnKey, columnNamed } from '../materialize/column-match.ts';
import type { IncrementalGoal } from '../materialize/goal.ts';
import { startsOver } from '../materialize/incremental.ts';
import { schemaChange, typeChanges } from '../materialize/schema-change.ts';
import { stagedTable } from '../materialize/staged-table.ts';
import type { Column, Sql } from '../sql/relation.ts';
import { text } from '../template/index.ts';
import { incrementalConfig } from './model-config.ts';
import { type NodeRun, targetOf } from './node-run.ts';
import { columnsExpression, relationExpression } from './relation-expression.ts';
import { tiesOf } from './ties.ts';

export interface IncrementalBuild {
  readonly compiled: CompiledNode;
  readonly existing: RelationInfo | null;
  readonly details: TableDetails;
}

/** Columns are asked for only when there is a table to add to. */
export async function incrementalGoal(run: NodeRun, build: IncrementalBuild): Promise<Checked<IncrementalGoal>> {
  const { node, port, refresh, tag, compiler } = run;
  const { compiled, existing, details } = build;
  const isOverridden = (macro: string): boolean => compiler.isOverridden(node, macro);
  const { value: config, diagnostics } = incrementalConfig(node, {
    capabilities: port.capabilities,
    refresh,
    slice: compiled.slice,
    isOverridden,
  });
  const isNew = startsOver({ existing, fullRefresh: config.fullRefresh });
  const { macro, ...options } = config;
  const selectColumns = isNew ? [] : await port.describe(compiled.sql);
  const columns = async () => (isNew ? port.describe(compiled.sql) : selectColumns);
  const isReshaped = isNew || config.onSchemaChange === 'sync_all_columns';
  const ties = await tiesOf(run, { existing: isReshaped ? existing : null, kind: 'table', columns });
  const goal: IncrementalGoal = {
    kind: 'incremental',
    ties: ties.value,
    ...details,
    ...options,
    ...spelled(options, selectColumns, port.capabilities),
    target: compiled.relation ?? targetOf(node),
    existing,
    invocation: tag,
    select: compiled.sql,
    existingColumns: isNew || existing === null ? [] : await port.columns(existing.name),
    selectColumns,
    written: null,
  };
  const all = [...diagnostics, ...ties.diagnostics];
  if (isNew || macro === null || hasErrors(all)) return { value: goal, diagnostics: all };
  return { value: { ...goal, written: await writtenBy(run, compiled, { macro, goal }) }, diagnostics: all };
}

/** Authors write the names of columns without quotes. */
function spelled(
  { uniqueKey, partitionBy, merge }: Pick<IncrementalGoal, 'uniqueKey' | 'partitionBy' | 'merge'>,
  columns: readonly Column[],
  can: Capabilities,
): Pick<IncrementalGoal, 'uniqueKey' | 'partitionBy' | 'merge'> {
  const named = (name: string): string => columnNamed(name, columns, can);
  return {
    uniqueKey: uniqueKey.map(named),
    partitionBy: partitionBy.map(named),
    merge: {
      ...merge,
      updateColumns: merge.updateColumns?.map(named) ?? null,
      excludeColumns: merge.excludeColumns.map(named),
      returning: merge.returning.map(named),
      setExpressions: Object.fromEntries(Object.entries(merge.setExpressions).map(([name, sql]) => [named(name), sql])),
    },
  };
}

interface Writing {
  readonly macro: string;
  readonly goal: IncrementalGoal;
}

/** What the macro makes of the arguments that dbt gives to a strategy. */
async function writtenBy({ compiler, port }: NodeRun, compiled: CompiledNode, { macro, goal }: Writing): Promise<Sql> {
  const can = port.capabilities;
  const types = new Map([...byColumnKey(goal.existingColumns, can), ...byColumnKey(goal.selectColumns, can)]);
  const columns = schemaChange(goal, can).columns.map(name => ({
    name,
    nativeType: types.get(columnKey(name, can))?.nativeType ?? '',
  }));
  const args = [
    `'strategy': config.get('incremental_strategy') or 'default'`,
    `'target_relation': this`,
    `'temp_relation': ${relationExpression(stagedTable(goal, can))}`,
    `'unique_key': config.get('unique_key')`,
    `'dest_columns': ${columnsExpression(columns)}`,
    `'incremental_predicates': config.get('predicates', none) or config.get('incremental_predicates', none)`,
  ];
  return text(await compiler.evaluate(compiled, `${macro}({${args.join(', ')}})`, port)) as Sql;
}

/** Tells of values that do not fit when the columns differ in type; fails with what was given otherwise. */
export function misfit(goal: IncrementalGoal, error: unknown, { port }: NodeRun): never {
  if (!(error instanceof WarehouseError) || error.reason !== 'data') throw error;
  const changes = typeChanges(goal, port.capabilities);
  if (changes.length === 0) throw error;
  const notes = changes.map(({ name, from, to }) => `${name}: ${from} in the table, ${to} in the new rows`);
  const hint =
    goal.onSchemaChange === 'sync_all_columns'
      ? 'The table is as it was. Cast the column to a type that holds both, or run once with `--full-refresh`.'
      : 'The table is as it was. Cast the column in the select, or set `on_schema_change` to `sync_all_columns`, which gives the table the new type.';
  const params = { relation: goal.target.name, message: error.message, hint };
  throw new StartFailure([diagnose('run-incremental-misfit', null, params, { notes })]);
}
