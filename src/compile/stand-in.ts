import { envVarFunction } from '../context/base-env-var.ts';
import { varFunction } from '../context/base-var.ts';
import type { Members } from '../context/node-scope.ts';
import type { ProjectContext } from '../context/project-context.ts';
import type { RelationObject } from '../context/relation.ts';
import type { NodeId } from '../manifest/id.ts';
import type { Plain, PlainMap, RefArgs } from '../manifest/node.ts';
import { fromPlain, TemplateError, text, type Value } from '../template/index.ts';
import type { CommonTable } from './common-table.ts';
import type { Resolver } from './reference.ts';
import type { UnitTest, UnitTestInput } from './unit-test.ts';

/** A unit test, and the select that gives each input's rows. */
export interface UnitTestTables {
  readonly test: UnitTest;
  readonly selects: ReadonlyMap<UnitTestInput, string>;
}

/** What a model under test sees instead of the real thing. */
export interface StandIns {
  ref(args: RefArgs): Value;
  source(sourceName: string, table: string): Value;
  readonly members: Members;
  readonly overrides: ReadonlyMap<string, Value>;
  /** The tables that the model has referred to so far. */
  used(): readonly CommonTable[];
}

export interface StandInContext {
  readonly context: ProjectContext;
  readonly resolver: Resolver;
}

export function standIns({ test, selects }: UnitTestTables, { context, resolver }: StandInContext): StandIns {
  const { model, node, inputs } = test;
  const used = new Map<NodeId, CommonTable>();
  const byId = new Map(inputs.map(input => [input.id, input]));
  const names = tableNames(inputs);
  const relation = (input: UnitTestInput): RelationObject => {
    const select = selects.get(input);
    if (select === undefined) return input.relation;
    const name = names.get(input) ?? input.table;
    used.set(input.id, { id: input.id, sql: ` ${name} as (\n${select}\n)`, segments: [] });
    return input.relation.with({ rendered: name });
  };
  const given = (id: NodeId, call: string): RelationObject => {
    const input = byId.get(id);
    if (input === undefined) throw ungiven(node.name, call, inputs);
    return relation(input);
  };
  return {
    ref: args => given(resolver.nodeOf(args, model).unique_id, `ref('${args.name}')`),
    source: (name, table) => given(resolver.sourceOf(name, table, model).unique_id, `source('${name}', '${table}')`),
    members: membersOf(test, context, () => {
      const own = byId.get(model.unique_id);
      return own && relation(own);
    }),
    overrides: macroOverrides(node.overrides),
    used: () => [...used.values()],
  };
}

/** Two inputs of one name, such as models of two packages, get a number each. */
function tableNames(inputs: readonly UnitTestInput[]): ReadonlyMap<UnitTestInput, string> {
  const count = new Map<string, number>();
  return new Map(
    inputs.map(input => {
      const number = (count.get(input.table) ?? 0) + 1;
      count.set(input.table, number);
      return [input, number === 1 ? input.table : `${input.table}_${number}`];
    }),
  );
}

const ungiven = (test: string, call: string, inputs: readonly UnitTestInput[]): TemplateError =>
  new TemplateError(
    'raised',
    `The unit test \`${test}\` gives no rows for \`${call}\`, which its model reads; it gives ${inputs.length === 0 ? 'none at all' : inputs.map(input => `\`${input.written}\``).join(', ')}. ` +
      `Add \`- input: ${call}\` with \`rows: []\` to \`given:\` when the rows do not matter.`,
  );

const isMap = (value: Plain | undefined): value is PlainMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A model under test is not incremental unless the test says so. */
function macroOverrides(overrides: PlainMap | null): ReadonlyMap<string, Value> {
  const macros = isMap(overrides?.['macros']) ? overrides['macros'] : {};
  const values = Object.entries(macros).map(([name, value]) => [name, fromPlain(value)] as const);
  return new Map([['is_incremental', false], ...values]);
}

/** `this`, `var` and `env_var` where the test has something to say about them. */
function membersOf(
  { model, node }: UnitTest,
  { varsOf, project }: ProjectContext,
  own: () => RelationObject | undefined,
): Members {
  const { vars, env_vars: env } = node.overrides ?? {};
  const members = new Map<string, Value>();
  if (isMap(vars)) {
    const all = new Map([...varsOf(model.package_name), ...(fromPlain(vars) as Map<Value, Value>)]);
    members.set('var', varFunction({ vars: all, owner: model.name }));
  }
  if (isMap(env)) {
    const lookup = (name: string): string | undefined =>
      Object.hasOwn(env, name) ? text(fromPlain(env[name])) : project.env.get(name);
    members.set('env_var', envVarFunction({ lookup, secrets: 'refused' }));
  }
  return { get: name => (name === 'this' ? own() : members.get(name)), keys: () => members.keys() };
}
