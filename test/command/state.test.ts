import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../../src/cli/run-command.ts';
import { type FileTexts, folderOf } from '../project/folder.ts';

const output = (schema: string) => ({ type: 'duckdb', path: 'shop.duckdb', schema });
const files: FileTexts = {
  'model_project.yml': 'name: shop\nprofile: shop\n',
  'profiles.yml': JSON.stringify({ shop: { target: 'dev', outputs: { dev: output('dev'), prod: output('prod') } } }),
  'seeds/raw.csv': 'id\n1\n',
  'models/stg.sql': "select * from {{ ref('raw') }}",
  'models/eph.sql': "{{ config(materialized='ephemeral') }} select * from {{ ref('stg') }}",
  'models/fct.sql': "select * from {{ ref('eph') }} union all select * from {{ ref('stg') }}",
  'models/m.yml': 'models: [{name: stg, columns: [{name: id, data_tests: [not_null]}]}]',
};

/** A project that was built to `prod`, whose artifacts are in the folder `prod`. */
async function built(more: FileTexts = {}) {
  const dir = folderOf({ ...files, ...more });
  const model = (line: string, env: Readonly<Record<string, string>> = {}) =>
    runCommand(line.split(' '), { workingDir: dir, env });
  expect(await model('build --target prod --target-path prod')).toMatchObject({ exitCode: 0 });
  return { dir, model, write: (path: string, text: string) => writeFileSync(join(dir, path), text) };
}

describe('--defer', () => {
  const inProd = '"shop"."prod"."stg"';
  const inDev = '"shop"."dev"."stg"';

  it('reads what is not built here from where the state has it, through ephemeral models too', async () => {
    const { model } = await built();
    const { output } = await model('compile -s fct --defer --state prod');
    expect(output.split(inProd).length).toBe(3);
    expect(output).not.toContain(inDev);
    expect((await model('run -s fct --defer --state prod')).exitCode).toBe(0);
    expect((await model('show -s fct --output csv --defer --state prod')).output).toContain('id\n1\n1');
    expect((await model('test -s stg --defer --state prod')).exitCode).toBe(0);
    expect((await model('test -s stg')).exitCode).toBe(1);
  });

  it('reads what is built here, but for --favor-state, and what this run builds whatever is favored', async () => {
    const { model } = await built();
    await model('run -s stg --defer --state prod');
    expect((await model('compile -s fct --defer --state prod')).output).toContain(inDev);
    const favored = 'compile -s fct --defer --favor-state --state prod';
    expect((await model(favored)).output).not.toContain(inDev);
    await model('compile -s stg fct --defer --favor-state --state prod');
    expect((await model('compile -s fct --no-defer', { MODEL_DEFER: '1', MODEL_STATE: 'prod' })).output).toContain(inDev);
    expect((await model('compile -s fct', { DBT_DEFER: '1', DBT_FAVOR_STATE: '1', DBT_STATE: 'prod' })).output).toContain(inProd);
  });

  it('reads here what this run has built by then', async () => {
    const { dir, model } = await built();
    await model('run -s stg fct --defer --state prod');
    const views = "select count(*) as n from duckdb_views() where view_name = 'fct' and sql like '%dev.stg%dev.stg%'";
    const words = ['show', '--inline', views, '--output', 'csv'];
    expect((await runCommand(words, { workingDir: dir })).output).toContain('n\n1');
  });

  it('is done again by a retry', async () => {
    const { model, write } = await built();
    write('models/late.sql', "select stg.id from {{ ref('stg') }} as stg, shop.dev.later");
    expect((await model('run -s late --defer --state prod')).exitCode).toBe(1);
    write('models/late.sql', "select stg.id from {{ ref('stg') }} as stg");
    expect(await model('retry')).toMatchObject({ exitCode: 0 });
  });

  it('says what is missing', async () => {
    const { dir, model } = await built();
    expect((await model('compile --defer')).output).toContain('and none is given.');
    expect((await model('compile --defer --state gone')).output).toContain('there is no `gone/manifest.json`.');
    expect((await model('ls -s state:new')).output).toContain('`state:` compares with an earlier run, and none is given.');
    expect((await model('ls -s result:error --state gone')).output).toContain('there is no `gone/run_results.json`.');
    mkdirSync(join(dir, 'odd'));
    const odd = (text: string): void => writeFileSync(join(dir, 'odd/manifest.json'), text);
    odd('{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v4.json"}}');
    expect((await model('ls --state odd')).output).toContain('is a manifest of version `v4`');
    odd('{}');
    expect((await model('ls --state odd')).output).toContain('`odd/manifest.json` is no manifest');
    odd('[');
    expect(await model('ls --state odd')).toMatchObject({ exitCode: 2 });
    expect((await model('compile -s stg --defer --state odd --defer-state prod')).output).toContain(
      'error[command-state-unreadable]',
    );
  });

  it('can read from another folder than the one that is compared with', async () => {
    const { dir, model, write } = await built();
    cpSync(join(dir, 'prod'), join(dir, 'before'), { recursive: true });
    write('models/fct.sql', "select 2 as id from {{ ref('stg') }}");
    await model('parse --target-path before');
    const { output } = await model('compile -s state:modified --state before --defer --defer-state prod');
    expect(output).toContain('`state:modified` matches nothing');
    expect((await model('compile -s fct --state before --defer --defer-state prod')).output).toContain(inProd);
  });
});

describe('selecting by an earlier run', () => {
  it('finds what is new and what was changed, and builds no more than that', async () => {
    const { model, write } = await built();
    write('models/stg.sql', "select id from {{ ref('raw') }}");
    write('models/extra.sql', 'select 1 as id');
    const listed = async (line: string): Promise<string> => (await model(`ls -q ${line}`)).output.trim().replaceAll('\n', ' ');
    expect(await listed('-s state:new --state prod')).toBe('shop.extra');
    expect(await listed('-s state:modified --state prod --resource-type model')).toBe('shop.extra shop.stg');
    expect(await listed('-s state:modified+ --state prod --exclude test_type:data')).toBe(
      'shop.eph shop.extra shop.fct shop.stg',
    );
    const run = await model('run -s state:modified --state prod --defer');
    expect(run.results.map(one => one.node).sort()).toEqual(['model.shop.extra', 'model.shop.stg']);
  });

  it('finds how nodes ended, and compares with the target folder before it writes to it', async () => {
    const { model, write } = await built();
    write('models/stg.sql', "select nope from {{ ref('raw') }}");
    await model('build');
    write('models/stg.sql', "select id from {{ ref('raw') }}");
    const again = await model('build -s result:error+ result:skipped --state target');
    expect(again.output).toContain('`--state` names the target folder `target`');
    expect(again.results.map(one => [one.node.split('.').at(2), one.status])).toEqual([
      ['stg', 'success'],
      [expect.stringContaining('not_null'), 'pass'],
      ['fct', 'success'],
    ]);
  });

  it('finds sources that are fresher than they were', async () => {
    const { dir, model } = await built({
      'models/s.yml': 'sources: [{name: raw, tables: [{name: a}, {name: b}, {name: c}]}]',
    });
    const write = (folder: string, days: readonly (readonly [string, number])[]): void => {
      const results = days.map(([id, day]) => ({
        unique_id: `source.shop.raw.${id}`,
        max_loaded_at: `2026-01-0${day}T00:00:00+00:00`,
      }));
      mkdirSync(join(dir, folder), { recursive: true });
      writeFileSync(join(dir, folder, 'sources.json'), JSON.stringify({ results }));
    };
    const ask = 'ls -q -s source_status:fresher --state prod';
    write('prod', [
      ['a', 1],
      ['b', 1],
    ]);
    expect((await model(ask)).output).toContain('there is no `target/sources.json`.');
    write('target', [
      ['a', 1],
      ['b', 2],
      ['c', 1],
    ]);
    expect((await model(ask)).output).toBe('source:shop.raw.b\nsource:shop.raw.c\n');
  });

  it('notes the folders in the results, whole', async () => {
    const { dir, model } = await built();
    await model('run -s stg --defer --state prod');
    const { args } = JSON.parse(readFileSync(join(dir, 'target/run_results.json'), 'utf8'));
    expect(args).toMatchObject({ defer: true, favor_state: false, state: join(dir, 'prod') });
  });
});
