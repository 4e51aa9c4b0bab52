import type { Constraint, TableShape } from '../../src/adapter/step.ts';
import type { Quoting } from './quote.ts';

/** What stands between the parentheses of `create table`: a line per column and per constraint of the table. */
export const shapeLines = ({ columns, constraints }: TableShape, quoting: Quoting): readonly string[] => [
  ...columns.map(column => {
    const own = column.constraints.map(one => named(one, columnConstraint(one, quoting), quoting));
    return `  ${[quoting.identifier(column.name), column.type, ...own].join(' ')}`;
  }),
  ...constraints.map(one => `  ${named(one, tableConstraint(one, quoting), quoting)}`),
];

const words = (...parts: readonly (string | null)[]): string => parts.filter(part => part !== null && part !== '').join(' ');

const named = ({ name }: Constraint, text: string, { identifier }: Quoting): string =>
  name === null ? text : `constraint ${identifier(name)} ${text}`;

function columnConstraint(constraint: Constraint, quoting: Quoting): string {
  const { kind, expression } = constraint;
  switch (kind) {
    case 'not-null':
      return words('not null', expression);
    case 'check':
      return checked(expression);
    case 'unique':
      return words('unique', expression);
    case 'primary-key':
      return words('primary key', expression);
    case 'foreign-key':
      return references(constraint, quoting);
    case 'custom':
      return expression ?? '';
    default:
      return kind satisfies never;
  }
}

function tableConstraint(constraint: Constraint, quoting: Quoting): string {
  const { kind, expression } = constraint;
  const columns = list(constraint.columns, quoting);
  switch (kind) {
    // No warehouse has it for a table.
    case 'not-null':
      return `check (${constraint.columns.map(name => `${quoting.identifier(name)} is not null`).join(' and ')})`;
    case 'check':
      return checked(expression);
    case 'unique':
      return words('unique', expression, columns);
    case 'primary-key':
      return words('primary key', expression, columns);
    case 'foreign-key':
      return words('foreign key', columns, references(constraint, quoting));
    case 'custom':
      return expression ?? '';
    default:
      return kind satisfies never;
  }
}

/** The newline keeps a comment at the end from swallowing the parenthesis. */
const checked = (condition: string | null): string =>
  condition?.includes('--') ? `check (${condition}\n)` : `check (${condition})`;

const list = (columns: readonly string[], { identifier }: Quoting): string => `(${columns.map(identifier).join(', ')})`;

function references({ to, expression }: Constraint, quoting: Quoting): string {
  if (to === null) return words('references', expression);
  return words('references', quoting.relation(to.table), to.columns.length === 0 ? null : list(to.columns, quoting), expression);
}
