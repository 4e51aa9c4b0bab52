import { againstPlain, buildBoth } from './fixture/against-plain.ts';
import { inProject } from './fixture/bench-project.ts';
import type { Engine } from './fixture/engine.ts';
import { inEveryEngine } from './fixture/every-engine.ts';
import { type Bench, type Line, rounded } from './harness.ts';

const count = 200;
const eachMs = 50;
const threads = 8;
const runs = 7;

const bench: Bench = {
  question: `What does scheduling cost: ${count} independent models of ${eachMs} ms on ${threads} threads, against as many connections that take the same statements from a list?`,
  run: () => inEveryEngine(measured),
};

const models = new Map(
  Array.from({ length: count }, (_, index) => [
    `sleeper_${index}`,
    `{{ config(materialized='table') }}\nselect ${index} as id where pg_sleep(${eachMs / 1000}) is null`,
  ]),
);

/** The tables are empty, so their columns are all that they are. */
const query = `select table_name, column_name, data_type from information_schema.columns
where table_name like 'sleeper%' order by table_name, column_name`;

const measured = (engine: Engine): Promise<readonly Line[]> =>
  inProject(engine, models, async dir => {
    const place = { words: ['run', '--threads', String(threads)], dir, connections: threads };
    await buildBoth(engine, place);
    const { statements, plainMs, modelMs } = await againstPlain(engine, { ...place, runs, query });
    const idealMs = (count * eachMs) / threads;
    return [
      {
        engine: engine.name,
        statements,
        idealMs,
        plainMs: rounded(plainMs),
        modelMs: rounded(modelMs),
        costPercentOfIdeal: rounded(((modelMs - plainMs) / idealMs) * 100),
      },
    ];
  });

export default bench;
