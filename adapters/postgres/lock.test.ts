import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RunLock, Warehouse } from '../../src/adapter/adapter.ts';
import type { RelationName } from '../../src/sql/relation.ts';
import { type Opened, open } from '../../test/adapter/postgres.ts';

let db: Opened;
let other: Warehouse;
beforeAll(async () => {
  db = await open();
  other = await db.connect();
});
afterAll(async () => {
  await other.close();
  await db.close();
});

const named = (name: string, schema = 'shop'): RelationName => ({ catalog: null, schema, name });
const lock = async (warehouse: Warehouse, relations: readonly RelationName[], holder = 'ada'): Promise<RunLock> => {
  const taken = await warehouse.lock?.(relations, holder);
  if (taken === undefined) throw new Error('there is no lock');
  return taken;
};
const release = async (taken: RunLock): Promise<void> => (taken.kind === 'held' ? taken.release() : undefined);

test('a relation is written by one run at a time, and the other one is told by whom', async () => {
  const mine = await lock(db.warehouse, [named('b'), named('a')], 'ada@laptop, process 7');
  expect(mine.kind).toBe('held');
  expect(await lock(other, [named('c'), named('b')])).toEqual({
    kind: 'taken',
    relation: named('b'),
    holder: 'ada@laptop, process 7',
  });
  const beside = await lock(other, [named('c'), named('b', 'elsewhere')]);
  expect(beside.kind).toBe('held');
  await release(beside);
  await release(mine);
  const now = await lock(other, [named('b')]);
  expect(now.kind).toBe('held');
  await release(now);
});

test('a run that is refused holds nothing', async () => {
  const mine = await lock(db.warehouse, [named('z')]);
  expect((await lock(other, [named('a'), named('z')])).kind).toBe('taken');
  const third = await lock(other, [named('a')]);
  expect(third.kind).toBe('held');
  await release(third);
  await release(mine);
});

test('who writes to very many relations has their schemas for itself', async () => {
  const many = Array.from({ length: 1500 }, (_, index) => named(`t${index}`));
  const mine = await lock(db.warehouse, many);
  expect((await lock(other, [named('new')])).kind).toBe('taken');
  expect((await lock(other, many)).kind).toBe('taken');
  await release(mine);
  const one = await lock(other, [named('new')]);
  expect((await lock(db.warehouse, many)).kind).toBe('taken');
  await release(one);
});

test('the lock of a process that dies is free, and a lock that is lost is told', async () => {
  const mine = await lock(db.warehouse, [named('x')], 'the dying');
  await db.server.sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'the dying'");
  let again = await lock(other, [named('x')]);
  while (again.kind === 'taken') again = await lock(other, [named('x')]);
  await vi.waitFor(() => expect(db.events.filter(text => text.includes('is lost'))).toHaveLength(1));
  await release(again);
  await release(mine).catch(() => undefined);
});
