import { expect, test } from 'vitest';
import { nameKey, renamed } from './stand-in-name.ts';

const schemas = new Map([
  [nameKey({ schema: 'raw', name: 'orders' }), 'x1'],
  [nameKey({ schema: 'Mixed "one"', name: 'a.b' }), 'x2'],
]);

test.each([
  ['select * from "db"."raw"."orders"', 'select * from "x1"."orders"'],
  ['select "db"."raw"."orders"."id" from RAW.Orders', 'select "x1"."orders"."id" from "x1".Orders'],
  ['select * from t, raw /* here */ . orders', 'select * from t, "x1" /* here */ . orders'],
  ['select 1 from "Mixed ""one"""."a.b"', 'select 1 from "x2"."a.b"'],
  ['select 1 + raw.orders as "raw.orders" from t as raw', 'select 1 + raw.orders as "raw.orders" from t as raw'],
  ["select 'from raw.orders' -- from raw.orders", "select 'from raw.orders' -- from raw.orders"],
  ['select * from other.raw.orders', 'select * from other.raw.orders'],
  ['select * from "RAW"."orders", other.orders', 'select * from "RAW"."orders", other.orders'],
])('%s', (sql, expected) => {
  const found = renamed(sql, 'db', schemas);
  expect(found.sql).toBe(expected);
  // What is not changed is found where it was.
  for (const word of sql.match(/\b(?:select|from|id|t)\b/g) ?? [])
    expect(found.origin(found.sql.lastIndexOf(word))).toBe(sql.lastIndexOf(word));
});

test('a place inside of a changed name is where the name begins', () => {
  const { sql, origin } = renamed('select 1 from "db"."raw"."orders" where x', 'db', schemas);
  expect(origin(sql.indexOf('x1'))).toBe(14);
  expect(origin(sql.indexOf('where'))).toBe(34);
});
