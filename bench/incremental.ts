import { inProject } from './fixture/bench-project.ts';
import { duckdb, type Engine } from './fixture/engine.ts';
import { nodesMs, statementsOf } from './fixture/run-log.ts';
import { type Bench, type Line, median, rounded } from './harness.ts';

const rows = 10_000_000;
const changed = rows / 100;
const runs = 3;

const bench: Bench = {
  question: `How long do a table of ${rows.toLocaleString('en-US')} rows and a merge of 1 % of them take, against the same statements sent straight to the engine?`,
  async run() {
    const lines: Line[] = [];
    for (const engine of [duckdb]) lines.push(...(await measured(engine)));
    return lines;
  },
};

const columns = "id, id % 1000 as customer, id * 0.01 as amount, 'note ' || (id % 97) as note";
const select = (from: number, to: number): string => `select ${columns} from generate_series(${from}, ${to}) as numbers(id)`;
const models = new Map([
  ['whole', `{{ config(materialized='table') }}\n${select(1, rows)}`],
  [
    'merged',
    `{{ config(materialized='incremental', incremental_strategy='merge', unique_key='id') }}
{% if is_incremental() %}${select(rows - changed / 2 + 1, rows + changed / 2)}{% else %}${select(1, rows)}{% endif %}`,
  ],
]);

const measured = (engine: Engine): Promise<readonly Line[]> =>
  inProject(engine, models, async dir => {
    const first = await statementsOf(['run'], dir);
    await engine.plainMs(first, { dir, connections: 1 });
    const lines: Line[] = [];
    for (const model of models.keys()) lines.push(await compared(engine, model, dir));
    return lines;
  });

/** Both have the tables already, and take turns. */
async function compared(engine: Engine, model: string, dir: string): Promise<Line> {
  const words = ['run', '--select', model];
  const statements = await statementsOf(words, dir);
  const [own, plain]: [number[], number[]] = [[], []];
  for (let left = runs; left > 0; left -= 1) {
    plain.push(await engine.plainMs(statements, { dir, connections: 1 }));
    own.push(await nodesMs(words, dir));
  }
  const [modelMs, plainMs] = [median(own), median(plain)];
  return {
    engine: engine.name,
    model,
    statements: statements.flat().length,
    plainMs: rounded(plainMs),
    modelMs: rounded(modelMs),
    modelPerPlainTimes: rounded(modelMs / plainMs),
  };
}

export default bench;
