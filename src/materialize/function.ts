import type { Capabilities } from '../adapter/capabilities.ts';
import type { PlainStep, Step } from '../adapter/step.ts';
import { type Checked, diagnose } from '../diagnostic/diagnostic.ts';
import type { FunctionGoal } from './goal.ts';
import { dropStep } from './replace.ts';

/** Steps after which `target` can be called with its parameters, and is no table or view any more. */
export function planFunction(goal: FunctionGoal, can: Capabilities): Checked<readonly Step[]> {
  const { target, existing, parameters, select } = goal;
  if (!can.tableFunctions) {
    const params = { node: target.name, materialized: 'table_function' };
    return { value: [], diagnostics: [diagnose('run-materialization-unsupported', null, params)] };
  }
  const create: PlainStep = { kind: 'create-function', target, parameters, select };
  if (existing === null) return { value: [create], diagnostics: [] };
  const steps = [dropStep(existing.name, existing.kind), create];
  return { value: can.transactions === 'ddl-and-dml' ? [{ kind: 'atomic', steps }] : steps, diagnostics: [] };
}
