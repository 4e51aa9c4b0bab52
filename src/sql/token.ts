/** How one dialect spells strings, quoted names and comments: enough to cut its SQL into tokens. */
export interface Lexis {
  /** Characters that open a quoted name; `[` closes with `]`, the others with themselves. */
  readonly nameQuotes: string;
  /** Characters that open a string. */
  readonly stringQuotes: string;
  /** `everywhere`: `'it\'s'` (BigQuery, MySQL, Spark). `prefixed`: only in `e'it\'s'` (Postgres, DuckDB). */
  readonly backslash: 'none' | 'prefixed' | 'everywhere';
  /** `plain`: `$$…$$`. `tagged`: also `$tag$…$tag$`. */
  readonly dollarQuotes: 'none' | 'plain' | 'tagged';
  /** What starts a comment that runs to the end of the line. */
  readonly lineComments: readonly string[];
  readonly blockComments: 'flat' | 'nested';
}

export const ansiLexis: Lexis = {
  nameQuotes: '"',
  stringQuotes: "'",
  backslash: 'none',
  dollarQuotes: 'none',
  lineComments: ['--'],
  blockComments: 'flat',
};

export interface Token {
  readonly kind: 'space' | 'comment' | 'string' | 'name' | 'word' | 'number' | 'symbol';
  readonly start: number;
  readonly end: number;
}

const space = /\s+/y;
const word = /[\p{L}_][\p{L}\p{M}\p{N}_$]*/uy;
const number = /\d[\w.]*/y;
const dollarTag = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;

/** Every character belongs to exactly one token. What is left open runs to the end of the text: the warehouse will complain. */
export function* tokens(sql: string, lexis: Lexis): Generator<Token> {
  for (let start = 0; start < sql.length; ) {
    const token = tokenAt(sql, start, lexis);
    yield token;
    start = token.end;
  }
}

function tokenAt(sql: string, start: number, lexis: Lexis): Token {
  const is = (kind: Token['kind'], end: number): Token => ({ kind, start, end });
  const match = (pattern: RegExp): number => {
    pattern.lastIndex = start;
    return pattern.test(sql) ? pattern.lastIndex : start;
  };
  const spaces = match(space);
  if (spaces > start) return is('space', spaces);
  const comment = commentEnd(sql, start, lexis);
  if (comment > start) return is('comment', comment);
  const string = stringEnd(sql, start, lexis);
  if (string > start) return is('string', string);
  const char = sql.charAt(start);
  if (lexis.nameQuotes.includes(char)) return is('name', quotedEnd(sql, start, char === '[' ? ']' : char, 'doubled'));
  const words = match(word);
  if (words > start) return is('word', words);
  const digits = match(number);
  if (digits > start) return is('number', digits);
  return is('symbol', start + ((sql.codePointAt(start) ?? 0) > 0xffff ? 2 : 1));
}

function commentEnd(sql: string, start: number, lexis: Lexis): number {
  if (lexis.lineComments.some(opener => sql.startsWith(opener, start))) return endOr(sql, sql.indexOf('\n', start));
  if (!sql.startsWith('/*', start)) return start;
  if (lexis.blockComments === 'flat') return endOr(sql, sql.indexOf('*/', start + 2), 2);
  const edge = /\/\*|\*\//g;
  edge.lastIndex = start;
  let depth = 0;
  for (let found = edge.exec(sql); found !== null; found = edge.exec(sql)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
  return sql.length;
}

function stringEnd(sql: string, start: number, lexis: Lexis): number {
  const char = sql.charAt(start);
  if (lexis.stringQuotes.includes(char))
    return quotedEnd(sql, start, char, lexis.backslash === 'everywhere' ? 'backslash' : 'doubled');
  if (lexis.backslash === 'prefixed' && (char === 'e' || char === 'E') && sql.charAt(start + 1) === "'")
    return quotedEnd(sql, start + 1, "'", 'backslash');
  if (char === '$' && lexis.dollarQuotes !== 'none') return dollarEnd(sql, start, lexis.dollarQuotes);
  return start;
}

function dollarEnd(sql: string, start: number, quotes: 'plain' | 'tagged'): number {
  dollarTag.lastIndex = start;
  const tag = dollarTag.exec(sql)?.[0];
  if (tag === undefined || (quotes === 'plain' && tag !== '$$')) return start;
  return endOr(sql, sql.indexOf(tag, start + tag.length), tag.length);
}

/** The end of a quoted run whose opening quote is at `start`; a doubled closing quote stands for itself. */
function quotedEnd(sql: string, start: number, close: string, escapes: 'doubled' | 'backslash'): number {
  for (let at = start + 1; at < sql.length; at += 1) {
    const char = sql.charAt(at);
    if (escapes === 'backslash' && char === '\\') at += 1;
    else if (char === close) {
      if (sql.charAt(at + 1) !== close) return at + 1;
      at += 1;
    }
  }
  return sql.length;
}

const endOr = (sql: string, found: number, length = 0): number => (found === -1 ? sql.length : found + length);
