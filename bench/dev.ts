import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { modelCommand, templateDir } from './fixture/command.ts';
import { withLargeProject } from './fixture/large-project.ts';
import { type Bench, type Line, median, rounded } from './harness.ts';

const warmup = 5;
const saves = 15;
/** Long enough for the database file to be let go, as it is when a person reads what came of the last save. */
const betweenMs = 1000;

const bench: Bench = {
  question: 'How long is it from the save of a model until its table is built, and until its tests have passed, in `model dev`?',
  async run() {
    return [await template(), await withLargeProject(1000, large)];
  },
};

async function template(): Promise<Line> {
  const dir = mkdtempSync(join(tmpdir(), 'model-bench-'));
  try {
    cpSync(templateDir, dir, { recursive: true });
    return await measured(dir, { project: 'template', file: 'models/marts/products.sql', flags: [] });
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** Only what changes is built: the 3,000 others would be the measurement. */
async function large(dir: string): Promise<Line> {
  const instance = await DuckDBInstance.create(join(dir, 'large.duckdb'));
  const connection = await instance.connect();
  await connection.run('create schema raw');
  await connection.run("create table raw.table_7 as select range as id, 'paid' as status, range as amount from range(1000)");
  connection.closeSync();
  instance.closeSync();
  const file = `models/staging/part_0/${readdirSync(join(dir, 'models/staging/part_0')).find(name => name.endsWith('07.sql'))}`;
  writeFileSync(join(dir, file), `{{ config(materialized='table') }}\n${readFileSync(join(dir, file), 'utf8')}`);
  return measured(dir, { project: '1,000 models', file, flags: ['--no-initial-build', '--no-downstream'] });
}

interface Measured {
  readonly project: string;
  readonly file: string;
  readonly flags: readonly string[];
}

async function measured(dir: string, { project, file, flags }: Measured): Promise<Line> {
  const dev = startDev(dir, ['--no-docs', ...flags]);
  try {
    await dev.told(flags.includes('--no-initial-build') ? 'Note' : 'FinishedRunningStats');
    const path = join(dir, file);
    const text = readFileSync(path, 'utf8');
    const found: { readMs: number; builtMs: number; testedMs: number }[] = [];
    for (let at = -warmup; at < saves; at += 1) {
      await pause(betweenMs);
      const start = performance.now();
      writeFileSync(path, `${text}-- ${at}\n`);
      const readMs = (await dev.told('FilesChanged')) - start;
      const builtMs = (await dev.told('LogModelResult')) - start;
      const testedMs = (await dev.told('FinishedRunningStats')) - start;
      if (at >= 0) found.push({ readMs, builtMs, testedMs });
    }
    const of = (key: 'readMs' | 'builtMs' | 'testedMs'): number => rounded(median(found.map(one => one[key])));
    return { project, readMs: of('readMs'), builtMs: of('builtMs'), testedMs: of('testedMs') };
  } finally {
    await dev.stop();
  }
}

interface Dev {
  /** Waits for a line of this name after the last one that was waited for; gives when it came. */
  told(name: string): Promise<number>;
  stop(): Promise<void>;
}

function startDev(dir: string, flags: readonly string[]): Dev {
  const words = [modelCommand(), 'dev', '--log-format', 'json', ...flags];
  const child: ChildProcess = spawn(process.execPath, words, { cwd: dir, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  const lines: { readonly name: string; readonly at: number }[] = [];
  let wake = (): void => {};
  if (child.stdout !== null)
    createInterface({ input: child.stdout }).on('line', line => {
      lines.push({ name: (JSON.parse(line) as { info: { name: string } }).info.name, at: performance.now() });
      wake();
    });
  return {
    told: async name => {
      for (;;) {
        const line = lines.shift();
        if (line?.name === name) return line.at;
        if (line === undefined)
          await new Promise<void>(resolve => {
            wake = resolve;
          });
      }
    },
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}

export default bench;
