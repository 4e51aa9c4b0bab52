import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { normal } from '../cli/normal.ts';
import { DONE, devProject, startDev } from './dev-process.ts';

const shop = {
  'macros/plus.sql': '{% macro plus(column) %}{{ column }} + 1{% endmacro %}',
  'seeds/raw.csv': 'id\n1\n2\n',
  'models/base.sql': "select id from {{ ref('raw') }}",
  'models/added.sql': "select {{ plus('id') }} as id from {{ ref('base') }}",
  'models/other.sql': 'select 7 as id',
  'models/models.yml': 'models:\n  - name: added\n    columns:\n      - name: id\n        data_tests: [unique, not_null]\n',
};

test('a save builds what changed and what reads it; a mistake is shown and mended; files come, go and get other names', async () => {
  const project = devProject(shop);
  const dev = startDev(project);
  await dev.until(DONE);
  expect(await project.column('added')).toEqual(['2', '3']);

  project.save({ 'models/base.sql': "select id * 10 as id from {{ ref('raw') }}" });
  const block = await dev.until(DONE);
  expect(normal(block, project.dir)).toMatchInlineSnapshot(`
    "
    hh:mm:ss  models/base.sql  1 changed, 1 below, 2 tests
              OK     table  main.base   (2 rows, 0.00s)
              OK     table  main.added  (2 rows, 0.00s)
              Done in 0.00s: 4 nodes, 4 ok.
    "
  `);
  expect(await project.column('added')).toEqual(['11', '21']);

  project.save({ 'models/base.sql': "select id from {{ ref('row') }}" });
  expect(normal(await dev.until(/Did you mean `raw`.*\n/), project.dir)).toMatchInlineSnapshot(`
    "
    hh:mm:ss  models/base.sql
    error[parse-unknown-ref]: No model, seed or snapshot is named \`row\`.
     --> models/base.sql:1:19
      |
    1 | select id from {{ ref('row') }}
      |                   ^^^^^^^^^^
      hint: Did you mean \`raw\`?
    "
  `);
  project.save({ 'models/base.sql': "select id from {{ ref('raw') }}" });
  expect(await dev.until(DONE)).toMatch(/models\/base\.sql {2}read again: 1 changed, 1 below, 2 tests\n/);
  expect(await project.column('added')).toEqual(['2', '3']);

  project.save({ 'macros/plus.sql': '{% macro plus(column) %}{{ column }} + 5{% endmacro %}' });
  expect(await dev.until(DONE)).toMatch(/macros\/plus\.sql {2}1 changed, 2 tests\n/);
  expect(await project.column('added')).toEqual(['6', '7']);

  project.save({ 'seeds/raw.csv': 'id\n3\n' });
  expect(await dev.until(DONE)).toMatch(/seeds\/raw\.csv {2}1 changed, 2 below, 2 tests\n/);
  expect(await project.column('added')).toEqual(['8']);

  renameSync(join(project.dir, 'models/other.sql'), join(project.dir, 'models/another.sql'));
  const renamed = await dev.until(DONE);
  expect(renamed).toMatch(/models\/another\.sql, models\/other\.sql {2}1 changed\n.*what was built stays: other\n/);
  expect(await project.column('another')).toEqual(['7']);

  project.save({ 'models/new/deep/fresh.sql': 'select 8 as id' });
  expect(await dev.until(DONE)).toMatch(/1 changed\n/);
  project.save({ 'models/new/deep/fresh.sql': 'select 9 as id' });
  expect(await dev.until(DONE)).toMatch(/models\/new\/deep\/fresh\.sql {2}1 changed\n/);
  expect(await project.column('fresh')).toEqual(['9']);
  rmSync(join(project.dir, 'models/new'), { recursive: true });
  await dev.until(/what was built stays: fresh\n/);

  project.save({ 'models/models.yml': shop['models/models.yml'].replace('[unique', '[accepted_values: {values: [1]}, unique') });
  expect(await dev.until(DONE)).toMatch(/1 changed\n {10}FAIL .*\n/);

  const { exitCode, output } = await dev.interrupt();
  expect(exitCode).toBe(130);
  expect(output.slice(-40)).not.toMatch(/error/);
  expect(readdirSync(project.dir).filter(name => name.includes('duckdb'))).toEqual(['shop.duckdb']);
});

/** `long` would take hours. */
const slow = {
  'models/first.sql': 'select 1 as id',
  'models/long.sql':
    "select count(*) as pairs from {{ ref('first') }}, range(10000000) a, range(10000000) b where a.range + b.range < 1e15",
  'models/after.sql': "select pairs + 1 as id from {{ ref('long') }}",
  'models/beside.sql': "select id + 1 as id from {{ ref('first') }}",
};

test('a save cancels the running build, comes first, and is followed by what that build left', async () => {
  const project = devProject(slow);
  const dev = startDev(project, ['--threads', '1']);
  await dev.until(/OK .*main\.first/);
  project.save({ 'models/beside.sql': "select id + 2 as id from {{ ref('first') }}" });
  const first = await dev.until(DONE);
  expect(first).toMatch(/Cancelled after[\s\S]*models\/beside\.sql {2}1 changed\n.*OK .*main\.beside/);
  expect(first).not.toMatch(/OK .*main\.first/);
  await dev.until(/2 nodes left from before\n/);
  project.save({ 'models/long.sql': 'select 41 as pairs' });
  expect(await dev.until(DONE)).toMatch(/Cancelled after[\s\S]*1 changed, 1 below\n.*OK .*main\.long.*\n.*OK .*main\.after/);
  expect(await project.column('after')).toEqual(['42']);
  expect(await project.column('beside')).toEqual(['3']);
});

test('Ctrl-C during a build cancels it', async () => {
  const project = devProject(slow);
  const dev = startDev(project, ['--threads', '1']);
  await dev.until(/OK .*main\.first/);
  const { exitCode, output } = await dev.interrupt();
  expect(exitCode).toBe(130);
  expect(output).toMatch(/Cancelled after/);
  expect(readdirSync(project.dir).filter(name => name.includes('duckdb'))).toEqual(['shop.duckdb']);
});

test('the database file is free between builds; while another program has it, a build waits', async () => {
  const project = devProject({ 'models/one.sql': 'select 1 as id' });
  const dev = startDev(project);
  await dev.until(DONE);
  const other = await project.open();
  const connection = await other.connect();
  await connection.run('create table mine as select 5 as id');
  project.save({ 'models/one.sql': "select id + 1 as id from {{ source('mine', 'mine') }}", 'models/sources.yml': sources });
  await dev.until(/Waiting until it is free/);
  connection.closeSync();
  other.closeSync();
  await dev.until(/OK .*main\.one/);
  await dev.until(DONE);
  expect(await project.column('one')).toEqual(['6']);
});

const sources = 'sources:\n  - name: mine\n    schema: main\n    tables: [{ name: mine }]\n';

test('what was skipped since a test failed is built when the test passes', async () => {
  const project = devProject({
    'models/base.sql': 'select null as id',
    'models/reader.sql': "select * from {{ ref('base') }}",
    'models/models.yml': 'models:\n  - name: base\n    columns:\n      - { name: id, data_tests: [not_null] }\n',
  });
  const dev = startDev(project);
  expect(await dev.until(DONE)).toMatch(/1 failed, 1 skipped/);
  project.save({
    'models/models.yml': 'models:\n  - name: base\n    columns:\n      - { name: id }\n',
    'models/base.sql': 'select 4 as id',
  });
  expect(await dev.until(DONE)).toMatch(/2 ok/);
  expect(await project.column('reader')).toEqual(['4']);
});

test('what could not be built since there was no connection is built with the next save', async () => {
  const project = devProject({
    'models/one.sql': 'select 1 as id',
    'models/two.sql': 'select 2 as id',
    'profiles.yml': 'shop:\n  target: dev\n  outputs:\n    dev: { type: duckdb, path: data/shop.duckdb }\n',
  });
  const dev = startDev(project, ['--profile', 'shop']);
  await dev.until(/No connection to `duckdb`.*\n/);
  mkdirSync(join(project.dir, 'data'));
  project.save({ 'models/one.sql': 'select 3 as id' });
  await dev.until(/OK .*main\.one/);
  await dev.until(/OK .*main\.two/);
});

test('many files at once', async () => {
  const models = (plus: number) =>
    Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`models/m${at}.sql`, `select ${at + plus} as id`]));
  const project = devProject(models(0));
  const dev = startDev(project);
  await dev.until(DONE);
  project.save(models(100));
  // A machine that is busy may let us see some of them earlier than others.
  await expect
    .poll(() => Promise.all([project.column('m0'), project.column('m19')]), { timeout: 60_000 })
    .toEqual([['100'], ['119']]);
});

test('only what is selected is built; --no-initial-build waits; --no-downstream builds the change and its tests', async () => {
  const project = devProject({ ...shop, 'models/last.sql': "select * from {{ ref('added') }}" });
  const dev = startDev(project, ['-s', 'raw', 'base', 'added', '--no-initial-build', '--no-downstream']);
  await dev.until(/Watching the project/);
  project.save({ 'seeds/raw.csv': 'id\n5\n' });
  expect(await dev.until(DONE)).toMatch(/seeds\/raw\.csv {2}1 changed\n[\s\S]*1 node, 1 ok/);
  project.save({ 'models/base.sql': "select id + 0 as id from {{ ref('raw') }}", 'models/other.sql': 'select 8 as id' });
  expect(await dev.until(DONE)).toMatch(/1 changed\n.*Changed and not selected: other\n[\s\S]*1 node, 1 ok/);
  project.save({ 'models/added.sql': "select id from {{ ref('base') }}" });
  expect(await dev.until(DONE)).toMatch(/1 changed, 2 tests\n[\s\S]*3 nodes, 3 ok/);
});

test('a project that is broken from the start is waited for; a folder without one, and a selector that makes no sense, are not', async () => {
  const project = devProject({ 'models/one.sql': "select {{ ref('none') }}" });
  const dev = startDev(project);
  await dev.until(/No model, seed or snapshot is named `none`/);
  project.save({ 'models/one.sql': 'select 1 as id' });
  expect(await dev.until(DONE)).toMatch(/read again: 1 changed\n/);
  project.save({ 'model_project.yml': 'name: [' });
  await dev.until(/model_project\.yml:1/);
  project.save({ 'model_project.yml': 'name: shop\nversion: "1.0"\nmodels:\n  +materialized: view\n' });
  expect(await dev.until(DONE)).toMatch(/OK {5}view +main\.one/);
  await dev.interrupt();

  expect((await startDev(project, ['-s', 'nomethod:x']).ended).exitCode).toBe(2);
  rmSync(join(project.dir, 'model_project.yml'));
  expect((await startDev(project).ended).exitCode).toBe(2);
});

test('variables and secrets of .env: what looks at them is built again, and no secret is shown', async () => {
  const project = devProject({
    '.env': 'REGION=north\nDBT_ENV_SECRET_KEY=hunter2secret\n',
    'models/where.sql': "select '{{ env_var('REGION') }}' as region, '{{ var('year', 0) }}' as year",
    'models/other.sql': 'select 1 as id',
  });
  const dev = startDev(project);
  await dev.until(DONE);
  project.save({ '.env': 'REGION=south\nDBT_ENV_SECRET_KEY=hunter2secret\n' });
  expect(await dev.until(DONE)).toMatch(/\.env {2}1 changed\n/);
  expect(await project.column('"where"')).toEqual(['south']);
  project.save({ 'models/other.sql': 'select hunter2secret as id' });
  expect(await dev.until(DONE)).toMatch(/1 failed/);
  const { output } = await dev.interrupt();
  expect(output).not.toContain('hunter2secret');
});
