import type { RelationInfo } from '../adapter/adapter.ts';
import type { Capabilities } from '../adapter/capabilities.ts';
import type { PlainStep, Step } from '../adapter/step.ts';
import type { CompiledNode } from '../compile/compiled.ts';
import { type Checked, hasErrors, StartFailure } from '../diagnostic/diagnostic.ts';
import type { Goal } from '../materialize/goal.ts';
import { startsOver } from '../materialize/incremental.ts';
import { plan } from '../materialize/plan.ts';
import type { Sql } from '../sql/relation.ts';
import { dressUp } from './dress.ts';
import { betweenHooks } from './hook.ts';
import { incrementalGoal, misfit } from './incremental.ts';
import { materializationOf, type NodeRun, type Outcome, success, targetOf } from './node-run.ts';
import { tableDetails } from './table-details.ts';
import { tiesOf } from './ties.ts';

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
  const steps = planned(goal, run.port.capabilities);
  const rows = await run.port.run(steps).catch((error: unknown) => {
    throw goal.value.kind === 'incremental' ? misfit(goal.value, error, run) : error;
  });
  await dressUp(run, { target, is: goal.value.kind === 'view' ? 'view' : 'table' });
  return { ...success({ verb: verbOf(goal.value), rows }), diagnostics: goal.diagnostics };
}

/** Fails with StartFailure, so that neither hooks nor the transaction around them go on. */
function planned({ value, diagnostics }: Checked<Goal>, can: Capabilities): readonly Step[] {
  if (hasErrors(diagnostics)) throw new StartFailure(diagnostics);
  const steps = plan(value, can);
  if (hasErrors(steps.diagnostics)) throw new StartFailure(steps.diagnostics);
  return steps.value;
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
  if (materializationOf(run.node) === 'incremental')
    return joined(details.diagnostics, await incrementalGoal(run, { ...found, details: details.value }));
  const kind = materializationOf(run.node) === 'view' ? 'view' : 'table';
  const columns = () => run.port.describe(found.compiled.sql);
  const ties = await tiesOf(run, { existing: found.existing, kind, columns });
  return joined(details.diagnostics, { value: { ...base, kind, ties: ties.value }, diagnostics: ties.diagnostics });
}

const joined = (before: Checked<Goal>['diagnostics'], { value, diagnostics }: Checked<Goal>): Checked<Goal> => ({
  value,
  diagnostics: [...before, ...diagnostics],
});

function verbOf(goal: Goal): string {
  if (goal.kind === 'view') return 'CREATE VIEW';
  if (goal.kind !== 'incremental' || startsOver(goal)) return 'SELECT';
  return goal.strategy === 'merge' && goal.uniqueKey.length > 0 ? 'MERGE' : 'INSERT';
}
