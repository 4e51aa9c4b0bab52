import type { CommonTable, Expression, Name, Query, SetOperation, ValuesList, With } from '../query.ts';
import { combineSet } from './combine-set.ts';
import { addFilters, addToFilters, type Environment, noFilters, type Result } from './environment.ts';
import { type Flow, joined, noFlow } from './flow.ts';
import { inputShape } from './input-shape.ts';
import { resolveExpression } from './resolve-expression.ts';
import { resolveSelect } from './resolve-select.ts';
import { common } from './result-type.ts';
import { emptyScope, type Scope } from './scope.ts';
import { type Field, renamedColumns, type Shape } from './shape.ts';

/** `parent`: what a subquery may refer to around it; null for none. */
export function resolveQuery(query: Query, environment: Environment, parent: Scope | null): Result {
  switch (query.kind) {
    case 'select':
      return resolveSelect(query, resolveWith(query.with, environment, parent), parent);
    case 'set':
      return resolveSet(query, resolveWith(query.with, environment, parent), parent);
    case 'values':
      return resolveValues(query, environment, parent);
    case 'unread': {
      const gap = `${query.what} is not understood.`.replace(/^./, char => char.toUpperCase());
      return { shape: unknownShape(gap), filters: { inputs: new Map(), gaps: new Set([gap]) } };
    }
    default:
      return query satisfies never;
  }
}

export const unknownShape = (gap: string): Shape => ({
  fields: [],
  rest: { gap, of: () => ({ inputs: new Map(), type: null, gaps: [gap], fields: null }) },
});

function resolveWith(tables: With | null, environment: Environment, parent: Scope | null): Environment {
  return (tables?.tables ?? []).reduce(
    (known, table) => withTable(table, tables?.recursive === true, known, parent),
    environment,
  );
}

function withTable(table: CommonTable, isRecursive: boolean, environment: Environment, parent: Scope | null): Environment {
  const { key } = environment.lookup;
  if (table.body.kind === 'value')
    return { ...environment, values: new Map([...environment.values, [key(table.name), table.body.value]]) };
  const { query } = table.body;
  const node = environment.surroundings.commonTable(table.name.text);
  const mayRecur = isRecursive || ['tsql', 'snowflake'].includes(environment.surroundings.rules.parser);
  const result =
    node !== null
      ? { shape: inputShape(node), filters: noFilters() }
      : mayRecur && query.kind === 'set' && mentions(query, key(table.name), environment)
        ? resolveRecursive(query, table, environment, parent)
        : resolveQuery(query, environment, parent);
  return withResult(environment, table.name, { ...result, shape: renamedColumns(result.shape, table.columns) });
}

const withResult = (environment: Environment, name: Name, result: Result): Environment => ({
  ...environment,
  commonTables: new Map([...environment.commonTables, [environment.lookup.key(name), result]]),
});

/** Whether the table itself is read somewhere in its own definition. */
function mentions(value: unknown, name: string, environment: Environment): boolean {
  if (Array.isArray(value)) return value.some(one => mentions(one, name, environment));
  if (typeof value !== 'object' || value === null) return false;
  const { kind, path } = value as { readonly kind?: string; readonly path?: readonly Name[] };
  const [only] = path ?? [];
  if (kind === 'table' && path?.length === 1 && only !== undefined && environment.lookup.key(only) === name) return true;
  return Object.values(value).some(one => mentions(one, name, environment));
}

/** Rounds after which every chain of columns through a recursive table has been followed: it passes each column once. */
const roundsFor = (columns: number): number => columns + 2;

function resolveRecursive(query: SetOperation, table: CommonTable, environment: Environment, parent: Scope | null): Result {
  const around = resolveWith(query.with, environment, parent);
  const start = resolveQuery(query.left, around, parent);
  let known: Result = { ...start, shape: renamedColumns(start.shape, table.columns) };
  for (let left = roundsFor(known.shape.fields.length); left > 0; left -= 1) {
    const step = resolveQuery(query.right, withResult(around, table.name, known), parent);
    const both = combineSet({ operation: query, left: known, right: step, environment: around });
    const isSame = sizeOf(both) === sizeOf(known);
    known = { ...both, shape: renamedColumns(both.shape, table.columns) };
    if (isSame) break;
  }
  return known;
}

/** Grows with every input found. */
const sizeOf = ({ shape, filters }: Result): number =>
  shape.fields.reduce((sum, { flow }) => sum + flow.inputs.size + flow.gaps.length + usesOf(flow.inputs), 0) +
  filters.inputs.size +
  filters.gaps.size;

const usesOf = (inputs: Field['flow']['inputs']): number =>
  [...inputs.values()].reduce((sum, { use }) => sum + ['filtered', 'direct', 'transformed', 'aggregated'].indexOf(use), 0);

function resolveSet(query: SetOperation, environment: Environment, parent: Scope | null): Result {
  const left = resolveQuery(query.left, environment, parent);
  const right = resolveQuery(query.right, environment, parent);
  const { shape, filters } = combineSet({ operation: query, left, right, environment });
  for (const one of query.orderBy) addToFilters(filters, orderFlow(one, shape, environment));
  return { shape, filters };
}

/** Of what a set operation is ordered by: a column of the result, by name or place. What else warehouses allow is no problem here. */
function orderFlow(by: Expression, shape: Shape, environment: Environment): Flow {
  if (by.kind === 'literal' && by.type === 'integer') return shape.fields[Number(by.text) - 1]?.flow ?? noFlow;
  const problem = (): void => {};
  const scope: Scope = { ...emptyScope(null), relations: [{ path: [], shape }] };
  const quiet = { ...environment, problem, lookup: { ...environment.lookup, problem } };
  return resolveExpression(by, { environment: quiet, scope, aliases: null, windows: new Map() });
}

function resolveValues({ rows }: ValuesList, environment: Environment, parent: Scope | null): Result {
  const place = { environment, scope: emptyScope(parent), aliases: null, windows: new Map() };
  const flows = rows.map(row => row.map(value => resolveExpression(value, place)));
  const filters = noFilters();
  for (const flow of flows.flat()) addToFilters(filters, { inputs: new Map(), gaps: flow.gaps });
  const width = Math.max(0, ...rows.map(row => row.length));
  const fields = Array.from({ length: width }, (_, i): Field => {
    const column = flows.flatMap(row => row[i] ?? []);
    const type = common(column.map(flow => flow.type));
    return {
      name: { text: valuesName(i, environment), quoted: false },
      flow: joined(column, type),
    };
  });
  const result: Result = { shape: { fields, rest: null }, filters };
  addFilters(filters, result.filters);
  return result;
}

const valuesName = (index: number, { surroundings: { rules } }: Environment): string => {
  if (rules.parser === 'duckdb' || rules.parser === 'databricks') return `col${rules.parser === 'duckdb' ? index : index + 1}`;
  if (rules.parser === 'trino') return `_col${index}`;
  return rules.parser === 'mysql' ? `column_${index}` : `column${index + 1}`;
};
