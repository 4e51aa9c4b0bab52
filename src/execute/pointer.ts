import { WarehouseError } from '../adapter/error.ts';
import { diagnose, hasErrors, StartFailure } from '../diagnostic/diagnostic.ts';
import { plan } from '../materialize/plan.ts';
import { dropStep } from '../materialize/replace.ts';
import type { RelationName, Sql } from '../sql/relation.ts';
import { dressUp } from './dress.ts';
import type { NodeRun, Outcome } from './node-run.ts';
import { wantedGrants } from './table-details.ts';
import { tiesOf } from './ties.ts';

/** By this alias a view is known as one of ours: comments do not stay in a view's text. */
const MARK = 'latest_version_pointer';

/** Makes `pointer` a view of what the node has built. */
export async function pointAt(run: NodeRun, pointer: RelationName, outcome: Outcome): Promise<Outcome> {
  const { node, port, tag } = run;
  if (!('relation_name' in node) || node.relation_name === null) return outcome;
  const select = `select * from ${node.relation_name} as ${MARK}` as Sql;
  const existing = await port.relation(pointer);
  const ties = await tiesOf(run, { existing, kind: 'view', columns: () => port.describe(select) });
  if (hasErrors(ties.diagnostics)) throw new StartFailure(ties.diagnostics);
  const grants = wantedGrants(run);
  const goal = { kind: 'view', target: pointer, existing, invocation: tag, select, grants, ties: ties.value } as const;
  await port.run(plan(goal, port.capabilities).value);
  await dressUp(run, { target: pointer, is: 'view' });
  return { ...outcome, diagnostics: [...outcome.diagnostics, ...ties.diagnostics] };
}

/** Drops a view that pointed at the latest version of the node, if there is one and it is ours. */
export async function retirePointer({ adapter, port }: NodeRun, name: RelationName, outcome: Outcome): Promise<Outcome> {
  const existing = await port.relation(name);
  if (existing?.kind !== 'view') return outcome;
  const [row] = (await port.look(adapter.dialect.viewText(existing.name))).rows;
  if (!String(row?.[0] ?? '').includes(MARK)) return outcome;
  try {
    await port.run([dropStep(existing.name, 'view')]);
    return outcome;
  } catch (error) {
    // What reads it is nothing of this node's, so it keeps the view.
    if (!(error instanceof WarehouseError) || error.reason !== 'exists') throw error;
    const params = { relation: name.name, message: error.message };
    const kept = diagnose('run-pointer-kept', null, params, { severity: 'warning' });
    return { ...outcome, diagnostics: [...outcome.diagnostics, kept] };
  }
}
