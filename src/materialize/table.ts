import type { Capabilities } from '../adapter/capabilities.ts';
import type { Step } from '../adapter/step.ts';
import { buildTable } from './build-table.ts';
import type { TableGoal } from './goal.ts';

/** Steps after which `target` is a table of exactly the rows of `select`. */
export const planTable = (goal: TableGoal, can: Capabilities): readonly Step[] => buildTable(goal, can);
