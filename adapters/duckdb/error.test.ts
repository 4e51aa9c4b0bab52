import { afterAll, beforeAll, expect, test } from 'vitest';
import { failure, type Opened, open } from '../../test/adapter/duckdb.ts';
import { nativeError, warehouseError } from './error.ts';

let db: Opened;
beforeAll(async () => {
  db = await open();
  await db.run('create table customers (id int, name varchar); create schema s; create view v as select 1 as x');
});
afterAll(() => db.close());

/** `«` marks where the error should point. */
test.each([
  [
    "select 'äöü😀', «nope from customers",
    'missing',
    'Referenced column "nope" not found in FROM clause!',
    'Did you mean `name`?',
  ],
  ["select 'é😀' form «x", 'syntax', 'syntax error at or near "x"', null],
  [
    'select 1; -- é\nselect «nme from customers',
    'missing',
    'Referenced column "nme" not found in FROM clause!',
    'Did you mean `name`?',
  ],
  ['select * from «customer', 'missing', 'Table with name customer does not exist!', 'Did you mean `customers`?'],
  ["select 'é', «uper('a')", 'missing', 'Scalar Function with name uper does not exist!', 'Did you mean `upper`?'],
  ['select * from «zzz', 'missing', 'Table with name zzz does not exist!', null],
  ['select * from «view', 'missing', 'Table with name view does not exist!', null],
  ["select 'x'«::int", 'data', "Could not convert string 'x' to INT32", null],
  ['create schema s', 'exists', 'Schema with name "s" already exists!', null],
  ['create table v as select 1', 'exists', 'View with name "v" already exists!', null],
  ['drop table v', 'exists', 'Existing object v is of type View, trying to drop type Table', null],
  ['select «c.nam from customers c', 'missing', 'Table "c" does not have a column named "nam"', 'Did you mean `name`?'],
  ['create table nowhere.t as select 1', 'missing', 'Schema with name nowhere does not exist!', null],
  [
    'insert into customers select «id, count(*) from customers',
    'syntax',
    'column "id" must appear in the GROUP BY clause or must be part of an aggregate function.',
    expect.stringMatching(/^Either add it/),
  ],
  ["select error('boom')", 'data', 'boom', null],
  [
    "select * from 's3://bucket/x.parquet'",
    'missing',
    'The DuckDB extension `httpfs` is not installed.',
    expect.stringContaining('install httpfs'),
  ],
])('%s', async (marked, reason, message, hint) => {
  const sql = marked.replace('«', '');
  const error = await failure(db.rows(sql));
  expect([error.reason, error.message]).toEqual([reason, message]);
  expect(error.hint).toEqual(hint);
  expect(error.offset).toBe(marked.includes('«') ? marked.indexOf('«') : null);
});

test('plain text errors lose their picture of the line', () => {
  expect(nativeError('Binder Error: No such column\n\nLINE 1: select x\n               ^')).toMatchObject({
    code: 'Binder',
    message: 'No such column',
  });
  expect(nativeError('something else')).toMatchObject({ code: null, message: 'something else' });
});

test('a full disk is no conflict, whatever DuckDB calls it', () => {
  const text =
    'TransactionContext Error: Failed to commit: Could not write file "/data/shop.duckdb.wal": No space left on device';
  expect(warehouseError(new Error(text), 'commit')).toMatchObject({
    reason: 'limit',
    message: 'The disk is full: `/data/shop.duckdb.wal` cannot be written.',
    hint: 'Make room, or move the database, and run it again.',
  });
});
