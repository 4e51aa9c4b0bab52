import { hasErrors, StartFailure } from '../diagnostic/diagnostic.ts';
import { plan } from '../materialize/plan.ts';
import type { RelationName, Sql } from '../sql/relation.ts';
import { dressUp } from './dress.ts';
import type { NodeRun, Outcome } from './node-run.ts';
import { wantedGrants } from './table-details.ts';
import { tiesOf } from './ties.ts';

/** Makes `pointer` a view of what the node has built. */
export async function pointAt(run: NodeRun, pointer: RelationName, outcome: Outcome): Promise<Outcome> {
  const { node, port, tag } = run;
  if (!('relation_name' in node) || node.relation_name === null) return outcome;
  const select = `select * from ${node.relation_name}` as Sql;
  const existing = await port.relation(pointer);
  const ties = await tiesOf(run, { existing, kind: 'view', columns: () => port.describe(select) });
  if (hasErrors(ties.diagnostics)) throw new StartFailure(ties.diagnostics);
  const grants = wantedGrants(run);
  const goal = { kind: 'view', target: pointer, existing, invocation: tag, select, grants, ties: ties.value } as const;
  await port.run(plan(goal, port.capabilities).value);
  await dressUp(run, { target: pointer, is: 'view' });
  return { ...outcome, diagnostics: [...outcome.diagnostics, ...ties.diagnostics] };
}
