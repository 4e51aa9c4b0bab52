import type { RelationInfo } from '../adapter/adapter.ts';
import type { PlainStep } from '../adapter/step.ts';
import type { CompiledNode } from '../compile/compiled.ts';
import { type Checked, hasErrors } from '../diagnostic/diagnostic.ts';
import type { TableDetails } from '../materialize/build-table.ts';
import type { Goal } from '../materialize/goal.ts';
import { startsOver } from '../materialize/incremental.ts';
import { plan } from '../materialize/plan.ts';
import type { Sql } from '../sql/relation.ts';
import { dressUp } from './dress.ts';
import { betweenHooks } from './hook.ts';
import { incrementalConfig } from './model-config.ts';
import { materializationOf, type NodeRun, type Outcome, refused, success, targetOf } from './node-run.ts';
import { tableDetails } from './table-details.ts';

/** Builds a view, a table or an incremental table between its hooks. */
export async function runModel(run: NodeRun): Promise<Outcome> {
  const compiled = await run.compile();
  return betweenHooks(run, () => build(run, compiled));
}

async function build(run: NodeRun, compiled: CompiledNode): Promise<Outcome> {
  const target = compiled.relation ?? targetOf(run.node);
  const existing = await run.port.relation(target);
  await sendHeader(run, compiled);
  const goal = await goalOf(run, { compiled, existing });
  if (hasErrors(goal.diagnostics)) return refused(goal.diagnostics);
  const steps = plan(goal.value, run.port.capabilities);
  if (hasErrors(steps.diagnostics)) return refused(steps.diagnostics);
  const rows = await run.port.run(steps.value);
  await dressUp(run, { target, is: goal.value.kind === 'view' ? 'view' : 'table' });
  return { ...success({ verb: verbOf(goal.value), rows }), diagnostics: [...goal.diagnostics, ...steps.diagnostics] };
}

async function sendHeader({ port }: NodeRun, { sqlHeader }: CompiledNode): Promise<void> {
  if (sqlHeader === null || sqlHeader.trim() === '') return;
  const header: PlainStep = { kind: 'hook', sql: sqlHeader as Sql };
  await port.run([header]);
}

interface Found {
  readonly compiled: CompiledNode;
  readonly existing: RelationInfo | null;
}

async function goalOf(run: NodeRun, found: Found): Promise<Checked<Goal>> {
  const target = found.compiled.relation ?? targetOf(run.node);
  const details = await tableDetails(run, found.compiled);
  const base = { target, existing: found.existing, invocation: run.tag, select: found.compiled.sql, ...details.value };
  switch (materializationOf(run.node)) {
    case 'view':
      return { value: { kind: 'view', ...base }, diagnostics: details.diagnostics };
    case 'incremental':
      return hasErrors(details.diagnostics)
        ? { value: { kind: 'table', ...base }, diagnostics: details.diagnostics }
        : incrementalGoal(run, found, details);
    default:
      return { value: { kind: 'table', ...base }, diagnostics: details.diagnostics };
  }
}

/** Columns are asked for only when there is a table to add to. */
async function incrementalGoal(
  run: NodeRun,
  { compiled, existing }: Found,
  details: Checked<TableDetails>,
): Promise<Checked<Goal>> {
  const { node, port, refresh, tag } = run;
  const config = incrementalConfig(node, { capabilities: port.capabilities, refresh });
  const isNew = startsOver({ existing, fullRefresh: config.value.fullRefresh });
  const value: Goal = {
    kind: 'incremental',
    ...details.value,
    ...config.value,
    target: compiled.relation ?? targetOf(node),
    existing,
    invocation: tag,
    select: compiled.sql,
    existingColumns: isNew || existing === null ? [] : await port.columns(existing.name),
    selectColumns: isNew ? [] : await port.describe(compiled.sql),
  };
  return { value, diagnostics: [...details.diagnostics, ...config.diagnostics] };
}

function verbOf(goal: Goal): string {
  if (goal.kind === 'view') return 'CREATE VIEW';
  if (goal.kind !== 'incremental' || startsOver(goal)) return 'SELECT';
  return goal.strategy === 'merge' && goal.uniqueKey.length > 0 ? 'MERGE' : 'INSERT';
}
