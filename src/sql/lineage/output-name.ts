import type { Expression } from '../query.ts';

/** The name of a column without alias, where it can be told from the expression; null where it cannot. */
export function outputName(value: Expression, dialect: string): string | null {
  if (value.kind === 'column') return value.path.at(-1)?.text ?? null;
  if (value.kind === 'field') return value.name.text;
  switch (dialect) {
    case 'postgres':
    case 'redshift':
      return postgresName(value);
    case 'duckdb':
      return duckdbName(value);
    default:
      return null;
  }
}

const postgresWords: Readonly<Record<string, string>> = {
  if: 'case',
  l_trim: 'ltrim',
  r_trim: 'rtrim',
  null_if: 'nullif',
  rank: 'rank',
};
/** Operators have no name of their own. */
const operators = new Set(
  'add sub mul div mod concat eq neq lt lte gt gte and or not like i_like is_null between in neg subscript is'.split(' '),
);

function postgresName(value: Expression): string | null {
  switch (value.kind) {
    case 'cast':
      return value.of.kind === 'literal' ? null : outputName(value.of, 'postgres');
    case 'window':
      return postgresName(value.of);
    case 'call':
      return operators.has(value.name) || value.name === '' ? '?column?' : (postgresWords[value.name] ?? value.name);
    case 'literal':
      return value.type === 'boolean' ? 'bool' : '?column?';
    default:
      return null;
  }
}

/** DuckDB writes the expression; of most of them its own spelling is hard to foresee. */
function duckdbName(value: Expression): string | null {
  if (value.kind !== 'call' || operators.has(value.name) || value.over.length > 0) return null;
  if (value.name === 'count' && value.args.length === 0) return 'count_star()';
  const args = value.args.map(arg => (arg.kind === 'column' ? arg.path.map(name => name.text).join('.') : null));
  const isPlain = ['sum', 'avg', 'min', 'max', 'count', 'upper', 'lower'].includes(value.name) && args.every(arg => arg !== null);
  return isPlain ? `${value.name}(${args.join(', ')})` : null;
}
