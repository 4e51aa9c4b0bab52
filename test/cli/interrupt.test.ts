import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it, onTestFinished } from 'vitest';
import { runModel, startModel } from './command.ts';
import { normal } from './normal.ts';

/** `long` would take hours. */
const models = {
  first: 'select 1 as id',
  long: "select count(*) as pairs from {{ ref('first') }}, range(10000000) a, range(10000000) b where a.range + b.range < {{ var('limit') }}",
  after: "select * from {{ ref('long') }}",
};

it('Ctrl-C ends a build soon, tells what was done and leaves the database whole', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'model-interrupt-'));
  try {
    mkdirSync(join(dir, 'models'));
    writeFileSync(join(dir, 'model_project.yml'), 'name: shop\nversion: "1.0"\nmodels:\n  +materialized: table\n');
    for (const [name, sql] of Object.entries(models)) writeFileSync(join(dir, `models/${name}.sql`), sql);
    const { child, ended, output } = startModel(['build', '--threads', '1', '--vars', '{limit: 1e15}'], { dir });
    onTestFinished(() => void child.kill('SIGKILL'));
    while (!output().includes('main.first')) await pause(10);
    await pause(100);
    child.kill('SIGINT');
    const { exitCode, output: screen } = await ended;
    expect(normal(screen, dir)).toMatchInlineSnapshot(`
      "Modelwright x.y.z: shop to duckdb (dev), 3 nodes, 1 thread

      hh:mm:ss  1 of 3  OK     table  main.first  (1 row, 0.00s)
      hh:mm:ss  2 of 3  SKIP   table  main.long   (cancelled)
      hh:mm:ss  3 of 3  SKIP   table  main.after  (since long did not succeed)

      Cancelled after 0.00s: 3 nodes, 1 ok, 2 skipped.
      "
    `);
    expect(exitCode).toBe(130);
    expect(statuses(dir)).toEqual({ first: 'success', long: 'skipped', after: 'skipped' });
    expect(await tables(dir)).toEqual(['first']);

    writeFileSync(join(dir, 'models/long.sql'), 'select 0 as pairs');
    expect((await runModel(['build'], { dir })).exitCode).toBe(0);
    expect(await tables(dir)).toEqual(['after', 'first', 'long']);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

interface RunResults {
  readonly results: readonly { readonly unique_id: string; readonly status: string }[];
}

function statuses(dir: string): Readonly<Record<string, string>> {
  const { results } = JSON.parse(readFileSync(join(dir, 'target/run_results.json'), 'utf8')) as RunResults;
  return Object.fromEntries(results.map(one => [one.unique_id.split('.').at(-1), one.status]));
}

async function tables(dir: string): Promise<readonly string[]> {
  const instance = await DuckDBInstance.create(join(dir, 'shop.duckdb'));
  const connection = await instance.connect();
  const found = await connection.runAndReadAll('select table_name from information_schema.tables order by 1');
  connection.closeSync();
  instance.closeSync();
  return found.getRows().map(([name]) => String(name));
}
