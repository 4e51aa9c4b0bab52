import type { Capabilities } from '../adapter/capabilities.ts';
import type { Step } from '../adapter/step.ts';
import { finishTable, unbound } from './build-table.ts';
import type { SeedGoal } from './goal.ts';
import { replaceRelation } from './replace.ts';

/** Steps after which `target` is a table of the file's rows. */
export function planSeed(goal: SeedGoal, can: Capabilities): readonly Step[] {
  const { source, referrers, existing } = goal;
  const steps = replaceRelation(
    {
      ...goal,
      kind: 'table',
      create: (target, { replace }) => [{ kind: 'load-csv', target, source, replace }, ...finishTable(goal, target)],
    },
    can,
  );
  return existing === null ? steps : unbound(referrers, steps, can);
}
