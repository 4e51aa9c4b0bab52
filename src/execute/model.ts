import type { RelationInfo } from '../adapter/adapter.ts';
import type { Capabilities } from '../adapter/capabilities.ts';
import type { PlainStep, Step } from '../adapter/step.ts';
import type { CompiledNode } from '../compile/compiled.ts';
import { type Checked, hasErrors, StartFailure } from '../diagnostic/diagnostic.ts';
import type { Goal } from '../materialize/goal.ts';
import { startsOver } from '../materialize/incremental.ts';
import { isRefreshed } from '../materialize/materialized-view.ts';
import { plan } from '../materialize/plan.ts';
import { untied } from '../materialize/replace.ts';
import type { RelationKind, Sql } from '../sql/relation.ts';
import { dressUp } from './dress.ts';
import { betweenHooks } from './hook.ts';
import { incrementalGoal, misfit } from './incremental.ts';
import { materializedViewGoal } from './materialized-view.ts';
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
  const rows = await run.port.run(steps.value).catch((error: unknown) => {
    throw goal.value.kind === 'incremental' ? misfit(goal.value, error, run) : error;
  });
  if (goal.value.kind !== 'function') await dressUp(run, { target, is: relationKindOf(goal.value.kind) });
  return { ...success({ verb: verbOf(goal.value), rows }), diagnostics: [...goal.diagnostics, ...steps.diagnostics] };
}

/** Fails with StartFailure, so that neither hooks nor the transaction around them go on. */
function planned({ value, diagnostics }: Checked<Goal>, can: Capabilities): Checked<readonly Step[]> {
  if (hasErrors(diagnostics)) throw new StartFailure(diagnostics);
  const steps = plan(value, can);
  if (hasErrors(steps.diagnostics)) throw new StartFailure(steps.diagnostics);
  return steps;
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
  const materialized = materializationOf(run.node);
  if (materialized === 'incremental')
    return joined(details.diagnostics, await incrementalGoal(run, { ...found, details: details.value }));
  if (materialized === 'table_function') {
    const parameters = functionParameters(run);
    return { value: { ...base, kind: 'function', ties: untied, parameters }, diagnostics: details.diagnostics };
  }
  const kind = materialized === 'view' ? 'view' : materialized === 'materialized_view' ? 'materialized-view' : 'table';
  const columns = () => run.port.describe(found.compiled.sql);
  const ties = await tiesOf(run, { existing: found.existing, kind, columns });
  const diagnostics = [...details.diagnostics, ...ties.diagnostics];
  if (kind === 'materialized-view')
    return joined(diagnostics, await materializedViewGoal(run, { ...base, kind, ties: ties.value }));
  return { value: { ...base, kind, ties: ties.value }, diagnostics };
}

/** Names, with defaults where they have any: a list, or one text with commas. */
function functionParameters({ node }: NodeRun): readonly Sql[] {
  const value = node.config['parameters'] ?? [];
  const list = Array.isArray(value) ? value.map(String) : String(value).split(',');
  return list.map(one => one.trim()).filter(one => one !== '') as Sql[];
}

const joined = (before: Checked<Goal>['diagnostics'], { value, diagnostics }: Checked<Goal>): Checked<Goal> => ({
  value,
  diagnostics: [...before, ...diagnostics],
});

const relationKindOf = (kind: Goal['kind']): RelationKind => (kind === 'view' || kind === 'materialized-view' ? kind : 'table');

function verbOf(goal: Goal): string {
  if (goal.kind === 'view') return 'CREATE VIEW';
  if (goal.kind === 'function') return 'CREATE FUNCTION';
  if (goal.kind === 'materialized-view') return isRefreshed(goal) ? 'REFRESH MATERIALIZED VIEW' : 'CREATE MATERIALIZED VIEW';
  if (goal.kind !== 'incremental' || startsOver(goal)) return 'SELECT';
  return goal.strategy === 'merge' && goal.uniqueKey.length > 0 ? 'MERGE' : 'INSERT';
}
