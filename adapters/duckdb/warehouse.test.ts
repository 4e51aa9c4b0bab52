import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sql } from '../../src/sql/relation.ts';
import { connectAt, failure, never, open, sessionOf, temporaryFolder } from '../../test/adapter/duckdb.ts';

let dir: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  dir = temporaryFolder();
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

const driver = createRequire(import.meta.url).resolve('@duckdb/node-api');

/** Another process that opens the file, runs the SQL, says so, and then waits to be killed. */
async function otherProcess(file: string, sql = 'select 1'): Promise<ChildProcess> {
  const script = `const { DuckDBInstance } = require(${JSON.stringify(driver)});
    DuckDBInstance.create(${JSON.stringify(file)}).then(async instance => {
      globalThis.connection = await instance.connect();
      await connection.run(${JSON.stringify(sql)});
      console.log('ready');
      setInterval(() => {}, 1000);
    });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await new Promise(resolve => child.stdout?.once('data', resolve));
  return child;
}
const killed = (child: ChildProcess): Promise<void> =>
  new Promise(resolve => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });

test('loading the plug-in does not load the driver', async () => {
  const plugin = JSON.stringify(new URL('./index.ts', import.meta.url).href);
  const script = `import { createRequire } from 'node:module';
    await import(${plugin});
    console.log(Object.keys(createRequire(import.meta.url).cache).filter(file => file.includes('@duckdb')).length);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout?.on('data', chunk => {
    output += chunk;
  });
  await new Promise(resolve => child.once('close', resolve));
  expect(output.trim()).toBe('0');
});

test('a file is created small, keeps its rows, and is free again after close', async () => {
  const db = await open({ path: 'shop.duckdb' }, dir);
  expect(db.warehouse.server).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    flavour: null,
    defaultCatalog: 'shop',
  });
  for (let index = 0; index < 20; index += 1) await db.run(`create table t${index} as select ${index} as a`);
  await db.session.close();
  await db.warehouse.close();
  await db.warehouse.close();
  expect(statSync(join(dir, 'shop.duckdb')).size).toBeLessThan(2_000_000);
  expect(existsSync(join(dir, 'shop.duckdb.wal'))).toBe(false);
  await killed(await otherProcess(join(dir, 'shop.duckdb'), 'insert into t1 values (2)'));
  const again = await open({ path: 'shop.duckdb' }, dir);
  expect(await again.rows('from shop.t1 order by a')).toEqual([[1], [2]]);
  await again.close();
});

test('a file of another block size is opened as it is', async () => {
  await killed(await otherProcess(join(dir, 'big.duckdb'), 'create table t as select 1 as a; checkpoint'));
  const db = await open({ path: 'big.duckdb' }, dir);
  await db.run('insert into t values (2)');
  expect(await db.rows('from t')).toEqual([[1], [2]]);
  await db.close();
});

test('two warehouses on one file in one process see each other', async () => {
  const first = await open({ path: 'shop.duckdb' }, dir);
  const second = await connectAt(dir, { path: 'shop.duckdb' });
  await first.run('create table t as select 1 as a');
  const session = await sessionOf(second);
  expect((await session.query('from t' as Sql, {}, never)).rows).toEqual([[1]]);
  await second.close();
  expect(await first.rows('from t')).toEqual([[1]]);
  await first.close();
});

test('a file that another process holds is told with its holder', async () => {
  const file = join(dir, 'shop.duckdb');
  const child = await otherProcess(file);
  const error = await failure(connectAt(dir, { path: 'shop.duckdb' }));
  expect([error.reason, error.retry]).toEqual(['locked', 'always']);
  expect(error.message).toMatch(
    new RegExp(`^Another process holds the database file \`shop.duckdb\`: \`.*node.*\`, process ${child.pid}\\.$`),
  );
  expect(error.hint).toContain('--wait-for-lock');
});

test('a held file is tried again as often as the profile says', async () => {
  const child = await otherProcess(join(dir, 'shop.duckdb'));
  const events: string[] = [];
  const opening = connectAt(dir, { path: 'shop.duckdb', retries: { connect_attempts: 6 } }, events);
  setTimeout(() => child.kill('SIGKILL'), 300);
  await (await opening).close();
  expect(events[0]).toMatch(/^adapter\.retry: Another process holds .* Trying again in 0\.25 s \(attempt 2 of 6\)\.$/);
});

test('killing a process in the middle of a transaction leaves what was committed', async () => {
  const file = join(dir, 'shop.duckdb');
  const sql =
    'create table t as select 1 as a; begin; drop table t; create table t as select 2 as a from range(100000); create table u as select 1 as a';
  await killed(await otherProcess(file, sql));
  const db = await open({ path: 'shop.duckdb' }, dir);
  expect(await db.rows('from t')).toEqual([[1]]);
  expect(
    (await db.warehouse.catalog.relations([{ catalog: null, schema: 'main' }], never)).map(found => found.name.name),
  ).toEqual(['t']);
  await db.close();
});

const refused: readonly (readonly [string, (file: string) => void, string, RegExp])[] = [
  ['a text file', file => writeFileSync(file, 'id,name\n'.repeat(5000)), 'data', /^The file `.*` is not a DuckDB database\.$/],
  ['an empty file', file => writeFileSync(file, ''), 'data', /^The file `.*` is not a DuckDB database\.$/],
  ['a folder', file => mkdirSync(file), 'other', /^`.*` is a folder, not a database file\.$/],
];
test.each(refused)('%s is refused', async (_, make, reason, message) => {
  make(join(dir, 'x.duckdb'));
  const error = await failure(connectAt(dir, { path: 'x.duckdb' }));
  expect([error.reason, error.message]).toEqual([reason, expect.stringMatching(message)]);
});

test('a missing folder is told', async () => {
  const error = await failure(connectAt(dir, { path: 'no/such/x.duckdb' }));
  expect([error.reason, error.message]).toEqual([
    'missing',
    'The database file `no/such/x.duckdb` cannot be created, since the folder `no/such` does not exist.',
  ]);
});

test('a damaged file is told', async () => {
  const file = join(dir, 'x.duckdb');
  const db = await open({ path: 'x.duckdb' }, dir);
  await db.run('create table t as select 1 as a');
  await db.session.close();
  await db.warehouse.close();
  const bytes = readFileSync(file);
  bytes.fill(0xaa, 20, 40);
  writeFileSync(file, bytes);
  expect((await failure(connectAt(dir, { path: 'x.duckdb' }))).message).toMatch(/^The database file `.*` is damaged: /);
});

/** DuckDB's checksum of its 4 KB headers: an exclusive or of 64-bit products. */
function withNewerVersion(bytes: Buffer): Buffer {
  bytes.writeBigUInt64LE(9999n, 12);
  let sum = 5381n;
  for (let at = 8; at < 4096; at += 8) sum ^= BigInt.asUintN(64, bytes.readBigUInt64LE(at) * 0xbf58476d1ce4e5b9n);
  bytes.writeBigUInt64LE(sum, 0);
  return bytes;
}

test('a file of a newer DuckDB is told', async () => {
  const file = join(dir, 'x.duckdb');
  await (await connectAt(dir, { path: 'x.duckdb' })).close();
  writeFileSync(file, withNewerVersion(readFileSync(file)));
  const error = await failure(connectAt(dir, { path: 'x.duckdb' }));
  expect(error.message).toMatch(
    /^The database file `.*` was written by a newer DuckDB than this one can read \(storage version 9999; this one reads \d+ to \d+\)\.$/,
  );
});

test('a database opened for reading says so when written to', async () => {
  await (await connectAt(dir, { path: 'x.duckdb' })).close();
  const db = await open({ path: 'x.duckdb', config_options: { access_mode: 'READ_ONLY' } }, dir);
  const error = await failure(db.run('create table t as select 1'));
  expect([error.reason, error.message]).toEqual(['permission', 'The database `x` is open for reading only.']);
  await db.close();
});

test('settings hold in every session', async () => {
  const db = await open(
    { settings: { TimeZone: 'Asia/Tokyo', schema: 'information_schema', threads: 3 }, temp_directory: join(dir, 'spill') },
    dir,
  );
  const second = await sessionOf(db.warehouse);
  const sql =
    "select current_setting('TimeZone'), current_schema(), current_setting('threads'), current_setting('temp_directory')" as Sql;
  for (const session of [db.session, second])
    expect((await session.query(sql, {}, never)).rows).toEqual([['Asia/Tokyo', 'information_schema', 3, join(dir, 'spill')]]);
  await db.close();
});

test('an unknown setting is told, with what it may have been', async () => {
  const error = await failure(connectAt(dir, { settings: { memory_limt: '1GB' } }));
  expect([error.message, error.hint]).toEqual([
    'The setting `memory_limt` cannot be applied: unrecognized configuration parameter "memory_limt"',
    'Did you mean `memory_limit`?',
  ]);
});

test('extensions inside the driver load; others are named', async () => {
  await (await connectAt(dir, { extensions: ['parquet', 'json', { name: 'icu' }] })).close();
  const error = await failure(connectAt(dir, { extensions: ['httpfs'], settings: { extension_directory: join(dir, 'none') } }));
  expect([error.reason, error.message]).toEqual(['missing', 'The DuckDB extension `httpfs` is not installed.']);
});

test('a secret that cannot be made does not show its value', async () => {
  const error = await failure(
    connectAt(dir, { secrets: [{ type: 's3', name: 'mine', key_id: 'AKIA123', secret: 'hunter2', scope: ['s3://a'] }] }),
  );
  expect(error.message).toMatch(/^The secret `mine` cannot be created: /);
  expect(JSON.stringify([error.message, error.hint, error.native, String(error.cause)])).not.toMatch(/hunter2|AKIA123/);
});

test('a secret is made under its name, whatever is in its values', async () => {
  const headers = { Authorization: "Bearer it's; drop" };
  const db = await open(
    { secrets: [{ type: 'http', name: 'my "api"', extra_http_headers: headers, scope: ["https://it's.example"] }] },
    dir,
  );
  expect(
    await db.rows(
      "select name, type, scope, secret_string like '%redacted%' or secret_string like '%drop%' from duckdb_secrets()",
    ),
  ).toEqual([['my "api"', 'http', ["https://it's.example"], true]]);
  await db.close();
});

test.each([
  [{ config_options: { foo_bar: 1 } }, 'The setting `foo_bar` cannot be applied: DuckDB does not know this option'],
  [{ path: 'ducklake:meta.ducklake' }, 'The DuckDB extension `ducklake` is not installed.'],
  [
    { attach: [{ path: 'a.sqlite', type: 'sqlite' }] },
    /cannot be attached: The DuckDB extension `sqlite_scanner` is not installed\.$/,
  ],
  [{ attach: [{ path: 'password=hunter2', type: 'postgres' }] }, /^`postgres` cannot be attached: /],
  [{ settings: { memory_limit: 'lots' } }, 'The setting `memory_limit` cannot be applied: Memory must have a number (e.g. 1GB)'],
])('the profile %j is refused', async (profile, message) => {
  const offline = {
    ...profile,
    settings: { extension_directory: join(dir, 'none'), ...('settings' in profile ? profile.settings : {}) },
  };
  const error = await failure(connectAt(dir, 'path' in profile ? profile : offline));
  if (typeof message === 'string') expect(error.message).toBe(message);
  else expect(error.message).toMatch(message);
  expect(JSON.stringify([error.message, error.hint, error.native])).not.toContain('hunter2');
});

test('attached databases are read, written and listed under their alias', async () => {
  await (await connectAt(dir, { path: 'other.duckdb' })).close();
  const db = await open({ path: 'shop.duckdb', attach: [{ path: 'other.duckdb', alias: 'o' }, ':memory:'] }, dir);
  await db.run('create schema o.raw; create table o.raw.t as select 1 as a; create view v as from o.raw.t');
  const scope = [
    { catalog: 'O', schema: 'RAW' },
    { catalog: null, schema: 'main' },
    { catalog: null, schema: 'none' },
  ];
  expect(
    (await db.warehouse.catalog.relations(scope, never)).map(found => [
      found.name.catalog,
      found.name.name,
      found.kind,
      found.rows,
    ]),
  ).toEqual([
    ['o', 't', 'table', 1],
    ['shop', 'v', 'view', null],
  ]);
  expect((await db.warehouse.catalog.columns(scope, never)).map(found => [found.relation.name, found.columns.length])).toEqual([
    ['t', 1],
    ['v', 1],
  ]);
  expect(await db.warehouse.catalog.schemas('o', never)).toEqual(['main', 'raw']);
  expect(await db.warehouse.catalog.schemas('nope', never)).toEqual([]);
  await db.close();
});

test('the profile chooses an attached database', async () => {
  const db = await open({ path: 'shop.duckdb', database: 'O', attach: [{ path: 'other.duckdb', alias: 'o' }] }, dir);
  expect(db.warehouse.server.defaultCatalog).toBe('o');
  expect(await db.rows('select current_database()')).toEqual([['o']]);
  await db.close();
  const error = await failure(connectAt(temporaryFolder(), { path: 'shop.duckdb', database: 'prod' }));
  expect(error.message).toBe('`database` is `prod`, but the profile opens only `shop`.');
});

test('an attached file that cannot be opened is named', async () => {
  const error = await failure(connectAt(dir, { attach: [{ path: 'none.duckdb', read_only: true }] }));
  expect(error.message).toMatch(/^`.*none\.duckdb` cannot be attached: /);
});

test('a view whose table has gone does not break the catalog', async () => {
  const db = await open();
  await db.run('create table t as select 1 as a; create view v as from t; drop table t; create table u as select 2 as b');
  const scope = [{ catalog: null, schema: 'main' }];
  expect((await db.warehouse.catalog.relations(scope, never)).map(found => found.name.name)).toEqual(['u', 'v']);
  expect((await db.warehouse.catalog.columns(scope, never)).map(found => found.relation.name)).toContain('u');
  await db.close();
});

test('sessions after close are refused', async () => {
  const db = await open();
  await db.close();
  expect((await failure(sessionOf(db.warehouse))).message).toBe('The connection to the warehouse is closed.');
  expect((await failure(db.rows('select 1'))).reason).toBe('cancelled');
});

test('sessions run in parallel', async () => {
  const db = await open();
  const other = await sessionOf(db.warehouse);
  const order: string[] = [];
  const long = db.rows('select sum(a.range * b.range) from range(20000) a, range(20000) b').then(() => order.push('long'));
  await other.query('select 1' as Sql, {}, never);
  order.push('short');
  await long;
  expect(order).toEqual(['short', 'long']);
  await db.close();
});
