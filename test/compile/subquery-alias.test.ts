import { expect, test } from 'vitest';
import { postgresLexis } from '../../adapters/postgres/lexis.ts';
import { withSubqueryAliases } from '../../src/compile/subquery-alias.ts';

const x = '(select * from "x" where false limit 0)';
const named = (text: string): string =>
  withSubqueryAliases({ text: text.replaceAll('$', x), pieces: [] }, new Set([x]), postgresLexis).text.replaceAll(x, '$');

test.each([
  ['select * from $', 'select * from $ as _dbt_subq_1'],
  ['select * from $ as a', 'select * from $ as a'],
  ['select * from $ a join $ on true', 'select * from $ a join $ as _dbt_subq_1 on true'],
  ['select * from $, $ "b"', 'select * from $ as _dbt_subq_1, $ "b"'],
  [
    'with c as (select * from $) select * from $\n-- end',
    'with c as (select * from $ as _dbt_subq_1) select * from $ as _dbt_subq_2\n-- end',
  ],
  ['select * from $ /* why */ where 1 = 1;', 'select * from $ as _dbt_subq_1 /* why */ where 1 = 1;'],
  [
    'select * from $ union all select * from $ order',
    'select * from $ as _dbt_subq_1 union all select * from $ as _dbt_subq_2 order',
  ],
])('%s', (written, expected) => {
  expect(named(written)).toBe(expected);
});

test('what comes after a name that was put in has moved', () => {
  const pieces = [
    { offset: 0, line: 1, column: 1, kind: 'text' as const },
    { offset: 14, line: 1, column: 15, kind: 'output' as const },
    { offset: 14 + x.length, line: 1, column: 30, kind: 'text' as const },
  ];
  const traced = withSubqueryAliases({ text: `select * from ${x} where oops`, pieces }, new Set([x]), postgresLexis);
  const last = traced.pieces.at(-1)?.offset ?? 0;
  expect(traced.text.slice(last)).toBe(' where oops');
});
