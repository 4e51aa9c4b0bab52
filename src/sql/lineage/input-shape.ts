import type { InputRelation } from './environment.ts';
import { inputFlow } from './flow.ts';
import type { Shape } from './shape.ts';

/** The columns of a table that the statement reads. */
export function inputShape({ id, columns, complete }: InputRelation): Shape {
  const fields = columns.map(({ name, exact, type }) => ({
    name: { text: name, quoted: exact },
    flow: inputFlow({ node: id, column: name }, type),
  }));
  if (complete) return { fields, rest: null };
  const gap = `Not all columns of \`${id}\` are known.`;
  return { fields, rest: { gap, of: name => inputFlow({ node: id, column: name.text }, null) } };
}
