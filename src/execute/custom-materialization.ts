import type { CompiledNode } from '../compile/compiled.ts';
import type { MacroEntry } from '../context/macro-index.ts';
import { RelationObject } from '../context/relation.ts';
import { ResponseObject } from '../context/response.ts';
import { TableObject } from '../context/table.ts';
import { diagnose } from '../diagnostic/diagnostic.ts';
import { dataTestOutcome } from '../materialize/data-test.ts';
import type { Cell, RelationName } from '../sql/relation.ts';
import { text, type Value } from '../template/index.ts';
import { dataTestConfigOf } from './data-test.ts';
import { warehouseErrorOf } from './failure.ts';
import { type NodeRun, type Outcome, refused, targetOf } from './node-run.ts';

/**
 * Runs a `{% materialization %}` block of a project or a package as it is written, hooks included: the block calls them itself.
 * It is one transaction where the warehouse has such, as dbt has it, so a block that fails half-way leaves what was there.
 */
export async function runMaterialization(run: NodeRun, macro: MacroEntry): Promise<Outcome> {
  const { node, port } = run;
  const compiled = await run.compile();
  const { name } = macro.node;
  const result = await replayable(run, () => called(run, compiled, blockCall(macro), 'response'));
  const relations = relationsOf(result.returned);
  // Whatever it did, others are told of what is there now.
  await port.refresh([targetOf(node), ...(relations ?? [])]);
  if (relations === null) return refused([diagnose('run-materialization-relations', null, { node: node.name, macro: name })]);
  return { status: 'success', message: 'OK', failures: null, adapterResponse: responseOf(result.response), diagnostics: [] };
}

/** A block that tests: its verdict is the row that the statement `main` gave. */
export async function runTestMaterialization(run: NodeRun, macro: MacroEntry): Promise<Outcome> {
  const { node, port } = run;
  const config = dataTestConfigOf(node);
  if (config.diagnostics.length > 0) return refused(config.diagnostics);
  const compiled = await run.compile();
  const { response } = await replayable(run, () => called(run, compiled, blockCall(macro), 'table'));
  await port.refresh([targetOf(node)]);
  const [row] = response instanceof TableObject ? response.rowValues : [];
  if (row === undefined) return refused([diagnose('run-data-test-rows', null, { node: node.name, rows: 0 })]);
  return { ...dataTestOutcome(row.map(cellOf), config.value), adapterResponse: { _message: 'OK' }, diagnostics: [] };
}

const cellOf = (value: Value): Cell => (value === null || typeof value === 'boolean' ? value : text(value));
/** An adapter's own package has no name in templates; its macros are among those of `dbt`. */
const blockCall = ({ node: { package_name: owner, name } }: MacroEntry): string =>
  `(${owner} if ${owner} is defined else dbt).${name}()`;

interface Result {
  readonly returned: Value;
  /** What the warehouse said to the statement `main`, or its rows; null when there was none. */
  readonly response: Value;
}

/** The transaction tells from the warehouse's own error whether to play the block again; a template hides it in one of its own. */
async function replayable(run: NodeRun, call: () => Promise<Result>): Promise<Result> {
  let hidden: unknown = null;
  try {
    return await run.port.atomically(() =>
      call().catch((error: unknown) => {
        hidden = error;
        throw warehouseErrorOf(error) ?? error;
      }),
    );
  } catch (error) {
    throw warehouseErrorOf(hidden) === error ? hidden : error;
  }
}

async function called(
  { compiler, port }: NodeRun,
  compiled: CompiledNode,
  call: string,
  part: 'response' | 'table',
): Promise<Result> {
  const both = await compiler.evaluate(compiled, `[${call}, (load_result('main') or {'${part}': none}).${part}]`, port);
  const [returned = null, response = null] = Array.isArray(both) ? both : [];
  return { returned, response };
}

/** What a block says that it built: `return({'relations': […]})`. Null when it does not say. */
function relationsOf(returned: Value): readonly RelationName[] | null {
  const relations = returned instanceof Map ? returned.get('relations') : undefined;
  if (!Array.isArray(relations)) return null;
  return relations.flatMap(one => (one instanceof RelationObject ? (one.relationName ?? []) : []));
}

/** Statements that define something say that they wrote no rows. */
function responseOf(response: Value): Outcome['adapterResponse'] {
  const rows = response instanceof ResponseObject ? response.fields.get('rows_affected') : null;
  return { _message: 'OK', ...(typeof rows === 'number' && rows > 0 ? { code: 'OK', rows_affected: rows } : {}) };
}
