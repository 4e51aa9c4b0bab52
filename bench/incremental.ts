import { againstPlain, buildBoth } from './fixture/against-plain.ts';
import { inProject } from './fixture/bench-project.ts';
import type { Engine } from './fixture/engine.ts';
import { inEveryEngine } from './fixture/every-engine.ts';
import { type Bench, type Line, rounded } from './harness.ts';

const rows = 10_000_000;
const changed = rows / 100;
const runs = 3;

const bench: Bench = {
  question: `How long do a table of ${rows.toLocaleString('en-US')} rows and a merge of 1 % of them take, against the same statements sent straight to the engine?`,
  run: () => inEveryEngine(measured),
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
    await buildBoth(engine, { words: ['run'], dir, connections: 1 });
    const lines: Line[] = [];
    for (const model of models.keys()) lines.push(await compared(engine, model, dir));
    return lines;
  });

async function compared(engine: Engine, model: string, dir: string): Promise<Line> {
  const query = `select count(*), count(distinct id), sum(customer), sum(amount), max(note) from ${model}`;
  const times = await againstPlain(engine, { words: ['run', '--select', model], dir, connections: 1, runs, query });
  return {
    engine: engine.name,
    model,
    statements: times.statements,
    plainMs: rounded(times.plainMs),
    modelMs: rounded(times.modelMs),
    modelPerPlainTimes: rounded(times.modelMs / times.plainMs),
  };
}

export default bench;
