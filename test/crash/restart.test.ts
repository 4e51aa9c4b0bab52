import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OwnServer, ownServer } from '../adapter/postgres-server.ts';
import { openShop, type Shop, statuses } from './shop.ts';

/** As long as the table says so, one row keeps a statement busy until the server is gone. */
const slow = (config: string): string =>
  `{{ config(${config}) }} select i as id, cast(pg_sleep(case when i = 1 and (select is_on from public.slow) then 60 else 0 end) as text) as slept
from generate_series(1, 100) as numbers(i) where {{ ref('first') is not none }}`;
const files = {
  'models/first.sql': "{{ config(materialized='table') }} select 1 as id",
  'models/made.sql': slow("materialized='table'"),
  'models/hooked.sql': slow("materialized='table', pre_hook='select 1'"),
  'models/grown.sql': slow("materialized='incremental', unique_key='id'"),
  'models/below.sql': "select count(*) as n from {{ ref('made') }}",
  'models/beside.sql': "select count(*) as n from {{ ref('grown') }}",
};
const counts = 'select (select n from main.below), (select n from main.beside), (select count(*) from main.hooked)';

let server: OwnServer;
let shop: Shop;
beforeAll(async () => {
  // Otherwise a crash may lose what was committed just before.
  server = await ownServer({ settings: ['synchronous_commit=on'] });
  await server.sql('create table public.slow as select false as is_on');
  shop = openShop({ ...server.profile, schema: 'main', threads: 4 }, files);
});
afterAll(async () => {
  shop.close();
  await server.close();
});

/** Fulfilled when so many statements sleep. */
async function asleep(count: number): Promise<void> {
  const sleeping = "select count(*) from pg_stat_activity where wait_event = 'PgSleep'";
  while (Number((await server.sql(sleeping))[0]?.[0]) < count) await new Promise(resolve => setTimeout(resolve, 20));
}

test.each(['INT', 'QUIT'] as const)(
  'a server that restarts (%s) in the middle: what is made anew goes on, the rest is told, nothing is lost',
  async signal => {
    expect((await shop.build()).exitCode).toBe(0);
    await server.sql('update public.slow set is_on = true');
    const running = shop.build();
    await asleep(3);
    // The statement that is sent again is to be quick.
    await server.sql('update public.slow set is_on = false');
    await server.kill(signal);
    await server.start();
    const end = await running;
    expect(statuses(end)).toEqual({
      first: 'success',
      made: 'success',
      hooked: 'error',
      grown: 'error',
      below: 'success',
      beside: 'skipped',
    });
    expect(end.output).toMatch(/The connection to the server was lost: .*\. Trying again in 0\.5 s\./);
    expect(end.output).toContain('`grown` failed in the warehouse: The connection to the server was lost: ');
    expect(end.output).toContain('hint: What was under way is undone by the server; run again.');
    expect(await server.sql(counts)).toEqual([['100', '100', '100']]);
    expect((await shop.build()).exitCode).toBe(0);
    expect(await server.sql(counts)).toEqual([['100', '100', '100']]);
  },
  60_000,
);

test('a server that is away is told before anything is built', async () => {
  await server.kill('INT');
  const end = await shop.build();
  expect(end.exitCode).toBe(2);
  expect(end.output).toContain('No connection to `postgres`: No server listens at `');
  expect(end.output).toContain('hint: Check `host` and `port` in the profile');
  await server.start();
  expect((await shop.build()).exitCode).toBe(0);
});
