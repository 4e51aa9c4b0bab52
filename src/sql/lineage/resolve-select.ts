import type { Expression, Item, Name, Select } from '../query.ts';
import type { DialectRules } from './dialect-rules.ts';
import { addToFilters, type Environment, type Filters, noFilters, type Result } from './environment.ts';
import { type Flow, joined, usedAs } from './flow.ts';
import { givesRows, itemFields, unnestedStruct } from './item-fields.ts';
import { type Aliases, type Place, resolveExpression } from './resolve-expression.ts';
import { joinInto } from './resolve-join.ts';
import { emptyScope, type Scope } from './scope.ts';
import type { Field, Rest, Shape } from './shape.ts';

export function resolveSelect(select: Select, environment: Environment, parent: Scope | null): Result {
  const filters = noFilters();
  const scope = emptyScope(parent);
  const windows = new Map(select.windows.map(({ name, parts }) => [environment.lookup.key(name), parts]));
  const place: Place = { environment, scope, aliases: null, windows };
  for (const join of select.from) joinInto(join, place, filters);
  const { rules } = environment.surroundings;
  const aliases = selectedAliases([...select.items, ...select.namedParts], place);
  const aliased = (part: DialectRules['aliasesIn'][number], find: FindAlias = aliases): Place => ({
    ...place,
    aliases: allowed(part, rules, find),
  });
  const itemAliases = (alias: Name | null): Aliases | null => allowed('items', rules, besides(aliases, alias, place));
  const shapes = select.items.map(item => itemFields(item, { ...place, aliases: itemAliases(item.alias) }));
  const shape = combined(shapes);
  for (const [i, item] of select.items.entries())
    if (givesRows(item.value) && unnestedStruct(item.value, place) === null)
      for (const { flow } of shapes[i]?.fields ?? []) addKnown(filters, flow);
  const add = (expressions: readonly Expression[], at: Place): void => {
    for (const one of expressions) if (!isOrdinal(one)) addToFilters(filters, resolveExpression(one, at));
  };
  add(select.conditions, aliased('where'));
  const results = withResults(aliases, shape, place);
  const grouped = rules.groupsByResults ? results : aliases;
  add(select.groupBy, aliased('group', grouped));
  add(select.laterConditions, aliased('having', grouped));
  // Names in `order by` are first of all those of the result.
  add(select.orderBy, { ...place, aliases: { order: 'first', find: results } });
  addPlaces(select, shapes, filters);
  if (typeof select.distinct !== 'string') add(select.distinct, { ...place, aliases: { order: 'first', find: aliases } });
  return { shape: asValue(select, shape), filters };
}

type FindAlias = Aliases['find'];

function allowed(part: DialectRules['aliasesIn'][number], rules: DialectRules, find: FindAlias): Aliases | null {
  if (rules.aliases === 'no' || !rules.aliasesIn.includes(part)) return null;
  if (rules.aliases === 'before-columns') return { order: 'first', find };
  return { order: part === 'group' || part === 'having' ? 'instead' : 'after-columns', find };
}

/** Finds what is selected under a name. In what is selected under it, the name means a column. */
function selectedAliases(items: readonly Item[], place: Place): FindAlias {
  const { key } = place.environment.lookup;
  const { rules } = place.environment.surroundings;
  const byName = new Map<string, Item>();
  for (const item of items) if (item.alias !== null && !byName.has(key(item.alias))) byName.set(key(item.alias), item);
  const known = new Map<string, ReturnType<FindAlias>>();
  const underway = new Set<string>();
  const columns = new Set<string>();
  const find: FindAlias = name => {
    const own = key(name);
    const item = byName.get(own);
    if (item === undefined) return undefined;
    if (underway.has(own)) {
      columns.add(own);
      return undefined;
    }
    if (known.has(own)) return known.get(own);
    underway.add(own);
    const flow = resolveExpression(item.value, { ...place, aliases: allowed('items', rules, find) });
    underway.delete(own);
    const found = { flow, isColumn: columns.has(own) };
    known.set(own, found);
    return found;
  };
  return find;
}

/** Finds also what is selected without a name of its own, by that of its column. */
const withResults =
  (find: FindAlias, { fields }: Shape, { environment: { lookup } }: Place): FindAlias =>
  name => {
    const found = find(name);
    if (found !== undefined) return found;
    const [only, ...more] = fields.filter(field => lookup.key(field.name) === lookup.key(name));
    return only === undefined || more.length > 0 ? undefined : { flow: only.flow, isColumn: false };
  };

/** Those that may be named in what is selected as `alias`: all but itself. */
const besides = (find: FindAlias, alias: Name | null, { environment: { lookup } }: Place): FindAlias =>
  alias === null ? find : name => (lookup.key(name) === lookup.key(alias) ? undefined : find(name));

const isOrdinal = (expression: Expression): boolean => expression.kind === 'literal' && expression.type === 'integer';

/** What is grouped or ordered by its place, by all, or made distinct. */
function addPlaces(select: Select, shapes: readonly Shape[], filters: Filters): void {
  const fields = shapes.flatMap(shape => shape.fields);
  const named = [...select.groupBy, ...select.orderBy].flatMap(one =>
    isOrdinal(one) && one.kind === 'literal' ? [Number(one.text)] : [],
  );
  for (const place of named) addKnown(filters, fields[place - 1]?.flow);
  if (select.distinct === 'rows' || select.ordersByAll) for (const { flow } of fields) addKnown(filters, flow);
  if (!select.groupsByAll) return;
  for (const { flow } of fields)
    if (![...flow.inputs.values()].some(input => input.use === 'aggregated')) addKnown(filters, flow);
}

/** What is not known about an output column is told of that column. */
const addKnown = (filters: Filters, flow: Flow | undefined): void =>
  addToFilters(filters, { inputs: flow?.inputs ?? new Map(), gaps: [] });

function combined(shapes: readonly Shape[]): Shape {
  const rests = shapes.flatMap(shape => (shape.rest === null ? [] : [shape.rest]));
  const [only = null] = rests;
  return { fields: shapes.flatMap(shape => shape.fields), rest: rests.length < 2 ? only : manyRests(rests) };
}

function manyRests(rests: readonly Rest[]): Rest {
  const gap = [...new Set(rests.map(one => one.gap))].join(' ');
  return { gap, of: () => ({ inputs: new Map(), type: null, gaps: [gap], fields: null }) };
}

function asValue({ asValue }: Select, shape: Shape): Shape {
  if (asValue === 'no') return shape;
  if (asValue === 'unread')
    return { fields: [], rest: shape.rest ?? manyRests([{ gap: '`select as` is not understood.', of: () => joined([]) }]) };
  const name: Name = { text: '', quoted: false };
  const whole = usedAs(joined(shape.fields.map(field => field.flow)), 'transformed');
  const fields = new Map(shape.fields.map((field: Field) => [field.name.text.toLowerCase(), field.flow]));
  return {
    fields: [{ name, flow: { ...whole, fields, gaps: shape.rest === null ? whole.gaps : [shape.rest.gap] } }],
    rest: null,
  };
}
