import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LogicalType, Sql } from '../../src/sql/relation.ts';
import { splitStatements } from '../../src/sql/statement-split.ts';
import { type Opened, open } from '../../test/adapter/postgres.ts';
import { dialect } from './dialect.ts';

let db: Opened;
beforeAll(async () => {
  db = await open();
});
afterAll(() => db.close());

const text = fc.string({ unit: 'binary', maxLength: 60 }).filter(value => !value.includes('\0'));

test('any text comes back as it was written, whatever the server thinks of backslashes', async () => {
  for (const setting of ['on', 'off']) {
    await db.run(`set standard_conforming_strings to ${setting}; set backslash_quote to off`);
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async values => {
        const [row] = await db.rows(`select ${values.map(value => dialect.literal(value)).join(', ')}`);
        expect(row).toEqual(values);
      }),
      { numRuns: 40 },
    );
  }
  await db.run('reset standard_conforming_strings; reset backslash_quote');
});

test('any name is one name', async () => {
  const name = text.filter(value => value !== '' && Buffer.byteLength(value) <= 63);
  await fc.assert(
    fc.asyncProperty(name, async value => {
      const { columns } = await db.query(`select 1 as ${dialect.identifier(value)}`);
      expect(columns.map(column => column.name)).toEqual([value]);
    }),
    { numRuns: 100 },
  );
});

test('NUL is refused', () => {
  expect(() => dialect.literal('a\0b')).toThrow('`a\\0b` contains the character NUL, which Postgres cannot store.');
  expect(() => dialect.identifier('a\0b')).toThrow(/NUL/);
});

test('numbers, bytes and moments come back', async () => {
  const values = [0, -1, 1.5, -0, 1e300, Number.NaN, Number.NEGATIVE_INFINITY, 2n ** 62n, -(2n ** 63n) + 1n, true, null];
  const [row] = await db.rows(
    `select ${values.map(value => `1 - ${typeof value === 'number' ? `(1 - ${dialect.literal(value)}::float8)` : `1`}`).join(', ')}`,
  );
  expect(row).toHaveLength(values.length);
  const [own] = await db.rows(`select ${values.map(value => dialect.literal(value)).join(', ')}`);
  expect(own).toEqual([
    0,
    -1,
    '1.5',
    -0,
    String(10n ** 300n),
    Number.NaN,
    Number.NEGATIVE_INFINITY,
    2n ** 62n,
    -(2n ** 63n) + 1n,
    true,
    null,
  ]);
  const [others] = await db.rows(`select ${dialect.literal(Uint8Array.of(0, 255))}, ${dialect.literal(new Date(0))}`);
  expect(others).toEqual([Uint8Array.of(0, 255), '1970-01-01T00:00:00Z']);
});

test.each<readonly [string, LogicalType]>([
  ['integer', { kind: 'integer', bits: 32 }],
  ['INT8', { kind: 'integer', bits: 64 }],
  ['numeric', { kind: 'decimal', precision: null, scale: null }],
  ['numeric(10)', { kind: 'decimal', precision: 10, scale: 0 }],
  ['Decimal( 10 , 2 )', { kind: 'decimal', precision: 10, scale: 2 }],
  ['double  precision', { kind: 'float' }],
  ['character varying(20)', { kind: 'string', length: 20 }],
  ['varchar', { kind: 'string', length: null }],
  ['char', { kind: 'string', length: 1 }],
  ['bpchar', { kind: 'string', length: null }],
  ['timestamp(3) without time zone', { kind: 'timestamp', zone: 'none' }],
  ['timestamp(3) with time zone', { kind: 'timestamp', zone: 'utc' }],
  ['timestamptz', { kind: 'timestamp', zone: 'utc' }],
  ['jsonb', { kind: 'json' }],
  ['uuid', { kind: 'uuid' }],
  ['numeric(4,2)[]', { kind: 'array', of: { kind: 'decimal', precision: 4, scale: 2 } }],
  ['text array[4]', { kind: 'array', of: { kind: 'string', length: null } }],
  ['interval', { kind: 'native', name: 'interval' }],
  ['shop."my type"', { kind: 'native', name: 'shop."my type"' }],
])('the type %s is read', (native, type) => {
  expect(dialect.parseType(native)).toEqual(type);
});

test('each type is spelled so that Postgres means the same', async () => {
  const types: readonly LogicalType[] = [
    { kind: 'boolean' },
    { kind: 'integer', bits: 16 },
    { kind: 'integer', bits: 32 },
    { kind: 'integer', bits: 64 },
    { kind: 'decimal', precision: 12, scale: 3 },
    { kind: 'decimal', precision: null, scale: null },
    { kind: 'float' },
    { kind: 'string', length: 9 },
    { kind: 'string', length: null },
    { kind: 'binary' },
    { kind: 'date' },
    { kind: 'time' },
    { kind: 'timestamp', zone: 'none' },
    { kind: 'timestamp', zone: 'utc' },
    { kind: 'json' },
    { kind: 'uuid' },
    { kind: 'array', of: { kind: 'integer', bits: 64 } },
  ];
  const { columns } = await db.query(`select ${types.map((type, at) => `null::${dialect.typeName(type)} as c${at}`).join(', ')}`);
  expect(columns.map(column => column.type)).toEqual(types);
  expect(columns.map(column => column.nativeType)).toEqual(types.map(dialect.typeName));
});

test('scripts are cut where Postgres cuts them', () => {
  const script = `select $$;$$; select $a$ $$; $a$; select E'\\';'; select ';' /* ; /* ; */ ; */ -- ;\n; select "a;"` as Sql;
  expect(splitStatements(script, dialect.lexis)).toHaveLength(5);
});

test('a limit goes around any select', async () => {
  const limited = (sql: string) => db.rows(dialect.limit(sql as Sql, 2));
  expect(await limited('select g from generate_series(1, 9) g order by g desc limit 5; -- end')).toEqual([[9], [8]]);
  expect(await limited('with a as (select 1 as n) select n from a -- end')).toEqual([[1]]);
});
