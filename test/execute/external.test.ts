import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { placing } from '../../adapters/duckdb/place-file.ts';
import { type Opened, open } from '../adapter/duckdb.ts';
import { buildFiles } from './build-files.ts';

let warehouse: Opened;
beforeEach(async () => {
  warehouse = await open();
});
afterEach(() => warehouse.close());

const sql = "select 1 as id, 'a' as name, 1.5::decimal(10,2) as price, [1, 2] as list union all select 2, null, null, []";
const build = async (config: string, select = sql, materialized = 'external') =>
  (await buildFiles(warehouse, { 'models/m.sql': `{{ config(materialized='${materialized}'${config}) }}${select}` })).get('m');
const place = (name: string): string => join(warehouse.dir, name);
const rows = () => warehouse.rows('select * from main.m order by id');
const types = async () =>
  (await warehouse.rows("select data_type from duckdb_columns() where table_name = 'm' order by column_index")).flat();

describe.each([
  ['parquet', `, location='LOC.parquet'`, 'LOC.parquet'],
  ['csv by its name', `, location='LOC.csv'`, 'LOC.csv'],
  ['csv with another delimiter', `, format='csv', location='LOC.txt', delimiter='|'`, 'LOC.txt'],
  ['json', `, location='below/LOC.json'`, 'below/LOC.json'],
  ['parquet with options', `, location='LOC.parquet', options={'codec': 'zstd', 'row_group_size': 1000}`, 'LOC.parquet'],
  ['in partitions', `, location='LOC', options={'partition_by': 'name', 'overwrite': True}`, 'LOC'],
])('%s', (_, config, file) => {
  const given = () =>
    config
      .replace('LOC', () => place('LOC'))
      .replace("location='below", () => `location='${place('below')}`)
      .replace(`below/${place('LOC')}`, 'below/LOC');

  test('is a file and a view of the same columns, and is replaced', async () => {
    for (const _ of ['first', 'again']) {
      expect(await build(given())).toMatchObject({ status: 'success', message: 'COPY 2', diagnostics: [] });
      expect(await rows()).toEqual([
        [1, 'a', '1.50', [1, 2]],
        [2, null, null, []],
      ]);
      expect(await types()).toEqual(['INTEGER', 'VARCHAR', 'DECIMAL(10,2)', 'INTEGER[]']);
    }
    expect(existsSync(place(file))).toBe(true);
    expect(readdirSync(warehouse.dir).filter(name => name.startsWith('.mw-'))).toEqual([]);
  });

  test('may have no rows', async () => {
    expect(await build(given(), `select * from (${sql}) as t where id > 5`)).toMatchObject({
      status: 'success',
      message: 'COPY 0',
    });
    expect(await rows()).toEqual([]);
    expect(await types()).toEqual(['INTEGER', 'VARCHAR', 'DECIMAL(10,2)', 'INTEGER[]']);
  });

  test('stays as it was when its rows cannot be made', async () => {
    await build(given());
    const broken = await build(given(), "select 3 as id, error('no') as name, 1 as price, [1] as list from range(5000)");
    expect(broken).toMatchObject({ status: 'error' });
    expect(await rows()).toHaveLength(2);
    expect(readdirSync(warehouse.dir).filter(name => name.startsWith('.mw-'))).toEqual([]);
  });
});

test('what a killed run left beside the file goes', async () => {
  writeFileSync(place('.mw-0abcdef1-it.parquet'), 'half');
  await build(`, location='${place('it.parquet')}'`);
  expect(readdirSync(warehouse.dir).filter(name => name.includes('it.parquet'))).toEqual(['it.parquet']);
});

describe('a folder of partitions', () => {
  const parted = () => `, location='${place('LOC')}', options={'partition_by': 'name'}`;
  const select = "select 1 as id, 'a' as name";

  test('comes back after a run that was killed between its renames, also when the next one fails', async () => {
    await build(parted(), select);
    renameSync(place('LOC'), place('.mw-0abcdef1-LOC~'));
    mkdirSync(place('.mw-0abcdef1-LOC'));
    expect(await build(parted(), "select 2 as id, error('no') as name from range(3000)")).toMatchObject({ status: 'error' });
    expect(await rows()).toEqual([[1, 'a']]);
    expect(readdirSync(warehouse.dir)).toContain('LOC');
    renameSync(place('LOC'), place('.mw-0abcdef1-LOC~'));
    expect(await build(parted(), "select 2 as id, 'b' as name")).toMatchObject({ status: 'success' });
    expect(await rows()).toEqual([[2, 'b']]);
    expect(readdirSync(warehouse.dir).filter(name => name.includes('LOC'))).toEqual(['LOC']);
  });

  test('is not kept twice by a run that was killed after its renames', async () => {
    await build(parted(), select);
    mkdirSync(place('.mw-0abcdef1-LOC~'));
    await build(parted(), "select 3 as id, 'c' as name");
    expect(await rows()).toEqual([[3, 'c']]);
    expect(readdirSync(warehouse.dir).filter(name => name.includes('LOC'))).toEqual(['LOC']);
  });

  test('stays when its successor cannot take its place', async () => {
    await build(parted(), select);
    const nothingWritten = placing({ aside: place('.mw-0abcdef1-LOC'), path: place('LOC') }, async () => 'written');
    await expect(nothingWritten).rejects.toMatchObject({ native: { code: 'ENOENT' } });
    expect(await rows()).toEqual([[1, 'a']]);
  });
});

test('a table of the name makes way for the view', async () => {
  await warehouse.run('create table m as select 9 as id');
  expect(await build(`, location='${place('it.parquet')}'`)).toMatchObject({ status: 'success' });
  expect(await rows()).toHaveLength(2);
});

test('a name that tells no format is told', async () => {
  const result = await build(`, location='${place('it.xlsx')}'`);
  expect(result?.message).toContain('whose name does not tell in which format');
});

describe('functions that give tables', () => {
  test.each([
    [`, parameters=['low', 'high := 5']`, '(2)', [[2], [3], [4], [5]]],
    [`, parameters='low, high'`, '(2, 3)', [[2], [3]]],
  ])('with parameters %s', async (parameters, call, expected) => {
    const select = 'select range as n from range(9) where range between low and high -- all';
    for (const _ of ['first', 'again'])
      expect(await build(parameters, select, 'table_function')).toMatchObject({ status: 'success', message: 'CREATE FUNCTION' });
    expect(await warehouse.rows(`from main.m${call}`)).toEqual(expected);
  });
  test('without any', async () => {
    await build('', 'select 1 as n', 'table_function');
    expect(await warehouse.rows('from main.m()')).toEqual([[1]]);
  });
});

test('DuckDB has no materialized views, and says what to do', async () => {
  expect(await build('', 'select 1 as n', 'materialized_view')).toMatchObject({
    status: 'error',
    diagnostics: [{ code: 'run-materialization-unsupported', hint: expect.stringContaining('`table`') }],
  });
});
