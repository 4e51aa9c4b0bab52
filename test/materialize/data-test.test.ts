import { expect, test } from 'vitest';
import { type DataTestConfig, dataTestOutcome, dataTestSql } from '../../src/materialize/data-test.ts';
import type { Cell, Sql } from '../../src/sql/relation.ts';

const config: DataTestConfig = { severity: 'error', failCalc: 'count(*)', warnIf: '!= 0', errorIf: '> 10' };

test('the conditions follow the calculation', () => {
  expect(dataTestSql('select 1 -- why' as Sql, config)).toBe(`select
  count(*) as failures,
  count(*) != 0 as should_warn,
  count(*) > 10 as should_error
from (
select 1 -- why
) as dbt_internal_test`);
});

const cases: readonly (readonly [readonly Cell[], DataTestConfig['severity'], string, number | null, string | null])[] = [
  [[0, false, false], 'error', 'pass', 0, null],
  [[1, true, false], 'error', 'warn', 1, 'Got 1 result, configured to warn if != 0'],
  [[11, true, true], 'error', 'fail', 11, 'Got 11 results, configured to fail if > 10'],
  [[11, true, true], 'warn', 'warn', 11, 'Got 11 results, configured to warn if != 0'],
  [[11n, 1n, 1n], 'error', 'fail', 11, 'Got 11 results, configured to fail if > 10'],
  [['3', 'true', 'false'], 'error', 'warn', 3, 'Got 3 results, configured to warn if != 0'],
  [[null, null, null], 'error', 'pass', 0, null],
];
test.each(cases)('case %#', (row, severity, status, failures, message) => {
  expect(dataTestOutcome(row, { ...config, severity })).toEqual({ status, failures, message });
});
