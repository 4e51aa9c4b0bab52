import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { caseTables, lineageCases, lineages } from './lineage-case.ts';
import { checkByExecution } from './lineage-execution.ts';

/** Rows for each table that join, repeat and differ, so that a changed input shows. */
const rows: Readonly<Record<string, string>> = {
  customers: `i, 'n' || (i * 7 % 5), 'c' || (i % 3), timestamp '2024-01-01' + interval (i * 11) day`,
  orders: `i, 1 + i * 5 % 9, (i * 13 % 40)::decimal(10,2), case when i % 3 = 0 then 'open' else 'paid' end, timestamp '2024-02-01' + interval (i * 17 % 90) day`,
  items: `1 + i * 3 % 9, 's' || (i % 4), 1 + i % 5, (i * 7 % 30)::decimal(10,2)`,
  products: `'s' || (i % 4), 'k' || (i % 2), (i * 7 % 30)::decimal(10,2)`,
  events: `i, 1 + i % 6, 'e' || (i % 3), ['t' || (i % 4), 'u' || (i % 2)], ('{"k": {"n": ' || i || '}}')::json, timestamp '2024-01-15' + interval (i * 5) day`,
  sales: `'r' || (i % 3), 2023 + i % 2, i * 3 % 11, i * 5 % 7, i`,
  staff: `i, case when i > 2 then i // 2 end, 'm' || i`,
};

const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
for (const [name, { columns }] of caseTables) {
  if (rows[name] === undefined) continue;
  await connection.run(`create table ${name} (${columns.map(column => `"${column.name}" ${column.type}`).join(', ')})`);
  await connection.run(`insert into ${name} select ${rows[name]} from range(1, 13) as r(i)`);
}
const tables = new Map([...caseTables].filter(([name]) => rows[name] !== undefined));
const all = lineageCases().filter(
  one => one.dialect === 'duckdb' && !/\braw\b|columns\(list_concat|pivot sales on year using/.test(one.sql),
);
const found = await lineages(all, caseTables);

test.each(all.map((one, i) => ({ one, name: one.name, lineage: found[i] })))(
  'a changed input changes only what lineage names: $name',
  async ({ one, lineage }) => {
    if (lineage === undefined) throw new Error('no lineage');
    const { wrong } = await checkByExecution(connection, [{ one, lineage }], tables);
    expect(wrong).toEqual([]);
  },
);

test.each(all.map((one, i) => ({ one, name: one.name, lineage: found[i] })))(
  'types that lineage tells are those of the engine: $name',
  async ({ one, lineage }) => {
    const reader = await connection.runAndReadAll(one.sql);
    const real = reader.columnTypes().map(String);
    const told = lineage?.columns?.map(({ type }, i) => type ?? real[i]);
    expect(told).toEqual(real);
  },
);

test('running the statements shows most of the edges', async () => {
  const { edges, shown } = await checkByExecution(
    connection,
    all.flatMap((one, i) => (found[i] === undefined ? [] : [{ one, lineage: found[i] }])),
    tables,
  );
  expect(shown / edges).toBeGreaterThan(0.9);
});
