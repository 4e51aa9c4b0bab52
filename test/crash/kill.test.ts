import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { postgresServer } from '../adapter/postgres-server.ts';
import { type Started, startModel } from '../cli/command.ts';
import {
  buildWords,
  byDay,
  type CrashProject,
  countSql,
  dayFilters,
  type Engine,
  expectedTables,
  writeProject,
  writeSeed,
} from './crash-project.ts';

/** How often each chain interrupts a build; `npm run test:faults` does it 50 times. */
const kills = Number(process.env['MODEL_TEST_KILLS'] ?? 4);

/** A fault at a moment of a build: a killed process, or on the server a connection that is cut. */
interface Chain {
  readonly engine: Engine;
  readonly fault: 'kill the process' | 'cut its connections';
  readonly seed: number;
}
const chains: readonly Chain[] = [
  { engine: 'duckdb', fault: 'kill the process', seed: 11 },
  { engine: 'postgres', fault: 'kill the process', seed: 23 },
  { engine: 'postgres', fault: 'cut its connections', seed: 37 },
];

/**
 * Moments are spread over a build. Each chain has a project of its own and interrupts one build after the other; every interrupted
 * build is done again, so a table may hold what the last build or the interrupted one made of it, and afterwards exactly the latter.
 */
it.concurrent.each(chains)(
  'on $engine, every table is old or new after a fault ($fault), and the next build is as if there had been none',
  async chain => {
    const place = await openPlace(chain);
    try {
      const random = randomFrom(chain.seed);
      let done = 1;
      let runMs = await build(place, done);
      for (let landed = 0; landed < kills; ) {
        const afterMs = runMs * ((landed + random()) / kills);
        const wasHit = await interruptedBuild(place, { chain, build: done + 1, afterMs, random });
        await expectWhole(place, done);
        done += 1;
        if (wasHit) {
          landed += 1;
          runMs = await build(place, done);
        } else runMs *= 0.9;
        expect(await tables(place), `after build ${done}`).toEqual(expectedTables(chain.engine, done));
      }
    } finally {
      await place.close();
    }
  },
  3_600_000,
);

/** Repeatable numbers from 0 to 1. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Place extends CrashProject {
  /** Runs SQL beside the builds, and gives the first column of its rows. */
  texts(sql: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

async function openPlace({ engine }: Chain): Promise<Place> {
  const dir = mkdtempSync(join(tmpdir(), 'model-crash-'));
  const place = engine === 'duckdb' ? duckdbPlace(dir) : await postgresPlace(dir);
  writeProject(place);
  return place;
}

function duckdbPlace(dir: string): Place {
  return {
    dir,
    engine: 'duckdb',
    target: { type: 'duckdb', path: 'shop.duckdb' },
    texts: async sql => {
      const instance = await DuckDBInstance.create(join(dir, 'shop.duckdb'));
      const connection = await instance.connect();
      try {
        // The files of external models are named from the project.
        await connection.run(`set file_search_path = '${dir}'`);
        return (await connection.runAndReadAll(sql)).getRows().map(([text]) => String(text));
      } finally {
        connection.closeSync();
        instance.closeSync();
      }
    },
    close: async () => rmSync(dir, { recursive: true }),
  };
}

async function postgresPlace(dir: string): Promise<Place> {
  const server = await postgresServer();
  return {
    dir,
    engine: 'postgres',
    target: { ...server.profile, schema: 'main' },
    texts: async sql => (await server.sql(sql)).map(([text]) => String(text)),
    close: async () => {
      await server.close();
      rmSync(dir, { recursive: true });
    },
  };
}

/** From its first line to its last, in milliseconds: what comes before and after touches no table. */
async function build(place: Place, number: number): Promise<number> {
  const { ended, shows } = start(place, number);
  await shows('Modelwright');
  const startedAt = performance.now();
  await shows('Done in');
  const runMs = performance.now() - startedAt;
  const { exitCode, output } = await ended;
  expect(exitCode, output).toBe(0);
  return runMs;
}

interface Interrupted {
  readonly chain: Chain;
  readonly build: number;
  /** Counted from the first line. */
  readonly afterMs: number;
  readonly random: () => number;
}

/** False when it ended before it could be interrupted. */
async function interruptedBuild(place: Place, { chain, build, afterMs, random }: Interrupted): Promise<boolean> {
  const { child, ended, shows } = start(place, build);
  await shows('Modelwright');
  await pause(afterMs);
  const isRunning = child.exitCode === null;
  const cut = chain.fault === 'cut its connections' && isRunning ? await cutConnections(place, random) : 0;
  if (chain.fault === 'kill the process') child.kill('SIGKILL');
  const { exitCode, output } = await ended;
  if (chain.fault === 'cut its connections') {
    // A node that is made anew goes on in a new connection, so a build may well succeed.
    expect([0, 1, 2], output).toContain(exitCode);
    return cut > 0;
  }
  expect([null, 0], output).toContain(exitCode);
  if (chain.engine === 'postgres') await unattended(place);
  return exitCode === null;
}

/** A server ends the statements of a process that has died when it next speaks to it. */
async function unattended(place: Place): Promise<void> {
  while ((await workingFor(place)).length > 0) await pause(10);
}

/** The server's processes that work for the build. */
const workingFor = ({ texts }: Place): Promise<readonly string[]> =>
  texts(`select pid from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`);

/** At least one of the server's processes that work for the build, and each other one by chance. Gives how many. */
async function cutConnections(place: Place, random: () => number): Promise<number> {
  const pids = await workingFor(place);
  const chosen = pids.filter((_, index) => index === Math.floor(random() * pids.length) || random() < 0.3);
  for (const pid of chosen) await place.texts(`select pg_terminate_backend(${pid})`);
  return chosen.length;
}

/** `shows` is fulfilled when the text is on the screen, or when the process has ended without it. */
function start(place: Place, number: number): Started & { readonly shows: (text: string) => Promise<void> } {
  writeSeed(place, number);
  const started = startModel([...buildWords(number), '--wait-for-lock', '60'], { dir: place.dir });
  const shows = async (text: string): Promise<void> => {
    while (started.child.exitCode === null && started.child.signalCode === null && !started.output().includes(text))
      await pause(2);
  };
  return { ...started, shows };
}

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/** Each table as one of the two builds left it, and none missing. What was being built aside may still lie there. */
async function expectWhole(place: Place, done: number): Promise<void> {
  const found = await tables(place);
  const fresh = expectedTables(place.engine, done + 1);
  for (const [name, old] of Object.entries(expectedTables(place.engine, done))) {
    const [parts, before, after] = [found[name], old, fresh[name]].map(text => (byDay.has(name) ? text?.split(' | ') : [text]));
    for (const [at, part] of (parts ?? [undefined]).entries()) expect([before?.[at], after?.[at]], name).toContain(part);
  }
}

/** How many rows of which build each table holds, as the database has it. */
async function tables({ engine, texts }: Place): Promise<Readonly<Record<string, string>>> {
  const held = "select matviewname from pg_matviews where schemaname = 'main'";
  const names = await texts(
    `select table_name from information_schema.tables where table_schema = 'main'${engine === 'postgres' ? ` union all ${held}` : ''} order by 1`,
  );
  const found: Record<string, string> = {};
  for (const name of names) {
    const filters = byDay.has(name) ? dayFilters : [''];
    const parts: string[] = [];
    for (const filter of filters) parts.push((await texts(countSql(`main."${name}"`, filter))).join(', '));
    found[name] = parts.join(' | ');
  }
  return found;
}
