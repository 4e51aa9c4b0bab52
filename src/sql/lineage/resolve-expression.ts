import type { Call, ColumnName, Expression, Name, Star, StructOf, Subquery, Windowed } from '../query.ts';
import { columnsFlow } from './columns-of.ts';
import type { Environment, Filters } from './environment.ts';
import { constantFlow, type Flow, joined, noFlow, unknownFlow, usedAs } from './flow.ts';
import { resolveQuery } from './resolve-query.ts';
import { callType, castType, literalType } from './result-type.ts';
import { emptyScope, fieldsOf, findColumn, isPseudoColumn, type Scope } from './scope.ts';
import { starFields } from './star.ts';
import { areUnlike } from './type-family.ts';

/** Where an expression stands. */
export interface Place {
  readonly environment: Environment;
  readonly scope: Scope;
  /** What is selected, as far as it may be named here. */
  readonly aliases: Aliases | null;
  readonly windows: ReadonlyMap<string, readonly Expression[]>;
  /** The one of them that `columns(…)` stands for, where it stands for one at a time. */
  readonly column?: Flow;
}

export interface Aliases {
  /** `first`: before columns. `instead`: also where columns that nobody knows may have the name. */
  readonly order: 'first' | 'after-columns' | 'instead';
  /** `isColumn`: the name is used in what is selected under it, so there must be a column of that name. */
  find(name: Name): { readonly flow: Flow; readonly isColumn: boolean } | undefined;
}

export function resolveExpression(expression: Expression, place: Place): Flow {
  switch (expression.kind) {
    case 'column':
      return resolveColumn(expression, place);
    case 'star':
      return resolveStarValue(expression, place);
    case 'columns':
      return columnsFlow(expression, place);
    case 'literal':
      return constantFlow(literalType(expression, dialectOf(place)));
    case 'call':
      return resolveCall(expression, place);
    case 'cast':
      return {
        ...usedAs(resolveExpression(expression.of, place), 'transformed'),
        type: castType(expression.type, dialectOf(place)),
      };
    case 'field':
      return fieldsOf(resolveExpression(expression.of, place), [expression.name], place.environment.lookup);
    case 'window':
      return resolveWindow(expression, place);
    case 'subquery':
      return resolveSubquery(expression, place);
    case 'lambda': {
      const locals = new Map(expression.parameters.map(name => [place.environment.lookup.key(name), noFlow]));
      const scope = { ...emptyScope(place.scope), locals };
      return resolveExpression(expression.body, { ...place, scope });
    }
    case 'struct':
      return resolveStruct(expression, place);
    case 'unread':
      return unknownFlow(`${expression.what} is not understood.`.replace(/^./, char => char.toUpperCase()));
    default:
      return expression satisfies never;
  }
}

const dialectOf = ({ environment }: Place): string => environment.surroundings.rules.parser;

function resolveColumn({ path, range }: ColumnName, place: Place): Flow {
  const { environment, scope } = place;
  const { lookup } = environment;
  const [first, ...rest] = path;
  if (first === undefined) return noFlow;
  // Before a dot there is a table or a column, but for ClickHouse.
  const mayBeAlias = path.length === 1 || place.aliases?.order === 'first';
  const alias = place.aliases === null || !mayBeAlias ? undefined : aliasFlow(first, place.aliases, place);
  const found = alias === undefined ? findColumn(path, range, scope, lookup) : fieldsOf(alias, rest, lookup);
  if (found !== undefined) return found;
  const value = environment.values.get(lookup.key(first));
  if (value !== undefined)
    return fieldsOf(resolveExpression(value, { ...place, environment: before(first, environment) }), rest, lookup);
  if (path.length === 1 && isPseudoColumn(lookup.key(first))) return noFlow;
  const [relation, name] = path.length > 1 ? [first.text, path.at(-1)?.text ?? ''] : [null, first.text];
  const candidates = scope.relations.flatMap(one => one.shape.fields.map(field => field.name.text));
  environment.problem({ kind: 'unknown-column', name, relation, candidates, range });
  return unknownFlow(`\`${path.map(part => part.text).join('.')}\` is not found in any of the tables.`);
}

/** Without the value of that name, which may be made of a column called the same. */
function before(name: Name, environment: Environment): Environment {
  const own = environment.lookup.key(name);
  return { ...environment, values: new Map([...environment.values].filter(([key]) => key !== own)) };
}

/** Undefined when the name is not that of something selected, or a column comes before it. */
function aliasFlow(name: Name, aliases: Aliases, { scope, environment }: Place): Flow | undefined {
  const {
    lookup,
    surroundings: { rules },
  } = environment;
  const found = aliases.find(name);
  if (found === undefined || aliases.order === 'first') return found?.flow;
  const { flow, isColumn } = found;
  const key = lookup.key(name);
  const having = scope.relations.filter(one => one.shape.fields.some(field => lookup.key(field.name) === key));
  // Where a result has a name that is ambiguous among the columns, it is the result that is meant.
  if (having.length > 1 && aliases.order === 'instead' && rules.groupsByResults && !scope.merged.has(key)) return flow;
  if (having.length > 0 || scope.locals.has(key)) return undefined;
  const open = scope.relations.find(one => one.shape.rest !== null);
  if (open === undefined || aliases.order === 'instead') return flow;
  if (isColumn) return undefined;
  return unknownFlow(`\`${name.text}\` may be what is selected under that name or a column, since not all columns are known.`);
}

/** `object_construct(*)`: the whole row. */
function resolveStarValue(star: Star, place: Place): Flow {
  const { fields, rest } = starFields(star, place);
  if (rest !== null) return unknownFlow(rest.gap);
  return joined(fields.map(field => field.flow));
}

function resolveCall(call: Call, place: Place): Flow {
  const args = call.args.filter((arg, i) => !isDatePart(arg, call, i, place));
  const flows = args.map(arg => resolveExpression(arg, place));
  if (comparisons.has(call.name)) compareTypes(call, flows, place);
  const type = callType(
    { name: call.name, args },
    flows.map(flow => flow.type),
    dialectOf(place),
  );
  const over = call.over.map(one => usedAs(resolveExpression(one, place), call.isAggregate ? 'filtered' : 'transformed'));
  const use = call.isAggregate ? 'aggregated' : 'transformed';
  const others = flows.slice(1).map(flow => usedAs(flow, use));
  const whole = (of: Flow): Flow => joined([usedAs(of, use), ...others, ...over], type);
  const [first = noFlow] = flows;
  if (first.fields === null || !keepers.has(call.name)) return whole(first);
  const fields = new Map([...first.fields].map(([name, field]) => [name, whole(field)]));
  return { ...whole(first), fields, isList: makesList.has(call.name) || (first.isList === true && !takesElement.has(call.name)) };
}

const makesList = new Set(['array_agg', 'list']);
const takesElement = new Set(['unnest', 'explode', 'subscript', 'array_first', 'array_last', 'element_at']);

/** Functions that give their first argument as it is, as a part of it, or in a list: its fields remain. */
const keepers = new Set([...makesList, ...takesElement, 'any_value', 'first', 'last', 'arg_max', 'arg_min', 'max_by', 'min_by']);

const comparisons = new Set(['eq', 'neq', 'lt', 'lte', 'gt', 'gte', 'in']);

/** A literal takes the type that it is compared with. */
function compareTypes({ name, args }: Call, flows: readonly Flow[], { environment }: Place): void {
  const [left, right] = flows;
  if (!environment.surroundings.rules.hasStrictTypes || left === undefined || right === undefined) return;
  if (args.some(arg => arg.kind === 'literal') || !areUnlike(left.type, right.type)) return;
  const range = args.flatMap(arg => (arg.kind === 'column' ? (arg.range ?? []) : []))[0] ?? null;
  environment.problem({
    kind: 'types',
    operator: operatorText[name] ?? name,
    left: left.type ?? '',
    right: right.type ?? '',
    range,
  });
}

const operatorText: Readonly<Record<string, string>> = { eq: '=', neq: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' };

const dateParts = new Set(
  `year years quarter quarters month months week weeks isoweek isoyear day days dayofweek dayofyear dow doy hour hours minute minutes
  second seconds millisecond milliseconds microsecond microseconds nanosecond yyyy yy mm dd hh mi ss qq wk epoch date time datetime`.split(
    /\s+/,
  ),
);
const dateFunctions = /date|time|trunc|diff|add|sub|extract|part|day|last|next|ceil|floor|round|epoch/;

const isKeyword = (word: string, name: string): boolean =>
  (dateFunctions.test(name) && dateParts.has(word)) || (name.startsWith('normalize') && /^nfk?[cd]$/.test(word));

/** `datediff(day, a, b)`: the parser may take `day` for a column. */
function isDatePart(arg: Expression, { name, args }: Call, index: number, { scope, environment: { lookup } }: Place): boolean {
  if (arg.kind !== 'column' || arg.path.length !== 1) return false;
  const [word] = arg.path;
  if (word === undefined || word.quoted || !isKeyword(word.text.toLowerCase(), name)) return false;
  if (index !== 0 && index !== args.length - 1) return false;
  const key = lookup.key(word);
  return !scope.relations.some(one => one.shape.fields.some(field => lookup.key(field.name) === key));
}

function resolveWindow({ of, parts, window }: Windowed, place: Place): Flow {
  const value = resolveExpression(of, place);
  const named = window === null ? [] : (place.windows.get(place.environment.lookup.key(window)) ?? []);
  // Where there is no argument, the rank is computed from the order itself.
  const use = value.inputs.size > 0 ? 'filtered' : 'transformed';
  const around = [...parts, ...named].map(part => usedAs(resolveExpression(part, place), use));
  return joined([usedAs(value, 'transformed'), ...around], value.type);
}

function resolveSubquery({ query, use }: Subquery, place: Place): Flow {
  const { shape, filters } = resolveQuery(query, place.environment, place.scope);
  if (use === 'exists')
    return { ...filtersFlow(filters, 'transformed'), type: callType({ name: 'exists', args: [] }, [], dialectOf(place)) };
  if (shape.fields.length === 0 && shape.rest !== null) return unknownFlow(shape.rest.gap);
  const [only] = shape.fields;
  const value = shape.fields.length === 1 && only !== undefined ? only.flow : joined(shape.fields.map(field => field.flow));
  const flow = joined([usedAs(value, use === 'array' ? 'aggregated' : 'direct'), filtersFlow(filters, 'filtered')]);
  return { ...flow, type: use === 'array' ? null : value.type, fields: use === 'array' ? null : value.fields };
}

function filtersFlow({ inputs, gaps }: Filters, use: 'filtered' | 'transformed'): Flow {
  return { ...noFlow, inputs: new Map([...inputs].map(([key, input]) => [key, { ...input, use }])), gaps: [...gaps] };
}

function resolveStruct({ fields }: StructOf, place: Place): Flow {
  const flows = fields.map(({ name, value }) => ({ name, flow: resolveExpression(value, place) }));
  const whole = usedAs(joined(flows.map(one => one.flow)), 'transformed');
  const named = flows.flatMap(({ name, flow }) => (name === null ? [] : [[name.text.toLowerCase(), flow] as const]));
  return { ...whole, fields: new Map(named) };
}
