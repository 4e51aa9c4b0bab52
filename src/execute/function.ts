import type { FunctionArgument } from '../adapter/step.ts';
import { diagnose } from '../diagnostic/diagnostic.ts';
import type { FunctionNode, Plain } from '../manifest/node.ts';
import { Float } from '../template/index.ts';
import { betweenHooks } from './hook.ts';
import { type NodeRun, type Outcome, refused, targetOf } from './node-run.ts';

/** Creates a function of the project, or puts it in the place of the one that is there. */
export async function runFunction(run: NodeRun): Promise<Outcome> {
  const { node } = run;
  if (node.resource_type !== 'function') throw new Error(`${node.unique_id} is no function`);
  const { data_type: returns } = node.returns;
  if (typeof returns !== 'string' || returns === '')
    return refused([diagnose('run-function-returns', null, { name: node.name })]);
  const compiled = await run.compile();
  await betweenHooks(run, () =>
    run.port.run([
      {
        kind: 'define-function',
        target: targetOf(node),
        arguments: argumentsOf(node, run),
        returns,
        volatility: volatilityOf(node),
        body: compiled.sql,
      },
    ]),
  );
  return {
    status: 'success',
    message: 'CREATE FUNCTION',
    failures: null,
    adapterResponse: { _message: 'CREATE FUNCTION' },
    diagnostics: [],
  };
}

function volatilityOf({ config }: FunctionNode): 'deterministic' | 'stable' | 'non-deterministic' | null {
  const written = config['volatility'];
  return written === 'deterministic' || written === 'stable' || written === 'non-deterministic' ? written : null;
}

const argumentsOf = (node: FunctionNode, { adapter }: NodeRun): readonly FunctionArgument[] =>
  node.arguments.map(({ name, data_type: type, default_value: value }) => ({
    name: String(name),
    type: String(type),
    default: value === null || value === undefined ? null : defaultOf(value, String(type), adapter.dialect.literal),
  }));

/** Text is SQL as it stands, save for an argument that is text itself and a default without quotes. */
function defaultOf(value: Plain | Float, type: string, literal: NodeRun['adapter']['dialect']['literal']): string {
  if (value instanceof Float) return String(value.value);
  if (typeof value !== 'string') return literal(typeof value === 'object' ? JSON.stringify(value) : value);
  return /char|text|string/i.test(type) && !/^\s*('|null$)/i.test(value) ? literal(value) : value;
}
