import { fromPlain, text, toPlain, type Value } from '../template/index.ts';

interface Constraint {
  readonly type?: unknown;
  readonly name?: unknown;
  readonly expression?: unknown;
  readonly columns?: unknown;
  readonly to?: unknown;
  readonly to_columns?: unknown;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const names = (value: unknown): string => listOf(value).map(String).join(', ');
const words = (...parts: readonly string[]): string => parts.filter(part => part !== '').join(' ');

/** `adapter.render_raw_columns_constraints`: each column as `create table` lists it, `id integer not null primary key`. */
export function columnDefinitions(columns: Value, quote: (name: string) => string): Value {
  const records = columns instanceof Map ? [...columns.values()] : Array.isArray(columns) ? columns : [];
  return records.map(record => {
    const column = toPlain(record) as Readonly<Record<string, unknown>>;
    const name = text(fromPlain(column['name'] ?? ''));
    const constraints = listOf(column['constraints']).map(one => columnConstraint(one as Constraint));
    return words(column['quote'] === true ? quote(name) : name, textOf(column['data_type']), ...constraints);
  });
}

/** `adapter.render_raw_model_constraints`: the constraints of the table, `constraint key primary key (id, day)`. */
export const tableConstraints = (constraints: Value): Value =>
  listOf(toPlain(constraints))
    .map(one => tableConstraint(one as Constraint))
    .filter(one => one !== '');

function columnConstraint(constraint: Constraint): string {
  const expression = textOf(constraint.expression);
  switch (constraint.type) {
    case 'check':
      return expression === '' ? '' : `check (${expression})`;
    case 'not_null':
      return words('not null', expression);
    case 'unique':
      return words('unique', expression);
    case 'primary_key':
      return words('primary key', expression);
    case 'foreign_key':
      return references(constraint);
    case 'custom':
      return expression;
    default:
      return '';
  }
}

function tableConstraint(constraint: Constraint): string {
  const named = textOf(constraint.name) === '' ? '' : `constraint ${textOf(constraint.name)}`;
  const expression = textOf(constraint.expression);
  const columns = `(${names(constraint.columns)})`;
  switch (constraint.type) {
    case 'check':
      return expression === '' ? '' : words(named, `check (${expression})`);
    case 'unique':
      return words(named, 'unique', expression, columns);
    case 'primary_key':
      return words(named, 'primary key', expression, columns);
    case 'foreign_key':
      return references(constraint) === '' ? '' : words(named, 'foreign key', columns, references(constraint));
    case 'custom':
      return expression === '' ? '' : words(named, expression);
    default:
      return '';
  }
}

function references({ to, to_columns: columns, expression }: Constraint): string {
  if (textOf(to) !== '' && listOf(columns).length > 0) return `references ${textOf(to)} (${names(columns)})`;
  return textOf(expression) === '' ? '' : `references ${textOf(expression)}`;
}
