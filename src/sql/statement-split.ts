import type { Sql } from './relation.ts';
import { type Lexis, type Token, tokens } from './token.ts';

export interface ScriptStatement {
  readonly sql: Sql;
  /** Where `sql` starts in the script, in UTF-16 units. */
  readonly offset: number;
}

/** The statements of a script, without their semicolons; runs of blanks and comments between semicolons are dropped. */
export function splitStatements(script: Sql, lexis: Lexis): readonly ScriptStatement[] {
  // Most scripts are one statement, which need not be read to its end to know that.
  if (!script.includes(';')) return hasCode(script, lexis) ? [{ sql: script, offset: 0 }] : [];
  const statements: ScriptStatement[] = [];
  let start = 0;
  let isStatement = false;
  const cut = (end: number): void => {
    if (isStatement) statements.push({ sql: script.slice(start, end) as Sql, offset: start });
    isStatement = false;
  };
  for (const token of tokens(script, lexis)) {
    if (token.kind === 'symbol' && script[token.start] === ';') {
      cut(token.start);
      start = token.end;
    } else if (isCode(token)) isStatement = true;
  }
  cut(script.length);
  return statements;
}

function hasCode(script: Sql, lexis: Lexis): boolean {
  for (const token of tokens(script, lexis)) if (isCode(token)) return true;
  return false;
}

const isCode = ({ kind }: Token): boolean => kind !== 'space' && kind !== 'comment';

/** A single statement without the semicolons after it; a script of several stays as it is. */
export function withoutFinalSemicolon(script: Sql, lexis: Lexis): Sql {
  const [only, ...others] = splitStatements(script, lexis);
  return others.length > 0 || only === undefined ? script : only.sql;
}
