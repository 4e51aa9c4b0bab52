import { expect, test } from 'vitest';
import type { Sql } from '../../src/sql/relation.ts';
import { splitStatements, withoutFinalSemicolon } from '../../src/sql/statement-split.ts';
import { ansiLexis, type Lexis, tokens } from '../../src/sql/token.ts';

const postgres: Lexis = { ...ansiLexis, backslash: 'prefixed', dollarQuotes: 'tagged', blockComments: 'nested' };
const bigquery: Lexis = { ...ansiLexis, nameQuotes: '`', stringQuotes: `'"`, backslash: 'everywhere', lineComments: ['--', '#'] };
const split = (sql: string, lexis = postgres): readonly string[] =>
  splitStatements(sql as Sql, lexis).map(part => part.sql.trim());

test.each([
  ['select 1; select 2', ['select 1', 'select 2']],
  ['select 1;;; -- nothing\n ; select 2;', ['select 1', 'select 2']],
  ["select ';', 'it''s;'; select 2", ["select ';', 'it''s;'", 'select 2']],
  ['select ";""a"; select 2', ['select ";""a"', 'select 2']],
  ['select $$;$$, $a$ $$;$b$ $a$; select 2', ['select $$;$$, $a$ $$;$b$ $a$', 'select 2']],
  ['select 1 /* ; /* ; */ ; */; select 2 -- ;\n', ['select 1 /* ; /* ; */ ; */', 'select 2 -- ;']],
  ["select e'\\';'; select 2", ["select e'\\';'", 'select 2']],
  ["select '\\'; select 2", ["select '\\'", 'select 2']],
  ["select 'open; select 2", ["select 'open; select 2"]],
  ['select a$b$, c$b$; x', ['select a$b$, c$b$', 'x']],
  ['  \n-- only a comment', []],
  ['', []],
])('%s', (sql, expected) => expect(split(sql)).toEqual(expected));

test('dialects differ in what quotes and comments', () => {
  expect(split("select '\\';' # ;\n, `;` ; x", bigquery)).toEqual(["select '\\';' # ;\n, `;`", 'x']);
  expect(split('select [a;b] ; x', { ...ansiLexis, nameQuotes: '"[' })).toEqual(['select [a;b]', 'x']);
  expect(split('select 1 /* /* */; x')).toEqual(['select 1 /* /* */; x']);
  expect(split('select 1 /* /* */; x', ansiLexis)).toEqual(['select 1 /* /* */', 'x']);
});

test('offsets count UTF-16 units', () => {
  const script = "select '😀'; select 2" as Sql;
  for (const { sql, offset } of splitStatements(script, postgres)) expect(script.slice(offset, offset + sql.length)).toBe(sql);
});

test('tokens cover the text without gaps', () => {
  const sql = `select "a""b", 'ü', 1.5e3, été + $1 -- 😀\n/* x */ from 😀t`;
  const found = [...tokens(sql, postgres)];
  expect(found.map(token => sql.slice(token.start, token.end)).join('')).toBe(sql);
  expect(found.filter(token => token.kind !== 'space').map(token => token.kind)).toEqual(
    'word name symbol string symbol number symbol word symbol symbol number comment comment word symbol word'.split(' '),
  );
});

test('a final semicolon goes, a script stays whole', () => {
  expect(withoutFinalSemicolon('select 1 ; -- end' as Sql, postgres)).toBe('select 1 ');
  expect(withoutFinalSemicolon('select 1; select 2;' as Sql, postgres)).toBe('select 1; select 2;');
});
