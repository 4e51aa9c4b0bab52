import { inProject } from './fixture/bench-project.ts';
import { duckdb, type Engine } from './fixture/engine.ts';
import { nodesMs, statementsOf } from './fixture/run-log.ts';
import { type Bench, type Line, median, rounded } from './harness.ts';

const count = 200;
const eachMs = 50;
const threads = 8;
const runs = 5;

const bench: Bench = {
  question: `What does scheduling cost: ${count} independent models of ${eachMs} ms on ${threads} threads, against as many connections that take the same statements from a list?`,
  async run() {
    const lines: Line[] = [];
    for (const engine of [duckdb]) lines.push(await measured(engine));
    return lines;
  },
};

const models = new Map(
  Array.from({ length: count }, (_, index) => [
    `sleeper_${index}`,
    `{{ config(materialized='table') }}\nselect ${index} as id where pg_sleep(${eachMs / 1000}) is null`,
  ]),
);

const measured = (engine: Engine): Promise<Line> =>
  inProject(engine, models, async dir => {
    const words = ['run', '--threads', String(threads)];
    const statements = await statementsOf(words, dir);
    const [model, plain]: [number[], number[]] = [[], []];
    for (let left = runs; left > 0; left -= 1) {
      plain.push(await engine.plainMs(statements, { dir, connections: threads }));
      model.push(await nodesMs(words, dir));
    }
    const [modelMs, plainMs] = [median(model), median(plain)];
    const idealMs = (count * eachMs) / threads;
    return {
      engine: engine.name,
      statements: statements.flat().length,
      idealMs,
      plainMs: rounded(plainMs),
      modelMs: rounded(modelMs),
      costPercentOfIdeal: rounded(((modelMs - plainMs) / idealMs) * 100),
    };
  });

export default bench;
