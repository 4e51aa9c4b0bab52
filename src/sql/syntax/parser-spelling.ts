import { type Lexis, type Token, tokens } from '../token.ts';

/** What the parser is shown in place of the star in `* like 'a%'`: a letter that no name consists of. */
export const filteredStar = 'ꙮ';

/**
 * The statement as the parser can read it, of the same length: `%` for DuckDB's `//`, a name for a star that is filtered, and no comma
 * behind the last thing selected.
 */
export function parserSpelling(sql: string, dialect: string, lexis: Lexis): string {
  const spellings = dialects[dialect]?.filter(spelling => spelling.hint.test(sql)) ?? [];
  if (spellings.length === 0) return sql;
  const all = [...tokens(sql, lexis)];
  const place = (index: number): Place => ({ sql, all, index });
  return all
    .map((token, i) => {
      const text = sql.slice(token.start, token.end);
      return token.kind === 'symbol'
        ? (spellings.map(one => one.instead(text, place(i))).find(one => one !== null) ?? text)
        : text;
    })
    .join('');
}

interface Place {
  readonly sql: string;
  readonly all: readonly Token[];
  readonly index: number;
}

interface Spelling {
  /** What a statement has where anything might have to be done. */
  readonly hint: RegExp;
  /** Null for a symbol that stays. */
  instead(symbol: string, place: Place): string | null;
}

const symbolAt = ({ sql, all }: Place, index: number): string | null => {
  const token = all[index];
  return token?.kind === 'symbol' ? sql.slice(token.start, token.end) : null;
};

const division: Spelling = {
  hint: /\/\//,
  instead(symbol, place) {
    if (symbol !== '/') return null;
    if (symbolAt(place, place.index + 1) === '/') return '%';
    return symbolAt(place, place.index - 1) === '/' ? ' ' : null;
  },
};

const starFilter: Spelling = {
  hint: /\*\s{1,9}(not\s{1,9})?(i?like|similar\s{1,9}to)\b/i,
  instead(symbol, place) {
    const start = place.all[place.index]?.start ?? 0;
    const isFiltered = symbol === '*' && filterAhead.test(place.sql.slice(start + 1, start + 40));
    return isFiltered && symbolAt(place, place.index - 1) !== '.' ? filteredStar : null;
  },
};

const filterAhead = /^\s{1,9}(not\s{1,9})?(i?like|similar\s{1,9}to)\b/i;

const lastComma: Spelling = {
  hint: /,(\s|--[^\n]*\n|#[^\n]*\n)*($|[);]|(union|intersect|except)\b)/i,
  instead(symbol, { sql, all, index }) {
    if (symbol !== ',') return null;
    let after = index + 1;
    while (all[after]?.kind === 'space' || all[after]?.kind === 'comment') after += 1;
    const next = all[after];
    const text = next === undefined ? '' : sql.slice(next.start, next.end).toLowerCase();
    return endsOfLists.has(text) ? ' ' : null;
  },
};

const endsOfLists = new Set(['', ')', ';', 'union', 'intersect', 'except']);

const dialects: Readonly<Record<string, readonly Spelling[]>> = {
  duckdb: [division, starFilter, lastComma],
  snowflake: [starFilter],
  bigquery: [lastComma],
};
