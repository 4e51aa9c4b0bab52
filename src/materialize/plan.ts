import type { Capabilities } from '../adapter/capabilities.ts';
import type { Step } from '../adapter/step.ts';
import type { Checked } from '../diagnostic/diagnostic.ts';
import { planFunction } from './function.ts';
import type { Goal } from './goal.ts';
import { planIncremental } from './incremental.ts';
import { planMaterializedView } from './materialized-view.ts';
import { planSeed } from './seed.ts';
import { planSnapshot } from './snapshot.ts';
import { planTable } from './table.ts';
import { planView } from './view.ts';

/** What to do so that the goal holds. No steps when a diagnostic tells why that cannot be; its span is for the caller to fill in. */
export function plan(goal: Goal, can: Capabilities): Checked<readonly Step[]> {
  switch (goal.kind) {
    case 'view':
      return { value: planView(goal, can), diagnostics: [] };
    case 'table':
      return { value: planTable(goal, can), diagnostics: [] };
    case 'materialized-view':
      return planMaterializedView(goal, can);
    case 'function':
      return planFunction(goal, can);
    case 'incremental':
      return planIncremental(goal, can);
    case 'seed':
      return { value: planSeed(goal, can), diagnostics: [] };
    case 'snapshot':
      return { value: planSnapshot(goal, can), diagnostics: [] };
    default:
      return goal satisfies never;
  }
}
