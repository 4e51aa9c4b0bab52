import { type Lexis, type Token, tokens } from '../token.ts';

/** What the parser is shown in place of the star in `* like 'a%'`: a letter that no name consists of. */
export const filteredStar = 'ꙮ';

/** The statement as the parser can read it, of the same length: `%` for DuckDB's `//`, and a name for a star that is filtered. */
export function parserSpelling(sql: string, dialect: string, lexis: Lexis): string {
  const mayDivide = dialect === 'duckdb' && sql.includes('//');
  const mayFilter = (dialect === 'duckdb' || dialect === 'snowflake') && filterAfterStar.test(sql);
  if (!mayDivide && !mayFilter) return sql;
  const all = [...tokens(sql, lexis)];
  const isSymbol = (token: Token | undefined, symbol: string): boolean =>
    token?.kind === 'symbol' && sql.startsWith(symbol, token.start);
  return all
    .map((token, i) => {
      const text = sql.slice(token.start, token.end);
      if (token.kind !== 'symbol') return text;
      if (mayDivide && text === '/' && isSymbol(all[i + 1], '/')) return '%';
      if (mayDivide && text === '/' && isSymbol(all[i - 1], '/')) return ' ';
      const isStar = mayFilter && text === '*' && !isSymbol(all[i - 1], '.');
      return isStar && startsWithFilter.test(sql.slice(token.start, token.start + 40)) ? filteredStar : text;
    })
    .join('');
}

const startsWithFilter = /^\*\s{1,9}(not\s{1,9})?(i?like|similar\s{1,9}to)\b/i;
const filterAfterStar = /\*\s{1,9}(not\s{1,9})?(i?like|similar\s{1,9}to)\b/i;
