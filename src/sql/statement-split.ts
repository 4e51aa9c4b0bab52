import type { Sql } from './relation.ts';
import { type Lexis, tokens } from './token.ts';

export interface ScriptStatement {
  readonly sql: Sql;
  /** Where `sql` starts in the script, in UTF-16 units. */
  readonly offset: number;
}

/** The statements of a script, without their semicolons; runs of blanks and comments between semicolons are dropped. */
export function splitStatements(script: Sql, lexis: Lexis): readonly ScriptStatement[] {
  const statements: ScriptStatement[] = [];
  let start = 0;
  let hasCode = false;
  const cut = (end: number): void => {
    if (hasCode) statements.push({ sql: script.slice(start, end) as Sql, offset: start });
    hasCode = false;
  };
  for (const token of tokens(script, lexis)) {
    if (token.kind === 'symbol' && script[token.start] === ';') {
      cut(token.start);
      start = token.end;
    } else if (token.kind !== 'space' && token.kind !== 'comment') hasCode = true;
  }
  cut(script.length);
  return statements;
}

/** A single statement without the semicolons after it; a script of several stays as it is. */
export function withoutFinalSemicolon(script: Sql, lexis: Lexis): Sql {
  const [only, ...others] = splitStatements(script, lexis);
  return others.length > 0 || only === undefined ? script : only.sql;
}
