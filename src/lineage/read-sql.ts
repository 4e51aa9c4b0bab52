import type { Query } from '../sql/query.ts';
import { dialectLexis } from '../sql/syntax/dialect-lexis.ts';
import { parserSpelling } from '../sql/syntax/parser-spelling.ts';
import { readStatement } from '../sql/syntax/read-query.ts';
import { unreadWords } from '../sql/syntax/unread-words.ts';
import type { SqlParser } from './parser.ts';

/** The query that SQL is. What is not understood is `unread`, with the reason. */
export async function readSql(sql: string, dialect: string, parser: SqlParser): Promise<Query> {
  const lexis = dialectLexis(dialect);
  const parsed = await parser.parse(parserSpelling(sql, dialect, lexis), dialect);
  if ('failure' in parsed) return { kind: 'unread', what: failureText(parsed.failure) };
  const [tree, ...more] = parsed.trees;
  if (tree === undefined || more.length > 0)
    return { kind: 'unread', what: tree === undefined ? 'a statement without SQL' : 'a script' };
  try {
    const lost = unreadWords(sql, tree, lexis);
    if (lost.length > 0) return { kind: 'unread', what: `\`${lost.slice(0, 3).join('`, `')}\` in the statement` };
    return readStatement(tree, sql, dialect);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { kind: 'unread', what: 'a statement nested so deeply' };
  }
}

function failureText(failure: { readonly kind: 'missing' } | { readonly kind: 'syntax'; readonly message: string }): string {
  if (failure.kind === 'missing') return 'any SQL (the package `@polyglot-sql/sdk` is not installed, so it)';
  return `the statement (${failure.message.replace(/\s+/g, ' ').trim()})`;
}
