import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PlainMap } from '../../src/manifest/node.ts';
import { type Opened, open } from '../adapter/duckdb.ts';
import type { FileTexts } from '../project/folder.ts';
import { buildFiles, statuses } from './build-files.ts';
import { type SqlNode, type TestProject, testProject } from './run-project.ts';

let project: TestProject;
beforeEach(async () => {
  project = await testProject();
});
afterEach(() => project.close());

const contract = { enforced: true, alias_types: true, checksum: null };
const column = (name: string, data_type: string, constraints: readonly PlainMap[] = []) => ({ name, data_type, constraints });
const model = (
  sql: string,
  columns: readonly ReturnType<typeof column>[],
  { config = {}, constraints = [] }: { readonly config?: PlainMap; readonly constraints?: readonly PlainMap[] } = {},
): SqlNode => ({
  id: 'model.shop.it',
  sql,
  config: { materialized: 'table', ...config },
  more: { contract, constraints, columns: Object.fromEntries(columns.map(one => [one.name, one])) } as PlainMap,
});
const columnsOfIt = async () =>
  (
    await project.rows(
      "select column_name || ' ' || data_type || case when is_nullable then '' else ' not null' end from duckdb_columns() where table_name = 'it' order by column_index",
    )
  ).flat();

describe.each(['table', 'view', 'incremental'])('a %s that breaks its contract', materialized => {
  test('is told column by column, and nothing is built', async () => {
    const columns = [column('id', 'int'), column('n', 'bigint'), column('gone', 'text'), column('price', 'decimal(12,3)')];
    const sql = "select 1::decimal(10,2) as price, 2 as n, 'x' as extra, 1 as ID";
    const ran = await project.run([model(sql, columns, { config: { materialized, on_schema_change: 'fail' } })]);
    expect(ran.by['it']?.diagnostics).toMatchObject([
      {
        code: 'run-contract-broken',
        notes: [
          'column  contract       model',
          'n       BIGINT         INTEGER        another type',
          'gone    VARCHAR        -              missing in the model',
          'price   DECIMAL(12,3)  DECIMAL(10,2)  another type',
          'extra   -              VARCHAR        not in the contract',
        ],
      },
    ]);
    expect(await project.relations()).toEqual([]);
  });
});

test('a table has the order, types and constraints of its contract, and the names of its select', async () => {
  const columns = [
    column('id', 'int', [{ type: 'not_null' }, { type: 'unique' }]),
    column('NAME', 'string', [{ type: 'check', expression: 'length(name) > 1' }]),
  ];
  const constraints = [{ type: 'primary_key', columns: ['ID'] }];
  const it = model("select 'ann' as name, 1 as id", columns, { constraints });
  expect((await project.run([it])).said).toEqual({ it: 'success SELECT 1' });
  expect(await columnsOfIt()).toEqual(['id INTEGER not null', 'name VARCHAR']);
  expect((await project.run([it])).said).toEqual({ it: 'success SELECT 1' });
});

describe('rows that break a constraint leave the table as it was', () => {
  const cases: readonly (readonly [string, string, readonly PlainMap[], string])[] = [
    ['not_null', 'null::int', [{ type: 'not_null' }], 'NOT NULL constraint failed'],
    ['check', '-1', [{ type: 'check', name: 'positive', expression: 'id > 0' }], 'CHECK constraint failed'],
    ['unique', 'x from range(2), (values (1)) t(x)', [{ type: 'unique' }], 'duplicate key "1"'],
    ['primary_key', 'null::int', [{ type: 'primary_key' }], 'NOT NULL constraint failed'],
    ['custom', '-1', [{ type: 'custom', expression: 'check (id > 0)' }], 'CHECK constraint failed'],
  ];
  test.each(cases)('%s', async (_, value, constraints, message) => {
    await project.run([model('select 7 as id', [column('id', 'int', constraints)])]);
    const broken = value.includes(' from ') ? `select x as id ${value.slice(2)}` : `select ${value} as id`;
    const ran = await project.run([model(broken, [column('id', 'int', constraints)])]);
    expect(ran.said['it']).toContain(message);
    expect(await project.rows('select * from shop.it')).toEqual([[7]]);
    expect(await project.relations()).toEqual(['it table']);
  });
});

test('rows that are added must keep the constraints too', async () => {
  const it = (sql: string) =>
    model(sql, [column('id', 'int', [{ type: 'primary_key' }])], {
      config: { materialized: 'incremental', unique_key: 'id', on_schema_change: 'append_new_columns' },
    });
  await project.run([it('select 1 as id')]);
  expect((await project.run([it('select 1 as id union all select 2')])).said).toEqual({ it: 'success INSERT 2' });
  expect((await project.run([it('select null::int as id')])).said['it']).toContain('NOT NULL constraint failed');
  expect(await project.rows('select * from shop.it order by 1')).toEqual([[1], [2]]);
});

test('a type that does not exist is told with its column', async () => {
  const ran = await project.run([model('select 1 as id', [column('id', 'integerr')])]);
  expect(ran.by['it']?.diagnostics).toMatchObject([
    { code: 'run-contract-type', text: expect.stringContaining('`id` the `data_type` `integerr`') },
  ]);
});

test('indexes are built with the table, time and again', async () => {
  const it = model('select 1 as id', [column('id', 'int')], { config: { indexes: [{ columns: ['id'], unique: true }] } });
  await project.run([it]);
  expect((await project.run([it])).said).toEqual({ it: 'success SELECT 1' });
  expect(await project.rows("select is_unique, expressions from duckdb_indexes() where table_name = 'it'")).toEqual([
    [true, '[id]'],
  ]);
});

test('indexes that are not written as such are told', async () => {
  const it = model('select 1 as id', [column('id', 'int')], { config: { indexes: ['id'] } });
  expect((await project.run([it])).said['it']).toBe(
    'error `it` sets `indexes` to `"id"`; it must be a list of maps with `columns`.',
  );
});

describe('foreign keys', () => {
  const contracted = (name: string, more: string): string =>
    `  - name: ${name}\n    config: {materialized: table, contract: {enforced: true}}\n    columns:\n${more}`;
  const files = (childId: string): FileTexts => ({
    'models/parent.sql': 'select 1 as id',
    'models/child.sql': `select ${childId} as parent_id`,
    'models/m.yml': `models:\n${contracted('parent', '      - {name: id, data_type: int, constraints: [{type: primary_key}]}\n')}${contracted(
      'child',
      "      - name: parent_id\n        data_type: int\n        constraints: [{type: foreign_key, to: ref('parent'), to_columns: [id]}]\n",
    )}`,
  });
  const keys = () => warehouse.rows("select constraint_text from duckdb_constraints() where constraint_type = 'FOREIGN KEY'");
  let warehouse: Opened;
  beforeEach(async () => {
    warehouse = await open();
  });
  afterEach(() => warehouse.close());

  test('order the build, and do not keep a parent from being built again', async () => {
    for (const _ of ['first', 'again']) {
      expect(statuses(await buildFiles(warehouse, files('1')))).toEqual({ parent: 'success', child: 'success' });
      expect(await keys()).toEqual([['FOREIGN KEY (parent_id) REFERENCES parent(id)']]);
    }
  });

  test('a parent that is built alone leaves the rows of its children', async () => {
    await buildFiles(warehouse, files('1'));
    await buildFiles(warehouse, files('1'), { only: id => id.endsWith('parent') });
    expect(await warehouse.rows('select * from main.child')).toEqual([[1]]);
  });

  test('a row without a parent is refused', async () => {
    const results = await buildFiles(warehouse, files('2'));
    expect(results.get('child')?.message).toContain('Violates foreign key constraint');
  });
});
