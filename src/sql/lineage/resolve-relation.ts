import type { DerivedTable, JoinedTables, Name, Relation, TableName } from '../query.ts';
import { addFilters, addToFilters, type Filters, type Result } from './environment.ts';
import { usedAs } from './flow.ts';
import { inputShape } from './input-shape.ts';
import type { Place } from './resolve-expression.ts';
import { joinInto } from './resolve-join.ts';
import { resolvePivot, resolveUnpivot } from './resolve-pivot.ts';
import { resolveQuery, unknownShape } from './resolve-query.ts';
import { emptyScope, fieldsOf, findColumn, findRelation, pathText, type Scope, type Visible } from './scope.ts';
import { renamedColumns, type Shape } from './shape.ts';
import { starFields } from './star.ts';
import { elementShape, resolveTableCall } from './table-call.ts';

/** What a part of `from` makes visible; what filters its rows goes to the filters. */
export function resolveRelation(relation: Relation, place: Place, filters: Filters): readonly Visible[] {
  switch (relation.kind) {
    case 'table':
      return [resolveTable(relation, place, filters)];
    case 'derived':
      return [resolveDerived(relation, place, filters)];
    case 'table-call':
      return [resolveTableCall(relation, place, filters)];
    case 'joined':
      return resolveJoined(relation, place, filters);
    case 'pivot':
      return [named(relation, resolvePivot(relation, place, filters))];
    case 'unpivot':
      return [named(relation, resolveUnpivot(relation, place, filters))];
    case 'unread': {
      const gap = `${relation.what} is not understood.`.replace(/^./, char => char.toUpperCase());
      filters.gaps.add(gap);
      return [{ path: [], shape: unknownShape(gap) }];
    }
    default:
      return relation satisfies never;
  }
}

const named = (
  { alias, columns }: { readonly alias: Name | null; readonly columns: readonly Name[] },
  shape: Shape,
): Visible => ({
  path: alias === null ? [] : [alias],
  shape: renamedColumns(shape, columns),
});

function resolveTable(table: TableName, place: Place, filters: Filters): Visible {
  const { environment, scope } = place;
  const [first] = table.path;
  const path = table.alias === null ? table.path : [table.alias];
  const common = table.path.length === 1 && first ? environment.commonTables.get(environment.lookup.key(first)) : undefined;
  if (common !== undefined) return { path, shape: renamedColumns(read(common, filters), table.columns) };
  const element = columnPath(table, scope, place, filters);
  if (element !== null) return element;
  const input = environment.surroundings.relation(table.path);
  const id = pathText(table.path);
  return { path, shape: renamedColumns(inputShape(input ?? { id, columns: [], complete: false }), table.columns) };
}

function read({ shape, filters: own }: Result, filters: Filters): Shape {
  addFilters(filters, own);
  return shape;
}

/** `from t, t.items as item`: the elements of a column. Null for the name of a table. */
function columnPath({ path, alias, columns }: TableName, scope: Scope, { environment }: Place, filters: Filters): Visible | null {
  const { rules } = environment.surroundings;
  const [first] = path;
  if (!rules.hasColumnPaths || path.length < 2 || first === undefined) return null;
  if (findRelation([first], scope, environment.lookup.key) === undefined) return null;
  const flow = findColumn(path, null, scope, environment.lookup);
  if (flow === undefined) return null;
  addToFilters(filters, flow);
  const name = alias ?? path.at(-1) ?? first;
  return {
    path: [name],
    isElement: true,
    shape: renamedColumns(elementShape(usedAs(fieldsOf(flow, [], environment.lookup), 'transformed'), name), columns),
  };
}

function resolveDerived({ query, alias, columns }: DerivedTable, { environment, scope }: Place, filters: Filters): Visible {
  const shape = read(resolveQuery(query, environment, scope), filters);
  const { rules } = environment.surroundings;
  return named({ alias, columns }, rules.renamesDuplicates ? withoutDuplicates(shape) : shape);
}

/** As DuckDB does: `id`, `id_1`, `id_2`. */
export function withoutDuplicates(shape: Shape): Shape {
  const seen = new Map<string, number>();
  const fields = shape.fields.map(field => {
    const key = field.name.text.toLowerCase();
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return count === 0 ? field : { ...field, name: { ...field.name, text: `${field.name.text}_${count}` } };
  });
  return { ...shape, fields };
}

/** `(a join b using (id))`; with an alias, all columns are those of one relation. */
function resolveJoined({ joins, alias, columns }: JoinedTables, place: Place, filters: Filters): readonly Visible[] {
  const inner: Place = {
    ...place,
    scope: { ...emptyScope(place.scope), merged: alias === null ? place.scope.merged : new Map() },
  };
  for (const join of joins) joinInto(join, inner, filters);
  if (alias === null) return inner.scope.relations;
  const shape = starFields({ kind: 'star', of: [], except: [], replace: [], rename: [] }, inner);
  return [named({ alias, columns }, shape)];
}
