import type { Capabilities } from '../adapter/capabilities.ts';
import type { Step } from '../adapter/step.ts';
import { type Checked, diagnose } from '../diagnostic/diagnostic.ts';
import type { FunctionGoal } from './goal.ts';

/** The step after which `target` can be called with its parameters. */
export function planFunction({ target, parameters, select }: FunctionGoal, can: Capabilities): Checked<readonly Step[]> {
  if (can.tableFunctions) return { value: [{ kind: 'create-function', target, parameters, select }], diagnostics: [] };
  const params = { node: target.name, materialized: 'table_function' };
  return { value: [], diagnostics: [diagnose('run-materialization-unsupported', null, params)] };
}
