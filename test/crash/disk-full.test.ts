import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { ownServer } from '../adapter/postgres-server.ts';
import { commandWords } from '../cli/command.ts';
import { openShop, statuses } from './shop.ts';

// A limit on the size of files stands for a disk: it needs no rights, and writes fail as they do when there is no room.

const rows = (table: string): string =>
  `{{ config(materialized='${table}', unique_key='id', location='rows.parquet') }}
select i as id, md5(cast(i as varchar(20))) as text from generate_series(1, {{ var('rows', 10) }}) as numbers(i)`;
const files = {
  'models/made.sql': rows('table'),
  'models/grown.sql': rows('incremental'),
  'snapshots/kept.yml':
    "snapshots: [{name: kept, relation: ref('grown'), config: {unique_key: id, strategy: check, check_cols: all}}]",
};
const counts =
  "select (select count(*) from main.made) || ' ' || (select count(*) from main.grown) || ' ' || (select count(*) from main.kept)";
const many = ['--vars', 'rows: 300000'];

test('on Postgres, a disk that is full is told, tables stay as they were, and the next build is as ever', async () => {
  const server = await ownServer({ fileBlocks: 16_384 });
  const shop = openShop({ ...server.profile, schema: 'main' }, files);
  expect((await shop.build()).exitCode).toBe(0);
  const end = await shop.build(many);
  expect(statuses(end)).toEqual({ made: 'error', grown: 'error', kept: 'skipped' });
  expect(end.output).toMatch(/`made` failed in the warehouse: The server's disk is full: could not extend file .*\.\n/);
  expect(end.output).toContain('hint: Make room there, and run it again: what was under way is undone.');
  expect(await server.sql(counts)).toEqual([['10 10 10']]);
  const relations = "select relname from pg_class where relnamespace = 'main'::regnamespace order by 1";
  expect((await server.sql(relations)).flat()).toEqual(['grown', 'kept', 'made']);
  expect((await shop.build()).exitCode).toBe(0);
  expect(await server.sql(counts)).toEqual([['10 10 10']]);
  shop.close();
  await server.close();
}, 60_000);

test('on DuckDB, a disk that is full is told, tables and files stay as they were, and the next build is as ever', async () => {
  const shop = openShop({ type: 'duckdb', path: 'shop.duckdb' }, { ...files, 'models/filed.sql': rows('external') });
  expect((await shop.build()).exitCode).toBe(0);
  const limited = ['-c', 'ulimit -f 4096; exec "$@"', 'sh', process.execPath, ...commandWords, 'build', ...many];
  const { status, stdout, stderr } = spawnSync('sh', limited, { cwd: shop.dir, encoding: 'utf8' });
  expect(status, stdout + stderr).toBe(1);
  for (const name of ['made', 'grown', 'filed']) expect(stdout).toContain(`\`${name}\` failed in the warehouse: \`${shop.dir}/`);
  expect(stdout).toContain('cannot grow any further: it is as large as a file of this process may be.');
  expect(stdout).toContain('hint: Raise that limit, as with `ulimit -f unlimited`, and run it again.');
  expect(await asked(shop.dir, counts)).toBe('10 10 10');
  expect(await asked(shop.dir, `select count(*) from '${join(shop.dir, 'rows.parquet')}'`)).toBe('10');
  expect(readdirSync(shop.dir).filter(name => name.startsWith('.mw-'))).toEqual([]);
  expect((await shop.build()).exitCode).toBe(0);
  expect(await asked(shop.dir, counts)).toBe('10 10 10');
  shop.close();
}, 60_000);

async function asked(dir: string, sql: string): Promise<string> {
  const instance = await DuckDBInstance.create(join(dir, 'shop.duckdb'));
  const connection = await instance.connect();
  try {
    return String((await connection.runAndReadAll(sql)).getRows()[0]?.[0]);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
