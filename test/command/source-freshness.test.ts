import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommand } from '../../src/cli/run-command.ts';
import { open } from '../adapter/postgres.ts';
import { folderOf } from '../project/folder.ts';

const limits = '{warn_after: {count: 12, period: hour}, error_after: {count: 1, period: day}}';

const sources = `
sources:
  - name: raw
    schema: main
    config: {freshness: ${limits}, loaded_at_field: loaded}
    tables:
      - name: fresh
      - {name: late, identifier: events, config: {freshness: {filter: "id = 1"}}}
      - {name: old, identifier: events, config: {freshness: {filter: "id = 2"}}}
      - {name: old_for_a_warning, identifier: events, config: {freshness: {filter: "id = 2", error_after: null}}}
      - {name: empty, identifier: events, config: {freshness: {filter: "false"}}}
      - {name: watched_no_more, identifier: events, freshness: null}
      - {name: by_query, identifier: fresh, config: {loaded_at_query: "select max(loaded) from {{ this }} where '{{ source_node.name }}' = 'by_query'"}}
      - {name: by_day, identifier: events, config: {loaded_at_field: "cast(loaded as date)"}}
      - name: gone
  - name: unmeasured
    schema: main
    freshness: ${limits}
    tables: [{name: fresh}]
  - name: unwatched
    schema: main
    tables: [{name: fresh}]
`;

const tables = [
  'create or replace table fresh as select now() - interval 1 hour as loaded',
  "create or replace table events as select 1 as id, make_timestamp(epoch_us(now())) - interval 20 hour as loaded union all select 2, timestamp '2020-01-02 03:04:05.000678'",
];

const project = (more: Readonly<Record<string, string>> = {}): string =>
  folderOf({
    'model_project.yml': `name: shop\non-run-start: ${JSON.stringify(tables)}\n`,
    'models/sources.yml': sources,
    ...more,
  });

const checked = (file: string) =>
  (JSON.parse(readFileSync(file, 'utf8')).results as Record<string, unknown>[]).toSorted((a, b) =>
    String(a['unique_id']) < String(b['unique_id']) ? -1 : 1,
  );

const statuses = (file: string): Record<string, unknown> =>
  Object.fromEntries(checked(file).map(one => [String(one['unique_id']).replace('source.shop.', ''), one['status']]));

it('looks at every source that says how old it may be, whatever becomes of the others', async () => {
  const dir = project();
  const { exitCode, output } = await runCommand(['source', 'freshness'], { workingDir: dir });
  const file = join(dir, 'target/sources.json');
  expect(statuses(file)).toEqual({
    'raw.by_day': 'runtime error',
    'raw.by_query': 'pass',
    'raw.empty': 'error',
    'raw.fresh': 'pass',
    'raw.gone': 'runtime error',
    'raw.late': 'warn',
    'raw.old': 'error',
    'raw.old_for_a_warning': 'warn',
    'unmeasured.fresh': 'runtime error',
  });
  const [, , empty, , , , old] = checked(file);
  expect(empty).toMatchObject({ max_loaded_at: '0001-01-01T00:00:00+00:00' });
  expect(old).toMatchObject({
    max_loaded_at: '2020-01-02T03:04:05.000678+00:00',
    criteria: { warn_after: { count: 12, period: 'hour' }, error_after: { count: 1, period: 'day' }, filter: 'id = 2' },
    adapter_response: { _message: 'OK' },
    timing: [{ name: 'compile' }, { name: 'execute' }],
  });
  expect(output).toContain('The newest row came at 2020-01-02T03:04:05.000678+00:00; it may be 1 day old.');
  expect(output).toMatch(/The newest row of `raw.by_day` is `\d{4}-\d\d-\d\d`, which is not a timestamp./);
  expect(output).toContain('hint: Cast it: `loaded_at_field: "cast(cast(loaded as date) as timestamp)"`.');
  expect(output).toContain('`raw.gone` failed in the warehouse: Table with name gone does not exist');
  expect(output).toContain('4 ok, 2 warned, 2 stale, 3 failed');
  expect(exitCode).toBe(1);
  expect(existsSync(join(dir, 'target/manifest.json'))).toBe(true);
  expect(existsSync(join(dir, 'target/run_results.json'))).toBe(false);
});

it('looks at what is selected, and writes where it is told to', async () => {
  const dir = project();
  const words = ['source', 'snapshot-freshness', '-s', 'source:raw.fresh', '--output', 'out/fresh.json', '--threads', '1'];
  expect((await runCommand(words, { workingDir: dir })).exitCode).toBe(0);
  expect(statuses(join(dir, 'out/fresh.json'))).toEqual({ 'raw.fresh': 'pass' });
  expect(existsSync(join(dir, 'target/sources.json'))).toBe(false);
});

it('says when there is nothing to look at, and writes that', async () => {
  const dir = project();
  const { exitCode, output } = await runCommand(['source', 'freshness', '-s', 'source:unwatched'], { workingDir: dir });
  expect(output).toContain('No selected source says how old its data may be.');
  expect(exitCode).toBe(0);
  expect(checked(join(dir, 'target/sources.json'))).toEqual([]);
});

it('leaves hooks out when the project says so', async () => {
  const flags = 'flags: {source_freshness_run_project_hooks: false}\n';
  const dir = project({ 'model_project.yml': `name: shop\n${flags}on-run-start: ${JSON.stringify(tables)}\n` });
  await runCommand(['source', 'freshness', '-s', 'source:raw.fresh'], { workingDir: dir });
  expect(checked(join(dir, 'target/sources.json'))).toMatchObject([{ status: 'runtime error' }]);
});

it("measures with the project's own macro, if it gives what is needed", async () => {
  const macro = (select: string): string => `
    {% macro collect_freshness(source, loaded_at_field, filter) %}
      {% call statement('own', fetch_result=True) %}${select}{% endcall %}
      {{ return(load_result('own').table) }}
    {% endmacro %}`;
  const select = ['source', 'freshness', '-s', 'source:raw.late'];
  const own = project({ 'macros/own.sql': macro('select now() - interval 1 hour, now() from {{ source }} limit 1') });
  await runCommand(select, { workingDir: own });
  expect(statuses(join(own, 'target/sources.json'))).toEqual({ 'raw.late': 'pass' });
  const odd = project({ 'macros/own.sql': macro('select 1') });
  expect((await runCommand(select, { workingDir: odd })).output).toContain('gave 1 × 1 values');
});

it('takes moments without a zone for UTC on Postgres, whatever the zone of its sessions', async () => {
  const db = await open();
  try {
    await db.run(`alter database ${db.server.profile['dbname']} set timezone to 'Asia/Kolkata'`);
    await db.run(`create table moments as select timestamptz '2026-01-02 03:04:05.678+05:30' as zoned,
      timestamp '2026-01-02 03:04:05.678' as plain, '2026-01-02'::text as words`);
    const table = (name: string): string =>
      `{name: ${name}, identifier: moments, config: {loaded_at_field: ${name}, freshness: {warn_after: {count: 1, period: minute}}}}`;
    const dir = folderOf({
      'model_project.yml': 'name: shop\nprofile: shop\n',
      'profiles.yml': JSON.stringify({ shop: { outputs: { default: db.server.profile } } }),
      'models/sources.yml': `sources: [{name: raw, schema: public, tables: [${['zoned', 'plain', 'words'].map(table)}]}]`,
    });
    expect((await runCommand(['source', 'freshness'], { workingDir: dir })).exitCode).toBe(1);
    expect(checked(join(dir, 'target/sources.json'))).toMatchObject([
      { status: 'warn', max_loaded_at: '2026-01-02T03:04:05.678000+00:00' },
      { status: 'runtime error', error: 'The newest row of `raw.words` is `2026-01-02`, which is not a timestamp.' },
      { status: 'warn', max_loaded_at: '2026-01-01T21:34:05.678000+00:00' },
    ]);
  } finally {
    await db.close();
  }
});
