import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PlainMap } from '../../src/manifest/node.ts';
import { type Ran, type TestProject, testProject } from './run-project.ts';

let project: TestProject;
beforeEach(async () => {
  project = await testProject();
});
afterEach(() => project.close());

/** Loads a file of this text as the seed `it`. */
function seed(text: string | Uint8Array, config: PlainMap = {}, path = 'seeds/it.csv'): Promise<Ran> {
  mkdirSync(dirname(join(project.dir, path)), { recursive: true });
  writeFileSync(join(project.dir, path), text);
  return project.run([{ id: 'seed.shop.it', config, more: { root_path: project.dir, original_file_path: path } }]);
}

const loaded = async (...given: Parameters<typeof seed>) => {
  const { by } = await seed(...given);
  expect(by['it']?.diagnostics).toEqual([]);
  const columns = await project.rows(
    "select column_name || ' ' || data_type from information_schema.columns where table_name = 'it' order by ordinal_position",
  );
  return { columns: columns.flat(), rows: await project.rows('select * from shop.it') };
};

test('columns get the types that dbt would give them', async () => {
  const text = 'i,zip,n,d,t,b,s,none\n1,007,1.5,2024-01-02,2024-01-02 10:11:12,true,x,\n,,,,,,,\n';
  expect(await loaded(text)).toEqual({
    columns: ['i INTEGER', 'zip INTEGER', 'n DOUBLE', 'd DATE', 't TIMESTAMP', 'b BOOLEAN', 's VARCHAR', 'none INTEGER'],
    rows: [
      [1, 7, 1.5, '2024-01-02', '2024-01-02T10:11:12', true, 'x', null],
      [null, null, null, null, null, null, null, null],
    ],
  });
});

test('configured types go before, whatever the case of the name', async () => {
  const config = { column_types: { ID: 'bigint', zip: 'varchar(5)' } };
  expect(await loaded('id,Zip,n\n1,007,2\n', config)).toEqual({
    columns: ['id BIGINT', 'Zip VARCHAR', 'n INTEGER'],
    rows: [[1, '007', 2]],
  });
});

test.each<[string, string, PlainMap, readonly string[], readonly unknown[]]>([
  ['a header only', 'id,name\n', {}, ['id INTEGER', 'name INTEGER'], []],
  ['a header without an end', 'id', {}, ['id INTEGER'], []],
  ['names that come twice', 'a,A,a\n1,2,3', {}, ['a INTEGER', 'A_2 INTEGER', 'a_3 INTEGER'], [[1, 2, 3]]],
  ['a column without a name', ',v\n1,x', {}, ['a INTEGER', 'v VARCHAR'], [[1, 'x']]],
  ['spaces', 'a, b\n1, 2', {}, ['a INTEGER', ' b INTEGER'], [[1, 2]]],
  ['a byte order mark and CRLF', '\ufeffid,s\r\n1,"a\r\nb"\r\n', {}, ['id INTEGER', 's VARCHAR'], [[1, 'a\r\nb']]],
  [
    'CR',
    'id,s\r1,a\r2,b\r',
    {},
    ['id INTEGER', 's VARCHAR'],
    [
      [1, 'a'],
      [2, 'b'],
    ],
  ],
  ['quotes and newlines', 's,n\n"say ""hi""\nthere, you",1\n', {}, ['s VARCHAR', 'n INTEGER'], [['say "hi"\nthere, you', 1]]],
  ['a semicolon', 'a;b\n1;2,5\n', { delimiter: ';' }, ['a INTEGER', 'b VARCHAR'], [[1, '2,5']]],
  ['a tab', 'a\tb\n1\t2\n', { delimiter: '\t' }, ['a INTEGER', 'b INTEGER'], [[1, 2]]],
  ['a tab as it is written', 'a\tb\n1\t2\n', { delimiter: '\\t' }, ['a INTEGER', 'b INTEGER'], [[1, 2]]],
  ['words of SQL', 'select,order\n1,2\n', {}, ['select INTEGER', 'order INTEGER'], [[1, 2]]],
])('%s', async (_, text, config, columns, rows) => {
  expect(await loaded(text, config)).toEqual({ columns, rows });
});

test('a path may have quotes in it', async () => {
  expect(await loaded('id\n1\n', {}, 'seeds/it\'s "q"/it.csv')).toEqual({ columns: ['id INTEGER'], rows: [[1]] });
});

test.each<[string, string, PlainMap, object]>([
  ['an empty file', '', {}, { code: 'run-seed-header', span: { file: 'seeds/it.csv', line: 1 } }],
  ['an empty first line', '\r\nid\n1\n', {}, { code: 'run-seed-header' }],
  ['no delimiter', 'id\n1\n', { delimiter: '' }, { code: 'run-config-value' }],
  [
    'a row that is too long',
    'a,b\n1,"x\ny"\n1,2,3\n',
    {},
    {
      text: '`it` failed in the warehouse: Line 4 of `seeds/it.csv` has 3 values, but the header has 2.',
      span: { file: 'seeds/it.csv', line: 4, column: 1 },
    },
  ],
  [
    'a quote that nothing closes',
    'a,b\n1,x\n2,"y\n3,z\n',
    {},
    {
      text: '`it` failed in the warehouse: Line 3 of `seeds/it.csv` opens a double quote that nothing closes.',
      span: { file: 'seeds/it.csv', line: 3 },
    },
  ],
  ['text behind a quote', 'a,b\n1,"x" y\n', {}, { text: expect.stringContaining('has text behind'), span: { line: 2 } }],
  ['a row that is too short', 'a,b\n1\n', {}, { span: { line: 2 } }],
  [
    'a value that is not of its type',
    'a,b\n1,2\nx,3\n',
    { column_types: { a: 'integer' } },
    { text: expect.stringContaining('`seeds/it.csv`'), span: { line: 3 } },
  ],
  [
    'a type for no column',
    'amount\n1\n',
    { column_types: { amuont: 'integer' } },
    { text: expect.stringContaining('`amuont`'), hint: 'Did you mean `amount`?' },
  ],
])('is told: %s', async (_, text, config, diagnostic) => {
  const { by } = await seed(text, config);
  expect(by['it']).toMatchObject({ status: 'error', diagnostics: [diagnostic] });
  expect(await project.relations()).toEqual([]);
});
