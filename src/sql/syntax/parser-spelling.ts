import { type Lexis, tokens } from '../token.ts';

/** The statement as the parser can read it, of the same length: instead of DuckDB's `//`, which it does not know, `%`. */
export function parserSpelling(sql: string, dialect: string, lexis: Lexis): string {
  if (dialect !== 'duckdb' || !sql.includes('//')) return sql;
  const parts: string[] = [];
  let slashAt = -1;
  for (const { kind, start, end } of tokens(sql, lexis)) {
    const isSlash = kind === 'symbol' && sql[start] === '/';
    const isSecond = isSlash && slashAt === start - 1;
    if (isSecond) parts.splice(-1, 1, '% ');
    else parts.push(sql.slice(start, end));
    slashAt = isSlash && !isSecond ? start : -1;
  }
  return parts.join('');
}
