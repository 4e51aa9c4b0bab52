import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PostgresServer, postgresServer } from '../adapter/postgres-server.ts';
import { postgresProject } from './postgres-project.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await postgresServer();
});
afterAll(() => server.close());

const files = {
  'seeds/raw.csv':
    'id,name,at,paid,"Mixed Case"\n1,"a ""b"", c",2024-01-01,true,1.0\n2,"two\nlines",2024-01-02,FALSE,\n3,ünï\\t,,null,2\n',
  'models/names.sql': "select id, name, at from {{ ref('raw') }}",
  'models/counts.sql':
    "{{ config(materialized='table') }} select count(*) as n, sum(\"Mixed Case\") as total from {{ ref('raw') }}",
  'models/log.sql': `{{ config(materialized='incremental', unique_key='id') }}
    select id, name, {{ var('run', 1) }} as run from {{ ref('names') }}{% if is_incremental() %} where id > 1{% endif %}`,
  'models/tests.yml': 'models: [{name: names, columns: [{name: id, data_tests: [unique, not_null]}]}]',
  'snapshots/kept.yml':
    "snapshots: [{name: kept, relation: ref('names'), config: {unique_key: id, strategy: check, check_cols: [name], hard_deletes: invalidate}}]",
};

test('a project with every kind of node builds, and builds again', async () => {
  const project = postgresProject(server, 'whole');
  project.write(files);
  const first = await project.model('build');
  expect(first).toMatchObject({ exitCode: 0 });
  expect(await server.sql('select * from whole.raw order by id')).toEqual([
    [1, 'a "b", c', new Date(2024, 0, 1), true, 1],
    [2, 'two\nlines', new Date(2024, 0, 2), false, null],
    [3, 'ünï\\t', null, null, 2],
  ]);
  expect(await server.sql('select n::int, total::int from whole.counts')).toEqual([[3, 3]]);

  project.write({ 'seeds/raw.csv': files['seeds/raw.csv'].replace('two', '2').replace(/3,.*\n/, '4,new,,,\n') });
  const second = await project.model('build', '--vars', '{run: 2}');
  expect(second).toMatchObject({ exitCode: 0 });
  expect(await server.sql('select id, name, run from whole.log order by id')).toEqual([
    [1, 'a "b", c', 1],
    [2, '2\nlines', 2],
    [3, 'ünï\\t', 1],
    [4, 'new', 2],
  ]);
  expect(await server.sql('select id, name, dbt_valid_to is null from whole.kept order by id, dbt_valid_from')).toEqual([
    [1, 'a "b", c', true],
    [2, 'two\nlines', false],
    [2, '2\nlines', true],
    [3, 'ünï\\t', false],
    [4, 'new', true],
  ]);
  const left = "select relname from pg_class where relnamespace = 'whole'::regnamespace and relkind in ('r', 'v') order by 1";
  expect((await server.sql(left)).map(([name]) => name)).toEqual(['counts', 'kept', 'log', 'names', 'raw']);
  project.remove();
});
