import type { Expression, Pivot, PivotValue, Unpivot } from '../query.ts';
import { keptColumns } from './columns-of.ts';
import { addToFilters, type Filters } from './environment.ts';
import { constantFlow, type Flow, joined, unknownFlow, usedAs } from './flow.ts';
import { outputName } from './output-name.ts';
import { type Place, resolveExpression } from './resolve-expression.ts';
import { unknownShape } from './resolve-query.ts';
import { resolveRelation } from './resolve-relation.ts';
import { common } from './result-type.ts';
import { emptyScope } from './scope.ts';
import type { Field, Shape } from './shape.ts';
import { starFields } from './star.ts';

/** What is pivoted, alone in scope. */
function inside(relation: Pivot['of'], place: Place, filters: Filters): { readonly place: Place; readonly shape: Shape } {
  const scope = emptyScope(place.scope);
  const inner: Place = { ...place, scope };
  scope.relations.push(...resolveRelation(relation, inner, filters));
  return { place: inner, shape: starFields({ kind: 'star', of: [], except: [], replace: [], rename: [] }, inner) };
}

/** Groups by what is left over; a column for each value and aggregate. */
export function resolvePivot(pivot: Pivot, outer: Place, filters: Filters): Shape {
  const { place, shape } = inside(pivot.of, outer, filters);
  const { key } = place.environment.lookup;
  const axes = pivot.axes.map(axis => usedAs(resolveExpression(axis.of, place), 'filtered'));
  for (const axis of axes) addToFilters(filters, axis);
  const used = new Set(
    [...pivot.axes.map(axis => axis.of), ...pivot.aggregates.map(one => one.value)].flatMap(one => columnKeys(one, key)),
  );
  const groups =
    pivot.groupBy === null
      ? shape.fields.filter(field => !used.has(key(field.name)))
      : pivot.groupBy.map(
          (one): Field => ({
            name: { text: outputName(one, '') ?? '', quoted: false },
            flow: resolveExpression(one, place),
          }),
        );
  for (const { flow } of groups) addToFilters(filters, flow);
  if (pivot.groupBy === null && shape.rest !== null) return { fields: [], rest: { ...shape.rest, of: shape.rest.of } };
  const values = valueFields(pivot, axes, place);
  if (values === null) return { fields: groups, rest: unknownShape('Which columns a pivot gives depends on the data.').rest };
  return { fields: [...groups, ...values], rest: null };
}

/** Keys of the columns that an expression names. */
function columnKeys(expression: Expression, key: Place['environment']['lookup']['key']): readonly string[] {
  const name = expression.kind === 'column' ? expression.path.at(-1) : undefined;
  if (name !== undefined) return [key(name)];
  if (expression.kind === 'call') return [...expression.args, ...expression.over].flatMap(one => columnKeys(one, key));
  return expression.kind === 'cast' || expression.kind === 'field' ? columnKeys(expression.of, key) : [];
}

/** Null when data decide which there are. */
function valueFields({ axes, aggregates }: Pivot, axisFlows: readonly Flow[], place: Place): readonly Field[] | null {
  const { parser } = place.environment.surroundings.rules;
  const combinations = axes.reduce<readonly (readonly PivotValue[])[] | null>(
    (known, { values }) =>
      known === null || values === null ? null : known.flatMap(one => values.map(value => [...one, value])),
    [[]],
  );
  if (combinations === null || aggregates.length === 0) return null;
  const isNamed = aggregates.length > 1 || aggregates[0]?.alias !== null;
  return combinations.flatMap(values =>
    aggregates.map((aggregate): Field => {
      const flow = resolveExpression(aggregate.value, place);
      const parts = values.map(value => valueName(value, parser));
      const suffix = aggregate.alias?.text ?? (isNamed ? outputName(aggregate.value, parser) : null);
      const text = parts.includes(null) || (isNamed && suffix === null) ? '' : pivotName(parts.join('_'), suffix, parser);
      return {
        name: { text, quoted: parser === 'snowflake' },
        flow: joined([flow, ...axisFlows], flow.type),
      };
    }),
  );
}

/** Snowflake keeps the quotes of a string in the column's name. */
const valueName = ({ text, alias }: PivotValue, dialect: string): string | null =>
  alias?.text ?? (text === null ? null : dialect === 'snowflake' && !/^\d+$/.test(text) ? `'${text}'` : text);

function pivotName(value: string, aggregate: string | null, dialect: string): string {
  if (aggregate === null) return value;
  if (dialect === 'bigquery') return `${aggregate}_${value}`;
  return `${value}_${aggregate}`;
}

function unpivoted(one: Expression, place: Place): readonly Field[] {
  if (one.kind === 'columns') return keptColumns(one, place).fields;
  const name = one.kind === 'column' ? one.path.at(-1) : undefined;
  return [{ name: name ?? { text: '', quoted: false }, flow: resolveExpression(one, place) }];
}

/** Columns become rows: one column with their names, and as many with their values as a group has. */
export function resolveUnpivot(unpivot: Unpivot, outer: Place, filters: Filters): Shape {
  const { place, shape } = inside(unpivot.of, outer, filters);
  if (unpivot.groups === null) return unknownShape('Which columns `unpivot` takes is not understood.');
  const { key } = place.environment.lookup;
  const parts = unpivot.groups.map(group => group.map(one => unpivoted(one, place)));
  const used = new Set(parts.flat(2).map(field => key(field.name)));
  // `columns(…)` are as many groups as columns.
  const groups = parts.flatMap(group =>
    group.length === 1 ? (group[0] ?? []).map(one => [one.flow]) : [group.flatMap(one => one[0]?.flow ?? [])],
  );
  const values = unpivot.valueColumns.map((name, i): Field => {
    const flows = groups.map(group => group[i] ?? unknownFlow('The groups of `unpivot` have different numbers of columns.'));
    return { name, flow: joined(flows, common(flows.map(flow => flow.type))) };
  });
  // Rows whose value is null are left out.
  if (!unpivot.keepsNulls) for (const { flow } of values) addToFilters(filters, flow);
  const label: Field = { name: unpivot.nameColumn, flow: constantFlow(null) };
  const { parser } = place.environment.surroundings.rules;
  const added = parser === 'bigquery' || parser === 'tsql' ? [...values, label] : [label, ...values];
  return { fields: [...shape.fields.filter(field => !used.has(key(field.name))), ...added], rest: shape.rest };
}
