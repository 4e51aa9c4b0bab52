import type { RelationName } from '../../src/sql/relation.ts';
import { type Token, tokens } from '../../src/sql/token.ts';
import { postgresLexis } from './lexis.ts';
import { quoting } from './quote.ts';

/** SQL in which relations have the names of what stands in for them. */
export interface Renamed {
  readonly sql: string;
  /** Where an offset of it is in the text as it was. */
  origin(offset: number): number;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The key of a relation's name; the database is the connection's, since no other can be read. */
export const nameKey = ({ schema, name }: Pick<RelationName, 'schema' | 'name'>): string => JSON.stringify([schema, name]);

/** Puts other schemas into names that are written with theirs, however they are spelt. `schemas` goes by `nameKey`. */
export function renamed(sql: string, database: string, schemas: ReadonlyMap<string, string>): Renamed {
  const edits = qualifiedNames(sql).flatMap(({ parts, follows }): readonly Edit[] => {
    const names = parts.map(part => spelt(sql.slice(part.start, part.end)));
    const at = names.length > 2 && names[0] === database ? 1 : 0;
    // Two parts may be a column of a table; a table stands behind one of these.
    if (at === 0 && names.length === 2 && !/^(?:from|join|only|[(,])$/i.test(follows)) return [];
    const [first, last] = [parts[0], parts[at]];
    const schema = schemas.get(nameKey({ schema: names[at] ?? '', name: names[at + 1] ?? '' }));
    if (first === undefined || last === undefined || schema === undefined) return [];
    return [{ start: first.start, end: last.end, text: quoting.identifier(schema) }];
  });
  return applied(sql, edits);
}

interface QualifiedName {
  readonly parts: readonly Token[];
  /** The word before it. */
  readonly follows: string;
}

function qualifiedNames(sql: string): readonly QualifiedName[] {
  const seen = [...tokens(sql, postgresLexis)].filter(({ kind }) => kind !== 'space' && kind !== 'comment');
  const textOf = (token: Token | undefined): string => (token === undefined ? '' : sql.slice(token.start, token.end));
  const isPart = (token: Token | undefined): token is Token => token?.kind === 'name' || token?.kind === 'word';
  const found: QualifiedName[] = [];
  for (let index = 0; index < seen.length; index += 1) {
    const first = seen[index];
    if (!isPart(first)) continue;
    const parts = [first];
    const follows = textOf(seen[index - 1]);
    for (let next = seen[index + 2]; textOf(seen[index + 1]) === '.' && isPart(next); next = seen[index + 2]) {
      parts.push(next);
      index += 2;
    }
    if (parts.length > 1) found.push({ parts, follows });
  }
  return found;
}

const spelt = (text: string): string => (text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase());

function applied(sql: string, edits: readonly Edit[]): Renamed {
  let text = '';
  let done = 0;
  for (const edit of edits) {
    text += sql.slice(done, edit.start) + edit.text;
    done = edit.end;
  }
  const origin = (offset: number): number => {
    let shift = 0;
    for (const { start, end, text: put } of edits) {
      if (offset < start + shift) break;
      if (offset < start + shift + put.length) return start;
      shift += put.length - (end - start);
    }
    return offset - shift;
  };
  return { sql: text + sql.slice(done), origin };
}
