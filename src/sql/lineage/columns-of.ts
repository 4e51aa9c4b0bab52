import type { ColumnsOf, ColumnTest, Expression, Item, Name } from '../query.ts';
import { type Flow, joined, unknownFlow } from './flow.ts';
import { type Place, resolveExpression } from './resolve-expression.ts';
import type { Field, Shape } from './shape.ts';
import { starFields } from './star.ts';

/** The columns that `columns(…)` stands for. */
export function keptColumns({ of, keep }: ColumnsOf, place: Place): Shape {
  const { fields, rest } = starFields(of, place);
  if (keep === null) return { fields, rest };
  return { fields: fields.filter(field => passes(field.name.text, keep)), rest };
}

/** All of them as one value, as in `where columns(*) is not null`. */
export function columnsFlow(columns: ColumnsOf, place: Place): Flow {
  if (place.column !== undefined && !columns.isUnpacked) return place.column;
  const { fields, rest } = keptColumns(columns, place);
  return rest === null ? joined(fields.map(field => field.flow)) : unknownFlow(rest.gap);
}

/** What is selected, once for each of the columns: null when it has no `columns(…)` in it. */
export function repeatedItem({ value, alias }: Item, place: Place): Shape | null {
  const [columns, ...more] = columnsIn(value);
  if (columns === undefined) return null;
  const { fields, rest } = keptColumns(columns, place);
  const keep = JSON.stringify(columns);
  if (more.some(one => JSON.stringify(one) !== keep))
    return { fields: [], rest: { gap: differs, of: () => unknownFlow(differs) } };
  const repeated = fields.map((field): Field => {
    const flow = resolveExpression(value, { ...place, column: field.flow });
    return { name: alias === null ? field.name : aliasFor(alias, field.name, columns), flow };
  });
  if (rest === null) return { fields: repeated, rest };
  const { gap } = rest;
  return {
    fields: repeated,
    rest: {
      gap,
      of: name =>
        alias === null && (columns.keep === null || passes(name.text, columns.keep))
          ? resolveExpression(value, { ...place, column: rest.of(name) })
          : unknownFlow(gap),
    },
  };
}

const differs = 'Two different `columns(…)` in one expression have no lineage.';

function columnsIn(value: Expression): readonly ColumnsOf[] {
  switch (value.kind) {
    case 'columns':
      return value.isUnpacked ? [] : [value];
    case 'call':
      return [...value.args, ...value.over].flatMap(columnsIn);
    case 'window':
      return [value.of, ...value.parts].flatMap(columnsIn);
    case 'cast':
    case 'field':
      return columnsIn(value.of);
    case 'struct':
      return value.fields.flatMap(field => columnsIn(field.value));
    default:
      return [];
  }
}

/** In an alias, `\0` is the name of the column and `\1` what the first group of the pattern has matched. */
function aliasFor(alias: Name, { text }: Name, { keep }: ColumnsOf): Name {
  if (!/\\\d/.test(alias.text)) return alias;
  const groups = keep?.kind === 'regex' ? pattern(keep).exec(text) : [text];
  return { ...alias, text: alias.text.replace(/\\(\d)/g, (_, index) => (index === '0' ? text : (groups?.[index] ?? ''))) };
}

function passes(name: string, test: ColumnTest): boolean {
  switch (test.kind) {
    case 'regex':
      return pattern(test).test(name);
    case 'like': {
      const text = test.text
        .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
        .replaceAll('%', '.*')
        .replaceAll('_', '.');
      return pattern({ ...test, text: `^${text}$` }).test(name);
    }
    case 'names':
      return test.names.some(one => one === name || (test.ignoresCase && one.toLowerCase() === name.toLowerCase()));
    case 'not':
      return !passes(name, test.of);
    case 'all':
      return test.of.every(one => passes(name, one));
    case 'any':
      return test.of.some(one => passes(name, one));
    default:
      return test satisfies never;
  }
}

const pattern = ({ text, ignoresCase }: { readonly text: string; readonly ignoresCase: boolean }): RegExp =>
  new RegExp(text, ignoresCase ? 'isu' : 'su');
