import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { modelCommand, templateDir } from './fixture/command.ts';
import { processMs } from './fixture/process.ts';
import { type Bench, type Line, median, rounded } from './harness.ts';

const runs = 7;
/** The whole process may take so many times what DuckDB takes, and so much more. */
const limit = { times: 1.5, plusMs: 350 };

const bench: Bench = {
  question:
    'How long does `model build` take as a whole process, against one Node process that sends DuckDB the same statements? (`--project DIR` measures a project of yours)',
  async run() {
    const lines: Line[] = [];
    for (const project of projects(process.argv)) lines.push(await measured(project));
    return lines;
  },
};

const projects = (words: readonly string[]): readonly string[] => {
  const own = words.flatMap((word, index) => (word === '--project' ? [words[index + 1] ?? ''] : []));
  return own.length > 0 ? own : [templateDir];
};

async function measured(project: string): Promise<Line> {
  const dir = mkdtempSync(join(tmpdir(), 'model-bench-'));
  try {
    cpSync(project, dir, { recursive: true, filter: path => !/[\\/](?:target|logs|\.git)$|\.duckdb(?:\.wal)?$/.test(path) });
    const statements = await recorded(dir);
    const file = join(dir, 'statements.json');
    writeFileSync(file, JSON.stringify(statements));
    const { model, plain } = await alternating(dir, file);
    const [modelMs, plainMs] = [median(model), median(plain)];
    return {
      project: basename(project),
      statements: statements.length,
      modelMs: rounded(modelMs),
      duckdbMs: rounded(plainMs),
      modelPerDuckdbTimes: rounded(modelMs / plainMs),
      limitMs: rounded(plainMs * limit.times + limit.plusMs),
    };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** What a build from nothing sends, in order. */
async function recorded(dir: string): Promise<readonly string[]> {
  const command = [modelCommand(), 'build', '--threads', '1', '--log-format', 'json', '--log-level', 'debug'];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: dir, maxBuffer: 2 ** 28 });
  const events = stdout.split('\n').flatMap(line => (line === '' ? [] : [JSON.parse(line) as StatementLine]));
  const name = databaseFile(dir).replace(/\.duckdb$/, '');
  // The database of the comparison has a name of its own.
  const sent = events.flatMap(({ info, data }) =>
    info.name === 'SQLQuery' ? [data.sql.replaceAll(`"${name}".`, '"plain".')] : [],
  );
  const schemas = new Set(sent.flatMap(sql => [...sql.matchAll(/"plain"\."([^"]+)"\./g)].map(([, schema = '']) => schema)));
  return [...[...schemas].map(schema => `create schema if not exists "plain"."${schema}"`), ...sent];
}

interface StatementLine {
  readonly info: { readonly name: string };
  readonly data: { readonly sql: string };
}

const databaseFile = (dir: string): string => readdirSync(dir).find(name => name.endsWith('.duckdb')) ?? '';

/** Each run starts with no database; the two programs take turns. */
async function alternating(dir: string, statements: string): Promise<{ readonly model: number[]; readonly plain: number[] }> {
  const sender = fileURLToPath(new URL('./fixture/plain-duckdb.mjs', import.meta.url));
  const [model, plain]: [number[], number[]] = [[], []];
  const own = databaseFile(dir);
  for (let left = runs + 1; left > 0; left -= 1) {
    for (const file of [own, `${own}.wal`, 'plain.duckdb', 'plain.duckdb.wal']) rmSync(join(dir, file), { force: true });
    const modelMs = await processMs([modelCommand(), 'build', '--quiet'], dir);
    const plainMs = await processMs([sender, 'plain.duckdb', statements], dir);
    if (left > runs) continue;
    model.push(modelMs);
    plain.push(plainMs);
  }
  return { model, plain };
}

export default bench;
