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
  return existing === null ? asOne(steps, can) : unbound(referrers, steps, can);
}

/** Where a table is made before its rows are sent, a bad file would leave it empty. */
function asOne(steps: readonly Step[], can: Capabilities): readonly Step[] {
  const [only] = steps;
  const isTwofold = only?.kind === 'load-csv' && !only.replace && can.transactions === 'ddl-and-dml';
  return isTwofold ? [{ kind: 'atomic', steps: [only] }] : steps;
}
