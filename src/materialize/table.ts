import type { Capabilities } from '../adapter/capabilities.ts';
import type { Step } from '../adapter/step.ts';
import type { IncrementalGoal, TableGoal } from './goal.ts';
import { replaceRelation } from './replace.ts';

/** Steps after which `target` is a table of exactly the rows of `select`. */
export const planTable = (goal: TableGoal | IncrementalGoal, can: Capabilities): readonly Step[] =>
  replaceRelation(
    {
      ...goal,
      kind: 'table',
      create: (target, { replace }) => ({
        kind: 'create-table',
        target,
        select: goal.select,
        layout: goal.layout,
        replace,
        temporary: false,
      }),
    },
    can,
  );
