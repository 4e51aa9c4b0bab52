import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SqlValue } from '../../src/adapter/adapter.ts';
import type { LogicalType, Sql } from '../../src/sql/relation.ts';
import { type Opened, open } from '../../test/adapter/duckdb.ts';
import { dialect } from './dialect.ts';

let db: Opened;
beforeAll(async () => {
  db = await open();
});
afterAll(() => db.close());

const literals: readonly (readonly [string, SqlValue, unknown])[] = [
  ['a string', `it's "x" \\ -- /* $$ \n ü😀`, `it's "x" \\ -- /* $$ \n ü😀`],
  ['a NUL character', 'a\0b\0', 'a\0b\0'],
  ['null', null, null],
  ['true', true, true],
  ['a whole number', 12, 12],
  ['a negative number', -1.5, '-1.5'],
  ['a big exponent', 1e300, 1e300],
  ['infinity', Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ['a huge integer', -(2n ** 127n), -(2n ** 127n)],
  ['an integer beyond 128 bits', 2n ** 200n, 2n ** 200n],
  ['an instant', new Date('2024-02-29T12:34:56.789Z'), '2024-02-29T12:34:56.789Z'],
  ['bytes', Uint8Array.of(0, 39, 92, 255), Uint8Array.of(0, 39, 92, 255)],
];
test.each(literals)('a literal gives back %s', async (_, value, expected) => {
  expect(await db.rows(`select ${dialect.literal(value)}`)).toEqual([[expected]]);
});
test('a negative literal after a minus is no comment', async () => {
  expect(await db.rows(`select 1 -${dialect.literal(-2)}`)).toEqual([[3]]);
});

test.each(['select', 'with "quotes"', 'a.b', 'ünï 😀', ' '])('a relation and column named %j', async name => {
  const id = dialect.identifier(name);
  const relation = dialect.relation({ catalog: 'memory', schema: 'main', name });
  await db.run(`create table ${relation} as select 1 as ${id}`);
  expect((await db.query(`select ${id} from ${relation}`)).columns[0]?.name).toBe(name);
  const [found] = await db.warehouse.catalog.columns([{ catalog: null, schema: 'main' }], new AbortController().signal);
  expect(found?.relation.name).toBe(name);
  await db.run(`drop table ${relation}`);
});

test.each([
  ['select range from range(10) order by range desc -- newest', [[9], [8]]],
  ['with a as (select 1 as x) select * from a;', [[1]]],
  ['from range(10) limit 1', [[0]]],
  ['select 1 as x, 2 as x', [[1, 2]]],
  ['values (1), (2), (3)', [[1], [2]]],
])('limit wraps %s', async (sql, rows) => {
  expect(await db.rows(dialect.limit(sql as Sql, 2))).toEqual(rows);
});

const int: LogicalType = { kind: 'integer', bits: 32 };
const text: LogicalType = { kind: 'string', length: null };
test.each<readonly [string, LogicalType]>([
  ['INTEGER', int],
  ['varchar(10)', { kind: 'string', length: 10 }],
  ['DECIMAL(18,3)', { kind: 'decimal', precision: 18, scale: 3 }],
  ['numeric', { kind: 'decimal', precision: 18, scale: 3 }],
  ['decimal(9)', { kind: 'decimal', precision: 9, scale: 0 }],
  ['double precision', { kind: 'float' }],
  ['TIMESTAMP WITH TIME ZONE', { kind: 'timestamp', zone: 'utc' }],
  ['timestamp', { kind: 'timestamp', zone: 'none' }],
  ['UBIGINT', { kind: 'integer', bits: 128 }],
  ['INTEGER[][3]', { kind: 'array', of: { kind: 'array', of: int } }],
  [
    'STRUCT("a b" INTEGER, c STRUCT(d VARCHAR[]))',
    {
      kind: 'struct',
      fields: [
        { name: 'a b', type: int },
        { name: 'c', type: { kind: 'struct', fields: [{ name: 'd', type: { kind: 'array', of: text } }] } },
      ],
    },
  ],
  [
    'STRUCT("x""y" DECIMAL(4,2))[]',
    {
      kind: 'array',
      of: { kind: 'struct', fields: [{ name: 'x"y', type: { kind: 'decimal', precision: 4, scale: 2 } }] },
    },
  ],
  ['MAP(VARCHAR, INTEGER[])', { kind: 'native', name: 'MAP(VARCHAR, INTEGER[])' }],
  ["ENUM('a)', 'b[]')[]", { kind: 'array', of: { kind: 'native', name: "ENUM('a)', 'b[]')" } }],
  ['INTERVAL', { kind: 'native', name: 'INTERVAL' }],
  ['', { kind: 'native', name: '' }],
])('the type %s', (native, type) => expect(dialect.parseType(native)).toEqual(type));

test('every type name is one that DuckDB knows, and reads back as the same type', async () => {
  const types: readonly LogicalType[] = [
    { kind: 'boolean' },
    { kind: 'float' },
    { kind: 'binary' },
    { kind: 'date' },
    { kind: 'time' },
    { kind: 'json' },
    { kind: 'uuid' },
    text,
    int,
    { kind: 'integer', bits: 128 },
    { kind: 'decimal', precision: 38, scale: 10 },
    { kind: 'timestamp', zone: 'none' },
    { kind: 'timestamp', zone: 'utc' },
    { kind: 'array', of: text },
    { kind: 'struct', fields: [{ name: 'select', type: { kind: 'array', of: int } }] },
  ];
  const { columns } = await db.query(`select ${types.map(type => `null::${dialect.typeName(type)}`).join(', ')}`);
  expect(columns.map(column => column.type)).toEqual(types);
});
