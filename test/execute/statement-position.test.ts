import { expect, test } from 'vitest';
import type { CompiledNode } from '../../src/compile/compiled.ts';
import { authorSpan } from '../../src/execute/statement-position.ts';
import type { Sql } from '../../src/sql/relation.ts';

// select a,\n  {{ b }} + c\nfrom t
const sql = 'select a,\n  1000 + c\nfrom t' as Sql;
const segments = [
  { offset: 0, file: 'm.sql', line: 3, column: 1, kind: 'text' },
  { offset: sql.indexOf('1000'), file: 'm.sql', line: 4, column: 3, kind: 'output' },
  { offset: sql.indexOf(' + c'), file: 'm.sql', line: 4, column: 10, kind: 'text' },
] as const;
const compiled = { sql, map: { segments } } as unknown as CompiledNode;
const statement = `create table x as\n${sql}` as Sql;
const at = (offset: number) => authorSpan({ statement, offset, compiled });

test.each([
  ['a', { line: 3, column: 8, length: 1 }],
  ['00 +', { line: 4, column: 3, length: 1 }],
  ['c\nfrom', { line: 4, column: 13, length: 1 }],
  ['from', { line: 5, column: 1, length: 4 }],
])('%j', (text, span) => {
  expect(at(statement.indexOf(text, 18))).toEqual({ file: 'm.sql', ...span });
});

test('what is not in the node’s own SQL has no place', () => {
  expect(at(3)).toBeNull();
  expect(authorSpan({ statement: 'drop table x' as Sql, offset: 2, compiled })).toBeNull();
});
