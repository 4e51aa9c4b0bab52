import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommand } from '../../src/cli/run-command.ts';
import { open } from '../adapter/postgres.ts';
import { folderOf } from '../project/folder.ts';

/** A project that was built to `prod`, whose artifacts are in the folder `prod`. Its hook would fail anywhere else. */
async function built(outputOf: (schema: string) => Readonly<Record<string, unknown>>) {
  const dir = folderOf({
    'model_project.yml': `name: shop\nprofile: shop\non-run-start: "select 1 / {{ 1 if target.name == 'prod' else 'nothing' }} as n"\n`,
    'profiles.yml': JSON.stringify({ shop: { target: 'dev', outputs: { dev: outputOf('dev'), prod: outputOf('prod') } } }),
    'seeds/raw.csv': 'id,name\n1,Ada\n2,Grace\n',
    'models/stg.sql': "select * from {{ ref('raw') }}",
    'models/eph.sql': "{{ config(materialized='ephemeral') }} select * from {{ ref('stg') }}",
    'models/fct.sql': `{{ config(materialized='incremental', post_hook='create or replace view {{ this.schema }}.hooked as select 1 as n') }}
select * from {{ ref('eph') }}`,
  });
  const model = (line: string) => runCommand(line.split(' '), { workingDir: dir });
  expect(await model('build --target prod --target-path prod')).toMatchObject({ exitCode: 0 });
  const cloned = async (line: string) => {
    const { exitCode, results } = await model(`clone ${line}`);
    expect(exitCode).toBe(0);
    return Object.fromEntries(results.map(one => [one.node, one.message]));
  };
  const rows = async (sql: string): Promise<string> =>
    (await runCommand(['show', '--inline', sql, '--limit', '-1', '--output', 'csv'], { workingDir: dir })).output.trim();
  return { dir, model, cloned, rows };
}

const all = (message: string) => ({ 'seed.shop.raw': message, 'model.shop.stg': message, 'model.shop.fct': message });

it('puts views of what another run built in their places, and leaves what is there', async () => {
  const { dir, model, cloned, rows } = await built(schema => ({ type: 'duckdb', path: 'shop.duckdb', schema }));
  expect(await cloned('--state prod')).toEqual(all('CREATE VIEW'));
  expect(await rows("select view_name, sql from duckdb_views() where schema_name = 'dev' order by 1")).toBe(
    [
      'view_name,sql',
      'fct,CREATE VIEW dev.fct AS SELECT * FROM shop.prod.fct;',
      'hooked,CREATE VIEW dev.hooked AS SELECT 1 AS n;',
      'raw,CREATE VIEW dev.raw AS SELECT * FROM shop.prod.raw;',
      'stg,CREATE VIEW dev.stg AS SELECT * FROM shop.prod.stg;',
    ].join('\n'),
  );
  expect(JSON.parse(readFileSync(join(dir, 'target/run_results.json'), 'utf8')).args.which).toBe('clone');
  writeFileSync(join(dir, 'models/late.sql'), 'select 1 as id');
  expect(await cloned('--defer-state prod')).toEqual({ ...all('No-op'), 'model.shop.late': 'No-op' });
  expect((await model('clone --state prod')).output).toMatch(/OK +view +dev.stg +\(nothing to do, /);
});

it('makes all anew when it is told to, and never a view of itself', async () => {
  const { cloned, rows } = await built(schema => ({ type: 'duckdb', path: 'shop.duckdb', schema }));
  await rows('create schema dev');
  await cloned('-s raw stg --state prod');
  await rows('create table dev.fct as select 0 as id');
  expect(await cloned('-s stg fct --full-refresh --state prod')).toEqual({
    'model.shop.stg': 'CREATE VIEW',
    'model.shop.fct': 'CREATE VIEW',
  });
  expect(await rows('select count(*) as n from dev.fct')).toBe('n\n2');
  expect(await cloned('--target prod --full-refresh --state prod')).toEqual(all('No-op'));
  expect(await rows('select count(*) as n from prod.fct')).toBe('n\n2');
});

it('tells what is missing, clones the others, and goes on with it in a retry', async () => {
  const { model, rows } = await built(schema => ({ type: 'duckdb', path: 'shop.duckdb', schema }));
  expect((await model('clone')).output).toContain('`model clone` reads from where another run has built, and none is given.');
  expect((await model('clone --state gone')).output).toContain('there is no `gone/manifest.json`.');
  await rows('alter table prod.fct rename to away');
  const { exitCode, results, output } = await model('clone --state prod');
  expect(exitCode).toBe(1);
  expect(results.map(one => one.status).sort()).toEqual(['error', 'success', 'success']);
  expect(output).toContain('`fct` failed in the warehouse: Table with name fct does not exist');
  await rows('alter table prod.away rename to fct');
  expect((await model('retry')).results.map(one => one.node)).toEqual(['model.shop.fct']);
});

it('does so on Postgres', async () => {
  const db = await open();
  try {
    const { cloned } = await built(schema => ({ ...db.server.profile, schema }));
    expect(await cloned('--state prod')).toEqual(all('CREATE VIEW'));
    await db.run('drop view dev.fct; create table dev.fct (id int)');
    await cloned('-s fct -f --state prod');
    const kinds = `select relname, relkind::text from pg_class where relnamespace = 'dev'::regnamespace order by 1`;
    expect(await db.rows(kinds)).toEqual(['fct', 'hooked', 'raw', 'stg'].map(name => [name, 'v']));
    expect(await db.rows('select id, name from dev.fct order by 1')).toEqual([
      [1, 'Ada'],
      [2, 'Grace'],
    ]);
  } finally {
    await db.close();
  }
});
