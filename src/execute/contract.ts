import { WarehouseError } from '../adapter/error.ts';
import type { TableShape } from '../adapter/step.ts';
import type { CompiledNode } from '../compile/compiled.ts';
import { type Checked, type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import type { ColumnInfo, ModelNode } from '../manifest/node.ts';
import { compareContract, type Promised } from '../materialize/contract.ts';
import type { Column, Sql } from '../sql/relation.ts';
import { shapeOf } from './constraint.ts';
import type { NodeRun } from './node-run.ts';

/** What the node's contract makes of its table; null without an enforced one. Nothing is built while anything is wrong with it. */
export async function checkContract(run: NodeRun, compiled: CompiledNode): Promise<Checked<TableShape | null>> {
  const { node, port } = run;
  if (node.resource_type !== 'model' || !node.contract.enforced) return { value: null, diagnostics: [] };
  const promised = await promisedColumns(run, node);
  if (promised.diagnostics.length > 0) return { value: null, diagnostics: promised.diagnostics };
  const { matches, lines } = compareContract(promised.value, await port.describe(compiled.sql), port.capabilities);
  if (lines.length > 0)
    return { value: null, diagnostics: [diagnose('run-contract-broken', null, { node: node.name }, { notes: lines })] };
  return shapeOf({ run, compiled, model: node, spelled: matches });
}

/** The promised types as the warehouse spells them, so that `int` and `INTEGER` are one. */
async function promisedColumns(run: NodeRun, node: ModelNode): Promise<Checked<readonly Promised[]>> {
  const columns = Object.values(node.columns).map(column => ({ ...column, type: typeOf(column, node, run) }));
  try {
    const found = await run.port.describe(nullsOf(columns, run));
    return { value: found.map((column, at) => ({ ...column, name: columns[at]?.name ?? column.name })), diagnostics: [] };
  } catch (error) {
    if (!(error instanceof WarehouseError)) throw error;
    const unknown = await unknownTypes(columns, run);
    if (unknown.length === 0) throw error;
    return { value: [], diagnostics: unknown };
  }
}

export interface TypedColumn {
  readonly name: string;
  readonly type: string;
}

const nullsOf = (columns: readonly TypedColumn[], { adapter: { dialect } }: NodeRun): Sql =>
  `select ${columns.map(({ name, type }) => `cast(null as ${type}) as ${dialect.identifier(name)}`).join(', ')}` as Sql;

async function unknownTypes(columns: readonly TypedColumn[], run: NodeRun): Promise<readonly Diagnostic[]> {
  const problems: Diagnostic[] = [];
  for (const column of columns) {
    const found: readonly Column[] | WarehouseError = await run.port.describe(nullsOf([column], run)).catch((error: unknown) => {
      if (error instanceof WarehouseError && error.reason !== 'cancelled') return error;
      throw error;
    });
    if (!(found instanceof WarehouseError)) continue;
    const params = { node: run.node.name, column: column.name, type: column.type, message: found.message, hint: found.hint };
    problems.push(diagnose('run-contract-type', null, params));
  }
  return problems;
}

/** `string` is what every warehouse calls its text, unless the contract turns that off. */
export function typeOf({ data_type }: ColumnInfo, { contract }: ModelNode, { adapter }: NodeRun): string {
  const type = data_type ?? '';
  return contract.alias_types && type.toLowerCase() === 'string'
    ? adapter.dialect.typeName({ kind: 'string', length: null })
    : type;
}
