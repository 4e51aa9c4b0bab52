import { afterEach, beforeEach, expect, test } from 'vitest';
import duckdb from '../../adapters/duckdb/index.ts';
import type { Warehouse } from '../../src/adapter/adapter.ts';
import { type RelationCache, relationCache } from '../../src/execute/relation-cache.ts';
import type { RelationName, Sql } from '../../src/sql/relation.ts';
import { never, type Opened, open } from '../adapter/duckdb.ts';

let opened: Opened;
let reads: number;
let cache: RelationCache;
beforeEach(async () => {
  opened = await open();
  reads = 0;
  await opened.run('create schema shop; create table shop.It as select 1 as n');
  cache = relationCache({
    warehouse: counting(opened.warehouse),
    names: duckdb.capabilities(opened.warehouse.server, null).names,
    signal: never,
  });
});
afterEach(() => opened.close());

/** The real warehouse, with its round trips counted. */
const counting = (warehouse: Warehouse): Warehouse => ({
  ...warehouse,
  catalog: {
    ...warehouse.catalog,
    relations: (scope, signal) => {
      reads += 1;
      return warehouse.catalog.relations(scope, signal);
    },
  },
});
const named = (name: string): RelationName => ({ catalog: null, schema: 'SHOP', name });
const select = 'select 1 as n' as Sql;

test('reads a schema once, however many ask at once, and names compare as in the warehouse', async () => {
  const all = await Promise.all([
    cache.relation(named('it')),
    cache.relation({ ...named('IT'), catalog: 'memory' }),
    cache.relation(named('other')),
  ]);
  expect(all.map(info => info?.name.name ?? null)).toEqual(['It', 'It', null]);
  expect(reads).toBe(1);
  await cache.load([named(''), { catalog: null, schema: 'main' }, { catalog: null, schema: 'none' }]);
  expect(reads).toBe(2);
  expect(await cache.relations({ catalog: null, schema: 'none' })).toEqual([]);
  expect(reads).toBe(2);
});

test('steps keep it true, and a rolled back transaction takes them back', async () => {
  const journal = cache.journal();
  const aside = named('aside');
  await journal.record({ kind: 'create-view', target: aside, select, replace: false });
  await journal.record({
    kind: 'supersede',
    built: aside,
    builtIs: 'view',
    live: named('it'),
    liveIs: 'table',
    how: 'rename-in-transaction',
    released: [],
  });
  expect((await cache.relations(named(''))).map(info => info.kind)).toEqual(['view']);
  journal.undo();
  expect((await cache.relations(named(''))).map(info => [info.name.name, info.kind])).toEqual([['It', 'table']]);
  expect(reads).toBe(1);
});

test('a read that failed is tried again', async () => {
  const aborted = AbortSignal.abort();
  const names = duckdb.capabilities(opened.warehouse.server, null).names;
  let isAborted = true;
  const flaky: Warehouse = {
    ...opened.warehouse,
    catalog: {
      ...opened.warehouse.catalog,
      relations: (scope, signal) => opened.warehouse.catalog.relations(scope, isAborted ? aborted : signal),
    },
  };
  const shaky = relationCache({ warehouse: flaky, names, signal: never });
  await expect(shaky.relation(named('it'))).rejects.toThrow();
  isAborted = false;
  expect((await shaky.relation(named('it')))?.kind).toBe('table');
});

test('knows schemas, and those that steps make', async () => {
  expect(await cache.hasSchema({ catalog: null, schema: 'Shop' })).toBe(true);
  expect(await cache.hasSchema({ catalog: null, schema: 'new' })).toBe(false);
  await cache.journal().record({ kind: 'create-schema', catalog: null, schema: 'new' });
  expect(await cache.hasSchema({ catalog: 'memory', schema: 'NEW' })).toBe(true);
});
