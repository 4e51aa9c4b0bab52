import { hasErrors, StartFailure } from '../diagnostic/diagnostic.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { ManifestNode } from '../manifest/node.ts';
import { plan } from '../materialize/plan.ts';
import type { Sql } from '../sql/relation.ts';
import { dressUp } from './dress.ts';
import { betweenHooks } from './hook.ts';
import { type NodeRun, type Outcome, success, targetOf } from './node-run.ts';
import { wantedGrants } from './table-details.ts';
import { tiesOf } from './ties.ts';

/**
 * Puts a view of what another run has built in the node's place, as no warehouse that we know copies tables without their rows. What
 * stands there already stays, unless all is to be made anew.
 */
export async function runClone(run: NodeRun, from: Manifest): Promise<Outcome> {
  const { node, port, refresh } = run;
  const other = relationIn(from, node);
  if (other === null || isSame(other, node)) return nothingToDo;
  if (refresh !== 'full' && (await port.relation(targetOf(node))) !== null) return nothingToDo;
  return betweenHooks(run, () => viewOf(run, other));
}

const nothingToDo: Outcome = { status: 'success', message: 'No-op', failures: null, adapterResponse: {}, diagnostics: [] };

/** Null when the other run knows no relation for it. */
function relationIn({ nodes }: Manifest, { unique_id }: ManifestNode): ManifestNode | null {
  const other = nodes.get(unique_id);
  return other === undefined || other.config.materialized === 'ephemeral' ? null : other;
}

/** A view cannot be one of itself. */
const isSame = (a: ManifestNode, b: ManifestNode): boolean => JSON.stringify(targetOf(a)) === JSON.stringify(targetOf(b));

async function viewOf(run: NodeRun, other: ManifestNode): Promise<Outcome> {
  const { adapter, node, port, tag } = run;
  const target = targetOf(node);
  const select = `select * from ${other.relation_name ?? adapter.dialect.relation(targetOf(other))}` as Sql;
  const existing = await port.relation(target);
  const ties = await tiesOf(run, { existing, kind: 'view', columns: () => port.describe(select) });
  if (hasErrors(ties.diagnostics)) throw new StartFailure(ties.diagnostics);
  const goal = { kind: 'view', target, existing, invocation: tag, select, grants: wantedGrants(run), ties: ties.value } as const;
  const rows = await port.run(plan(goal, port.capabilities).value);
  await dressUp(run, { target, is: 'view' });
  return { ...success({ verb: 'CREATE VIEW', rows }), diagnostics: ties.diagnostics };
}
