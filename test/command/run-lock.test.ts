import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunLock } from '../../src/adapter/adapter.ts';
import { runCommand } from '../../src/cli/run-command.ts';
import { type Opened, open } from '../adapter/postgres.ts';
import { folderOf } from '../project/folder.ts';

let db: Opened;
beforeAll(async () => {
  db = await open();
});
afterAll(() => db.close());

const project = (): string =>
  folderOf({
    'model_project.yml': 'name: shop\nprofile: shop',
    'profiles.yml': JSON.stringify({ shop: { target: 'dev', outputs: { dev: { ...db.server.profile, schema: 'shop' } } } }),
    'models/orders.sql': "{{ config(materialized='table') }} select 1 as id",
    'models/others.sql': 'select 1 as id',
  });

const held = async (name: string): Promise<Extract<RunLock, { readonly kind: 'held' }>> => {
  const relation = { catalog: String(db.server.profile['dbname']), schema: 'shop', name };
  const lock = await db.warehouse.lock?.([relation], 'ada@laptop, process 7');
  if (lock?.kind !== 'held') throw new Error('somebody else has the lock');
  return lock;
};

test('a build that another run is in the way of says whose, and touches nothing', async () => {
  const lock = await held('orders');
  const { exitCode, output } = await runCommand(['build'], { workingDir: project() });
  expect(output).toContain('error[run-locked]: A run of ada@laptop, process 7, writes to `shop.orders`.');
  expect(output).toContain('`--wait-for-lock`');
  expect(exitCode).toBe(2);
  const beside = await runCommand(['build', '--select', 'others'], { workingDir: project() });
  expect(beside.exitCode).toBe(0);
  await lock.release();
});

test('it waits when told to, and says for whom', async () => {
  const lock = await held('orders');
  const { exitCode, output } = await runCommand(['build', '--wait-for-lock'], {
    workingDir: project(),
    onEvent: event => {
      if (event.kind === 'log' && event.text.startsWith('Waiting for')) void lock.release();
    },
  });
  expect(output).toContain('Waiting for ada@laptop, process 7, which writes to `shop.orders`.');
  expect(exitCode).toBe(0);
});

test('it waits no longer than it is told', async () => {
  const lock = await held('orders');
  const { exitCode, output } = await runCommand(['build', '--wait-for-lock', '1'], { workingDir: project() });
  expect(output).toContain('writes to `shop.orders`, and still did after 1 s.');
  expect(exitCode).toBe(2);
  await lock.release();
});

test('with the lock, what a dead run has left of these relations is dropped, however young', async () => {
  const seconds = Math.floor(Date.now() / 1000)
    .toString(36)
    .padStart(7, '0');
  await db.run(`create table shop.orders__mw_${seconds}abcdef_new as select 1 as n`);
  await db.run(`create table shop.elsewhere__mw_${seconds}abcdef_new as select 1 as n`);
  expect((await runCommand(['build'], { workingDir: project() })).exitCode).toBe(0);
  const left = await db.rows("select table_name from information_schema.tables where table_name like '%\\_\\_mw\\_%'");
  expect(left).toEqual([[`elsewhere__mw_${seconds}abcdef_new`]]);
});
