import type { Capabilities } from '../adapter/capabilities.ts';
import type { Step } from '../adapter/step.ts';
import type { ViewGoal } from './goal.ts';
import { grantSteps } from './grant.ts';
import { replaceRelation } from './replace.ts';

/** Steps after which `target` is a view of `select`. */
export const planView = (goal: ViewGoal, can: Capabilities): readonly Step[] =>
  replaceRelation(
    {
      ...goal,
      kind: 'view',
      create: (target, { replace }) => [
        { kind: 'create-view', target, select: goal.select, replace },
        ...grantSteps(target, goal.grants),
      ],
    },
    can,
  );
