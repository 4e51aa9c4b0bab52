import { changeGrants, type Grants } from '../materialize/grant.ts';
import type { RelationName } from '../sql/relation.ts';
import type { NodeRun } from './node-run.ts';
import { type Commented, commentSteps } from './persist-docs.ts';
import { wantedGrants } from './table-details.ts';

/** What a relation that is in place still needs: its comments, and the grants that it has too many or too few. */
export async function dressUp(run: NodeRun, built: Commented): Promise<void> {
  await run.port.run(await commentSteps(run, built));
  const wanted = wantedGrants(run);
  if (Object.keys(wanted).length === 0) return;
  await run.port.run(changeGrants({ target: built.target, now: await grantsNow(run, built.target), wanted }));
}

async function grantsNow({ adapter, port }: NodeRun, target: RelationName): Promise<Grants> {
  const sql = adapter.dialect.grants(target);
  const rows = sql === null ? [] : (await port.look(sql)).rows;
  const grants = new Map<string, string[]>();
  for (const [privilege, who] of rows) grants.set(String(privilege), [...(grants.get(String(privilege)) ?? []), String(who)]);
  return Object.fromEntries(grants);
}
