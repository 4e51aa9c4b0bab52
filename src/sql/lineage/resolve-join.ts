import type { Join, Name } from '../query.ts';
import { addToFilters, type Filters } from './environment.ts';
import { type Flow, joined, unknownFlow, usedAs } from './flow.ts';
import { type Place, resolveExpression } from './resolve-expression.ts';
import { resolveRelation } from './resolve-relation.ts';
import { fieldOf, type Merged, type Visible } from './scope.ts';

/** Brings the relation that is joined into scope, and what the join compares into the filters. */
export function joinInto(join: Join, place: Place, filters: Filters): void {
  const { scope } = place;
  const left = [...scope.relations];
  const before = new Map(scope.merged);
  const right = resolveRelation(join.right, place, filters);
  if (join.kind === 'array') addElements(right, place);
  scope.relations.push(...right);
  for (const name of joinNames(join, { left, right }, place, filters))
    mergeColumn(name, { join, left, right, before }, place, filters);
  for (const condition of join.on) addToFilters(filters, resolveExpression(condition, place));
  if (join.kind !== 'semi' && join.kind !== 'anti') return;
  // Only what is on the left remains.
  scope.relations.splice(0, scope.relations.length, ...left);
  scope.merged.clear();
  for (const [key, merged] of before) scope.merged.set(key, merged);
}

/** Elements under the name of their array hide it. */
function addElements(right: readonly Visible[], { scope, environment }: Place): void {
  const { key } = environment.lookup;
  for (const field of right.flatMap(one => one.shape.fields)) {
    const hidden = scope.relations.filter(one => fieldOf(one, field.name, key) !== undefined);
    if (hidden.length > 0) scope.merged.set(key(field.name), { field, of: [...hidden, ...right] });
  }
}

interface Sides {
  readonly left: readonly Visible[];
  readonly right: readonly Visible[];
}

function joinNames({ natural, using }: Join, { left, right }: Sides, place: Place, filters: Filters): readonly Name[] {
  if (!natural) return using;
  const { key } = place.environment.lookup;
  const open = [...left, ...right].find(one => one.shape.rest !== null);
  if (open?.shape.rest) filters.gaps.add(`A natural join compares columns that are not known. ${open.shape.rest.gap}`);
  const known = new Set(right.flatMap(one => one.shape.fields.map(field => key(field.name))));
  const names = left.flatMap(one => one.shape.fields.map(field => field.name)).filter(name => known.has(key(name)));
  return [...new Map(names.map(name => [key(name), name])).values()];
}

interface Merging extends Sides {
  readonly join: Join;
  readonly before: ReadonlyMap<string, Merged>;
}

/** One column of two with the same name. */
function mergeColumn(name: Name, { join, left, right, before }: Merging, place: Place, filters: Filters): void {
  const { scope, environment } = place;
  const key = environment.lookup.key(name);
  const [ofLeft, ofRight] = [sideFlow(name, left, place, before), sideFlow(name, right, place, new Map())];
  addToFilters(filters, ofLeft);
  addToFilters(filters, ofRight);
  const known = before.get(key);
  const written = [...left, ...right].flatMap(one => fieldOf(one, name, environment.lookup.key)?.name ?? [])[0];
  const of = [...(known?.of ?? []), ...left, ...right].filter(one => fieldOf(one, name, environment.lookup.key) !== undefined);
  scope.merged.set(key, { field: { name: written ?? name, flow: mergedFlow(join, ofLeft, ofRight) }, of });
}

function mergedFlow({ kind }: Join, left: Flow, right: Flow): Flow {
  if (kind === 'right') return right;
  if (kind !== 'full') return left;
  return usedAs(joined([left, right], left.type === right.type ? left.type : null), 'transformed');
}

function sideFlow(name: Name, side: readonly Visible[], place: Place, merged: ReadonlyMap<string, Merged>): Flow {
  const { key } = place.environment.lookup;
  const known = merged.get(key(name));
  if (known !== undefined) return known.field.flow;
  const fields = side.flatMap(one => fieldOf(one, name, key) ?? []);
  const [only] = fields;
  if (fields.length > 1) return unknownFlow(`\`${name.text}\` is a column of more than one of the tables.`);
  if (only !== undefined) return only.flow;
  const open = side.flatMap(one => one.shape.rest ?? []);
  const [rest] = open;
  if (open.length === 1 && rest !== undefined) return rest.of(name);
  return unknownFlow(`\`${name.text}\` is not found on one side of a join.`);
}
