import { expect, test } from 'vitest';
import { caseTables, lineages } from './lineage-case.ts';

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['postgres', 'select nme from customers', ['unknown-column nme at 7']],
  ['postgres', 'select c.nme from customers c', ['unknown-column nme at 7']],
  ['postgres', "select '😀' as a, nme from customers", ['unknown-column nme at 18']],
  ['duckdb', 'select id from customers, orders', ['ambiguous-column id at 7']],
  ['postgres', 'select id from customers union all select id, name from staff', ['column-counts union']],
  ['postgres', 'select c.id from customers c join orders o on c.name = o.customer_id', ['types = VARCHAR INTEGER at 46']],
  ['postgres', 'select id from customers where created_at > name', ['types > TIMESTAMP VARCHAR at 31']],
  ['bigquery', 'select id from customers union all select name from staff', ['types union INTEGER VARCHAR']],
  ['postgres', "select id from customers where created_at > '2024-01-01' and id = 1", []],
  ['duckdb', 'select id from customers where name = id', []],
  ['postgres', 'select x from raw', []],
  ['postgres', 'select ctid, current_date from customers', []],
];

test.each(cases)('%s: %s', async (dialect, sql, expected) => {
  const [lineage] = await lineages([{ dialect, sql }], caseTables);
  const told = lineage?.problems.map(one => {
    const what = 'operator' in one ? one.operator : one.name;
    const types = one.kind === 'types' ? [one.left, one.right] : [];
    return [one.kind, what, ...types, ...(one.range === null ? [] : [`at ${one.range.start}`])].join(' ');
  });
  expect(told).toEqual(expected);
});
