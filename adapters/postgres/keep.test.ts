import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Statement } from '../../src/adapter/adapter.ts';
import type { StepOf } from '../../src/adapter/step.ts';
import { dependentsOf } from '../../src/execute/ties.ts';
import type { RelationName, Sql } from '../../src/sql/relation.ts';
import { failure, never, sessionOf } from '../../test/adapter/duckdb.ts';
import { type Opened, open } from '../../test/adapter/postgres.ts';
import { dialect } from './dialect.ts';
import postgres from './index.ts';

let db: Opened;
beforeAll(async () => {
  db = await open();
  await db.run('create role ann; create role bob; create role eve');
});
afterAll(() => db.close());
beforeEach(() =>
  db.run('create schema shop; create schema "My Reports"; create table shop.orders as select 1 as id, 10 as amount'),
);
afterEach(() => db.run('drop schema if exists shop, "My Reports" cascade'));

const name = (text: string): RelationName => ({ catalog: null, schema: 'shop', name: text });
const report = (text: string): RelationName => ({ catalog: null, schema: 'My Reports', name: text });

type Rebuilt = Partial<Omit<StepOf<'supersede'>, 'kind'>>;
async function rebuild(select: string, change: Rebuilt = {}): Promise<void> {
  const { builtIs = 'table', liveIs = 'table' } = change;
  await db.run(`create ${builtIs} shop.built as ${select}`);
  const built = { built: name('built'), builtIs, live: name('orders'), liveIs };
  await db.session.transaction(() =>
    db.apply({ kind: 'supersede', ...built, how: 'rename-in-transaction', released: [], ...change }),
  );
}

const column = async (sql: string): Promise<unknown> => (await db.rows(sql)).map(([value]) => value);
const identity = async (relation: string): Promise<unknown> =>
  (await db.rows(`select '${relation}'::regclass::oid::bigint`))[0]?.[0];
const relations = (): Promise<unknown> =>
  column(`select c.relname from pg_class c where relnamespace in ('shop'::regnamespace, '"My Reports"'::regnamespace)
    and relkind in ('r', 'v', 'm') order by 1`);

test('a table that nothing is bound to is superseded, and the old one goes', async () => {
  await rebuild('select 2 as other');
  expect(await column('select other from shop.orders')).toEqual([2]);
  expect(await relations()).toEqual(['orders']);
});

test('views read the new table, in every schema and at every distance, and stay the same views', async () => {
  await db.run(`create view shop.v as select id, amount from shop.orders;
    create view "My Reports"."W x" as select sum(amount) as total from shop.v;
    create view shop.u as select v.id, w.total from shop.v v cross join "My Reports"."W x" w`);
  const before = await identity('shop.v');
  await rebuild('select 5 as id, 50 as amount, true as more');
  expect(await column('select total from shop.u')).toEqual([50]);
  expect(await identity('shop.v')).toBe(before);
  expect(await relations()).toEqual(['W x', 'orders', 'u', 'v']);
});

test('views are made again over another type with all that they had', async () => {
  await db.run(`create view shop.v with (security_barrier=true) as select id, amount from shop.orders;
    create view shop.w as select amount from shop.v;
    alter view shop.w owner to bob; alter view shop.v alter column id set default 7;
    comment on view shop.v is 'it''s'; comment on column shop.v.id is 'key';
    grant select on shop.v to ann; grant select (amount) on shop.w to ann with grant option; grant select on shop.v to public;
    create rule no_delete as on delete to shop.v do instead nothing;
    alter default privileges in schema shop grant update on tables to eve`);
  await rebuild("select 5::bigint as id, 'x' as amount");
  expect(await column('select amount from shop.w')).toEqual(['x']);
  expect(
    await db.rows(`select relname, relowner::regrole::text, reloptions, obj_description(oid), relacl::text
    from pg_class where oid in ('shop.v'::regclass, 'shop.w'::regclass) order by 1`),
  ).toEqual([
    [
      'v',
      'tester',
      ['security_barrier=true'],
      "it's",
      '{tester=arwdDxtm/tester,ann=r/tester,=r/tester}'.replace('arwdDxtm', await allRights()),
    ],
    ['w', 'bob', null, null, `{bob=${await allRights()}/bob}`],
  ]);
  expect(await column("select attacl::text from pg_attribute where attrelid = 'shop.w'::regclass and attnum = 1")).toEqual([
    '{ann=r*/bob}',
  ]);
  expect(await column("select col_description('shop.v'::regclass, 1)")).toEqual(['key']);
  await db.run('delete from shop.v');
  expect(await column('select count(*) from shop.v')).toEqual([1]);
  expect(
    await column("select column_default from information_schema.columns where table_name = 'v' and column_name = 'id'"),
  ).toEqual(['7']);
});

/** What an owner may do differs between versions. */
const allRights = async (): Promise<string> => {
  const [row] = await db.rows("select split_part(acldefault('r', 'tester'::regrole)::text, '=', 2)");
  return String(row?.[0]).split('/')[0] ?? '';
};

test('materialized views keep their indexes, their rows come from the new table, and empty ones stay empty', async () => {
  await db.run(`create materialized view shop.m as select amount from shop.orders; create unique index by_amount on shop.m (amount);
    create materialized view shop.n as select amount from shop.orders with no data;
    create view shop.of_m as select amount from shop.m`);
  await rebuild('select 5 as id, 50 as amount');
  expect(await column('select amount from shop.of_m')).toEqual([50]);
  expect(await column("select indexdef from pg_indexes where schemaname = 'shop'")).toEqual([
    'CREATE UNIQUE INDEX by_amount ON shop.m USING btree (amount)',
  ]);
  expect(await column("select matviewname from pg_matviews where schemaname = 'shop' and not ispopulated")).toEqual(['n']);
});

test('a view that needs what is gone keeps the old table, and is named', async () => {
  await db.run('create view shop.v as select id from shop.orders; create view "My Reports".w as select amount from shop.orders');
  expect(await failure(rebuild('select 5 as id'))).toMatchObject({
    reason: 'exists',
    message: expect.stringMatching(
      /^`"My Reports"\.w` is bound to it and cannot be kept: column .*amount.* does not exist\. Nothing was changed\.$/,
    ),
  });
  expect(await db.rows('select v.id, w.amount from shop.v cross join "My Reports".w')).toEqual([[1, 10]]);
});

test('what is released goes, the rest stays', async () => {
  await db.run(`create view shop.v as select id from shop.orders; create view "My Reports".w as select amount from shop.orders;
    create view "My Reports".x as select * from "My Reports".w`);
  await rebuild('select 5 as id', { released: [report('w'), report('x')] });
  expect(await relations()).toEqual(['orders', 'v']);
  expect(await column('select id from shop.v')).toEqual([5]);
});

test('foreign keys are checked against the new table, or released', async () => {
  const children = `alter table shop.orders add primary key (id); create table shop.items (order_id int references shop.orders);
    insert into shop.items values (1)`;
  await db.run(children);
  const withKey = async (id: number): Promise<void> => {
    await db.run(`create table shop.built (id int primary key); insert into shop.built values (${id})`);
    const step = { built: name('built'), builtIs: 'table', live: name('orders'), liveIs: 'table' } as const;
    await db.session.transaction(() => db.apply({ kind: 'supersede', ...step, how: 'rename-in-transaction', released: [] }));
  };
  expect((await failure(withKey(2))).message).toMatch(/^`shop\.items` is bound to it and cannot be kept: .*foreign key/);
  await db.run('drop table shop.built');
  await withKey(1);
  expect((await failure(db.run('insert into shop.items values (9)'))).message).toMatch(/foreign key/);
  await rebuild('select 9 as id', { released: [name('items')] });
  expect(await column("select count(*) from pg_constraint where conrelid = 'shop.items'::regclass and contype = 'f'")).toEqual([
    0,
  ]);
  expect(await column('select order_id from shop.items')).toEqual([1]);
});

test('a function that is bound to it forbids the change, and nothing goes', async () => {
  await db.run(
    "create function shop.f(shop.orders) returns int language sql as 'select 1'; create view shop.v as select id from shop.orders",
  );
  expect((await failure(rebuild('select 5 as id'))).message).toMatch(
    /cannot drop table shop\.orders because other objects depend on it.*function shop\.f/s,
  );
  expect(await column('select id from shop.v')).toEqual([1]);
});

test('a view of another owner that may not be changed forbids it, and is named', async () => {
  await db.run(`create view shop.v as select id from shop.orders; alter table shop.orders owner to ann;
    grant usage, create on schema shop to ann; set role ann`);
  const error = await failure(rebuild('select 5 as id'));
  await db.run('reset role');
  expect(error.message).toBe('`shop.v` is bound to it and cannot be kept: must be owner of view v. Nothing was changed.');
});

test.each([
  ['view', 'table'],
  ['table', 'view'],
  ['table', 'materialized-view'],
  ['view', 'view'],
] as const)('a %s in the place of a %s keeps what reads it', async (builtIs, liveIs) => {
  await db.run(`drop table shop.orders; create ${liveIs.replace('-', ' ')} shop.orders as select 1 as id, 10 as amount;
    create view shop.v as select amount from shop.orders`);
  await rebuild('select 2::bigint as id, 20 as amount', { builtIs, liveIs });
  expect(await column('select amount from shop.v')).toEqual([20]);
});

test('a table that has gone meanwhile is no hindrance, and the search path is what it was', async () => {
  await db.run('drop table shop.orders; set search_path to shop');
  await rebuild('select 5 as id');
  expect(await column('select id from orders')).toEqual([5]);
  await rebuild('select 6 as id');
  expect(await column('show search_path')).toEqual(['shop']);
  await db.run('reset search_path');
});

test('columns of a table change under the views that read it', async () => {
  await db.run('create view shop.v as select id, amount from shop.orders; create view shop.w as select id from shop.orders');
  const retype = { kind: 'retype', name: 'amount', to: 'numeric(12,2)' } as const;
  const apply = (step: Omit<StepOf<'alter-columns'>, 'kind' | 'target'>) =>
    db.apply({ kind: 'alter-columns', target: name('orders'), ...step });
  await apply({ changes: [retype], released: [] });
  expect(await column('select amount from shop.v')).toEqual(['10.00']);
  const drop = { kind: 'drop', name: 'amount' } as const;
  expect((await failure(apply({ changes: [drop], released: [] }))).message).toMatch(/^`shop\.v` is bound to it/);
  await apply({ changes: [drop], released: [name('v')] });
  expect(await relations()).toEqual(['orders', 'w']);
});

test('dependents are listed behind what they read, with the columns that they read', async () => {
  await db.run(`create view shop.v as select id from shop.orders; create view shop.a as select v.id, o.amount from shop.v v, shop.orders o;
    alter table shop.orders add primary key (id); create table shop.items (order_id int references shop.orders)`);
  const { rows } = await db.session.query(dialect.dependents(name('orders')) as Sql, {}, never);
  expect(
    dependentsOf(rows, null).map(({ name: own, kind, reads }) => [
      own.name,
      kind,
      reads.map(read => `${read.relation.name}.${read.column}`).sort(),
    ]),
  ).toEqual([
    ['items', 'table', ['orders.id']],
    ['v', 'view', ['orders.id']],
    ['a', 'view', ['orders.amount', 'v.id']],
  ]);
});

test('tables that one view reads are superseded beside each other', async () => {
  const numbers = [1, 2, 3, 4];
  for (const number of numbers)
    await db.run(`create table shop.t${number} as select ${number} as id; create table shop.b${number} as select 1 as id`);
  await db.run(`create view shop.v as select ${numbers.map(number => `(select id from shop.t${number})`).join(' + ')} as total;
    create view "My Reports".w as select total from shop.v`);
  const supersede = async (number: number): Promise<void> => {
    const session = await sessionOf(db.warehouse);
    const names = { built: name(`b${number}`), builtIs: 'table', live: name(`t${number}`), liveIs: 'table' } as const;
    const step = { kind: 'supersede', ...names, how: 'rename-in-transaction', released: [] } as const;
    const can = postgres.capabilities(db.warehouse.server, null);
    const [statement] = dialect.render.supersede(step, can) as readonly [Statement];
    await session.transaction(() => session.run(statement, never)).finally(() => session.close());
  };
  await Promise.all(numbers.map(supersede));
  expect(await column('select total from "My Reports".w')).toEqual([4]);
});
