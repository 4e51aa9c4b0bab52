import type { Constraint, ConstraintKind, ShapeColumn, TableShape } from '../adapter/step.ts';
import type { CompiledNode } from '../compile/compiled.ts';
import { RelationObject } from '../context/relation.ts';
import { type Checked, type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import type { ModelNode, PlainMap } from '../manifest/node.ts';
import { typeOf } from './contract.ts';
import type { NodeRun } from './node-run.ts';

export interface ContractedModel {
  readonly run: NodeRun;
  readonly compiled: CompiledNode;
  readonly model: ModelNode;
  /** Names of columns in the contract → in the select. */
  readonly spelled: ReadonlyMap<string, string>;
}

/** The columns and constraints of the contract, in its order. What the warehouse does not take is left out with a warning. */
export async function shapeOf(contracted: ContractedModel): Promise<Checked<TableShape>> {
  const { model, run, spelled } = contracted;
  const diagnostics: Diagnostic[] = [];
  const kept = async (constraints: readonly PlainMap[]): Promise<readonly Constraint[]> => {
    const all: Constraint[] = [];
    for (const one of constraints) {
      const kind = kinds[String(one['type'])];
      if (kind === undefined) continue;
      const warning = supportWarning(contracted, one, kind);
      if (warning !== null) diagnostics.push(warning);
      if (run.port.capabilities.constraints[kind] !== 'none') all.push(await constraintOf(contracted, one, kind));
    }
    return all;
  };
  const columns: ShapeColumn[] = [];
  for (const column of Object.values(model.columns))
    columns.push({
      name: spelled.get(column.name) ?? column.name,
      type: typeOf(column, model, run),
      constraints: await kept(column.constraints),
    });
  return { value: { columns, constraints: await kept(model.constraints) }, diagnostics };
}

/** The names that properties files use. */
const kinds: Readonly<Record<string, ConstraintKind>> = {
  not_null: 'not-null',
  check: 'check',
  unique: 'unique',
  primary_key: 'primary-key',
  foreign_key: 'foreign-key',
  custom: 'custom',
};

async function constraintOf(contracted: ContractedModel, one: PlainMap, kind: ConstraintKind): Promise<Constraint> {
  const { spelled } = contracted;
  const spelling = (name: string): string =>
    [...spelled].find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1] ?? name;
  return {
    kind,
    name: textOf(one['name']),
    expression: textOf(one['expression']),
    columns: listOf(one['columns']).map(spelling),
    to: await referenced(contracted, one),
  };
}

async function referenced({ run, compiled }: ContractedModel, one: PlainMap): Promise<Constraint['to']> {
  const to = textOf(one['to']);
  if (to === null) return null;
  const relation = await run.compiler.evaluate(compiled, to, run.port);
  const table = relation instanceof RelationObject ? relation.relationName : null;
  return table === null ? null : { table, columns: listOf(one['to_columns']) };
}

function supportWarning({ model, run }: ContractedModel, one: PlainMap, kind: ConstraintKind): Diagnostic | null {
  const support = run.port.capabilities.constraints[kind];
  const params = { node: model.name, constraint: String(one['type']) };
  if (support === 'none' && one['warn_unsupported'] !== false)
    return diagnose('run-constraint-unsupported', null, params, { severity: 'warning' });
  if (support === 'accepted' && one['warn_unenforced'] !== false)
    return diagnose('run-constraint-unenforced', null, params, { severity: 'warning' });
  return null;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);
const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
