import type { SetOperation } from '../query.ts';
import { addFilters, addToFilters, type Environment, noFilters, type Result } from './environment.ts';
import { type Flow, joined, noFlow, united, unknownFlow } from './flow.ts';
import { unknownShape } from './resolve-query.ts';
import { common } from './result-type.ts';
import type { Field, Shape } from './shape.ts';
import { areUnlike } from './type-family.ts';

interface Combining {
  readonly operation: SetOperation;
  readonly left: Result;
  readonly right: Result;
  readonly environment: Environment;
}

/** The columns of a union, intersection or difference; names are those of the left side. */
export function combineSet(combining: Combining): Result {
  const { operation, left, right } = combining;
  const filters = noFilters();
  addFilters(filters, left.filters);
  addFilters(filters, right.filters);
  const shape = shapeOf(combining);
  // Which rows remain depends on all values.
  if (operation.operator !== 'union') {
    for (const { flow } of [...left.shape.fields, ...right.shape.fields]) addToFilters(filters, flow);
  } else if (!operation.keepsDuplicates) for (const { flow } of shape.fields) addToFilters(filters, { ...flow, gaps: [] });
  return { shape, filters };
}

function shapeOf(combining: Combining): Shape {
  const { operation, left, right } = combining;
  if (operation.match === 'unread') return unknownShape('This kind of set operation is not understood.');
  if (operation.operator !== 'union') return left.shape;
  if (operation.match === 'name') return byName(combining);
  if (left.shape.rest !== null || right.shape.rest !== null) return byUnknownPlaces(left.shape, right.shape);
  if (left.shape.fields.length !== right.shape.fields.length) {
    const [a, b] = [left.shape.fields.length, right.shape.fields.length];
    combining.environment.problem({ kind: 'column-counts', operator: operation.operator, left: a, right: b, range: null });
  }
  tellUnlike(combining);
  const none = unknownFlow('The parts of a union have different numbers of columns.');
  return {
    fields: left.shape.fields.map((field, i) => ({
      name: field.name,
      flow: both(field.flow, right.shape.fields[i]?.flow ?? none),
    })),
    rest: null,
  };
}

function tellUnlike({ operation, left, right, environment }: Combining): void {
  if (!environment.surroundings.rules.hasStrictTypes) return;
  for (const [i, { flow }] of left.shape.fields.entries()) {
    const other = right.shape.fields[i]?.flow.type ?? null;
    if (!areUnlike(flow.type, other) || flow.inputs.size === 0 || right.shape.fields[i]?.flow.inputs.size === 0) continue;
    environment.problem({ kind: 'types', operator: operation.operator, left: flow.type ?? '', right: other ?? '', range: null });
  }
}

/** A literal `null` says nothing about the type. */
const both = (a: Flow, b: Flow): Flow => united(a, b, common([a.type, b.type]));

/** `select *` from tables whose columns nobody knows: places mean nothing. Only the same unknown star on both sides does. */
function byUnknownPlaces(left: Shape, right: Shape): Shape {
  const gap = left.rest?.gap ?? right.rest?.gap ?? '';
  if (left.rest === null) return { fields: left.fields.map(({ name }) => ({ name, flow: unknownFlow(gap) })), rest: null };
  return unknownShape(gap);
}

function byName({ operation: { columns }, left, right, environment }: Combining): Shape {
  const { key } = environment.lookup;
  const others = new Map(right.shape.fields.map(field => [key(field.name), field]));
  const own = new Set(left.shape.fields.map(field => key(field.name)));
  const kept = left.shape.fields.filter(
    field => columns !== 'common' || right.shape.rest !== null || others.has(key(field.name)),
  );
  const merged = kept.map((field): Field => {
    const other = others.get(key(field.name))?.flow ?? hidden(right.shape);
    return other === undefined ? field : { name: field.name, flow: both(field.flow, other) };
  });
  const added = right.shape.fields
    .filter(field => columns === 'both' && !own.has(key(field.name)))
    .map((field): Field => ({ name: field.name, flow: joined([field.flow, hidden(left.shape) ?? noFlow], field.flow.type) }));
  const rests = [left.shape.rest, right.shape.rest].flatMap(rest => rest ?? []);
  const gap = rests.map(rest => rest.gap).join(' ');
  const rest = rests.length === 0 ? null : { gap, of: () => unknownFlow(gap) };
  return { fields: [...merged, ...added], rest };
}

/** A side may have a column of that name among those that nobody knows. */
const hidden = ({ rest }: Shape): Flow | undefined => (rest === null ? undefined : unknownFlow(rest.gap));
