import type { Capabilities } from '../adapter/capabilities.ts';
import type { Step } from '../adapter/step.ts';
import type { SeedGoal } from './goal.ts';
import { replaceRelation } from './replace.ts';

/** Steps after which `target` is a table of the file's rows. */
export const planSeed = (goal: SeedGoal, can: Capabilities): readonly Step[] =>
  replaceRelation(
    {
      ...goal,
      kind: 'table',
      create: (target, { replace }) => ({ kind: 'load-csv', target, source: goal.source, replace }),
    },
    can,
  );
