import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { type Started, startModel } from '../cli/command.ts';
import { expectedTables, writeProject, writeSeed } from './crash-project.ts';

const kills = 20;
/** Two at a time, since a build leaves cores idle. */
const chains = [11, 23];

/**
 * `kill -9` at moments spread over a build. Each chain has a project of its own and kills one build after the other; every killed
 * build is done again, so a table may hold what the last build or the killed one made of it, and afterwards exactly the latter.
 */
it.concurrent.each(chains)(
  'a killed build leaves every table old or new, and the next one is green (seed %i)',
  async seed => {
    const dir = mkdtempSync(join(tmpdir(), 'model-crash-'));
    try {
      writeProject(dir);
      const random = randomFrom(seed);
      let done = 1;
      let runMs = await build(dir, done);
      for (let landed = 0, each = kills / chains.length; landed < each; ) {
        const afterMs = runMs * ((landed + random()) / each);
        const wasKilled = await killedBuild(dir, { build: done + 1, afterMs });
        await expectWhole(dir, done);
        done += 1;
        if (wasKilled) {
          landed += 1;
          runMs = await build(dir, done);
        } else runMs *= 0.9;
        expect(await tables(dir), `after build ${done}`).toEqual(expectedTables(done));
      }
    } finally {
      rmSync(dir, { recursive: true });
    }
  },
  300_000,
);

/** Repeatable numbers from 0 to 1. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** From its first line to its last, in milliseconds: what comes before and after touches no table. */
async function build(dir: string, number: number): Promise<number> {
  const { ended, shows } = start(dir, number);
  await shows('Modelwright');
  const startedAt = performance.now();
  await shows('Done in');
  const runMs = performance.now() - startedAt;
  const { exitCode, output } = await ended;
  expect(exitCode, output).toBe(0);
  return runMs;
}

interface Killed {
  readonly build: number;
  /** Counted from the first line. */
  readonly afterMs: number;
}

/** False when it ended before it could be killed. */
async function killedBuild(dir: string, { build, afterMs }: Killed): Promise<boolean> {
  const { child, ended, shows } = start(dir, build);
  await shows('Modelwright');
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
  const { exitCode, output } = await ended;
  clearTimeout(timer);
  expect([null, 0], output).toContain(exitCode);
  return exitCode === null;
}

/** `shows` is fulfilled when the text is on the screen, or when the process has ended without it. */
function start(dir: string, build: number): Started & { readonly shows: (text: string) => Promise<void> } {
  writeSeed(dir, build);
  const started = startModel(['build', '--vars', `{build: ${build}}`], { dir });
  const shows = async (text: string): Promise<void> => {
    while (started.child.exitCode === null && started.child.signalCode === null && !started.output().includes(text))
      await pause(2);
  };
  return { ...started, shows };
}

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/** Each table as one of the two builds left it, and none missing. What was being built aside may still lie there. */
async function expectWhole(dir: string, done: number): Promise<void> {
  const found = await tables(dir);
  const fresh = expectedTables(done + 1);
  for (const [name, old] of Object.entries(expectedTables(done))) expect([old, fresh[name]], name).toContain(found[name]);
}

/** How many rows of which build each table holds, as the database file has it. Rows of one id and build count once. */
async function tables(dir: string): Promise<Readonly<Record<string, string>>> {
  const instance = await DuckDBInstance.create(join(dir, 'shop.duckdb'));
  const connection = await instance.connect();
  const texts = async (sql: string): Promise<readonly string[]> =>
    (await connection.runAndReadAll(sql)).getRows().map(([text]) => String(text));
  try {
    const names = await texts("select table_name from information_schema.tables where table_schema = 'main' order by 1");
    const found: Record<string, string> = {};
    for (const name of names) {
      const sql = `select build || ': ' || count(distinct id) || case when count(*) > count(distinct id) then ' and more' else '' end
        from "${name}" group by build order by build`;
      found[name] = (await texts(sql)).join(', ');
    }
    return found;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
