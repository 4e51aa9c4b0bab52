import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PlannedStep } from '../../src/execute/dry-run.ts';
import { isQuestion } from '../../src/execute/question.ts';
import { type Ran, type TestProject, testProject } from './run-project.ts';

let project: TestProject;
beforeEach(async () => {
  project = await testProject();
});
afterEach(() => project.close());

const incremental = { materialized: 'incremental', unique_key: 'id' };
const nodes = [
  { id: 'model.shop.seen', sql: 'select 1 as id' },
  { id: 'model.shop.kept', sql: 'select 1 as id', config: { materialized: 'table', 'post-hook': 'analyze' } },
  { id: 'model.shop.added', sql: 'select 1 as id', config: incremental },
  { id: 'model.shop.merged', sql: 'select 1 as id', config: { ...incremental, incremental_strategy: 'merge' } },
  { id: 'test.shop.tested', sql: 'select id from shop.kept where id is null', reads: ['model.shop.kept'] },
];

const flat = (steps: readonly PlannedStep[]): readonly string[] =>
  steps.flatMap(step => (step.kind === 'atomic' ? flat(step.steps) : step.statements));
/** What carries an invocation's tag differs from run to run. */
const untagged = (sql: string): string => sql.replaceAll(/__mw_\w+?_rows/g, '__mw_rows');

const planned = ({ events }: Ran): readonly string[] =>
  events.flatMap(event => (event.kind === 'plan' ? flat(event.steps) : [])).map(untagged);
const sent = ({ events }: Ran): readonly string[] =>
  events.flatMap(event => (event.kind === 'statement' && !event.sql.includes(' limit 0') ? [untagged(event.sql)] : []));

test('tells what a run then sends, statement by statement, and changes nothing', async () => {
  for (const existing of [[], ['added table', 'kept table', 'merged table', 'seen view']]) {
    const plan = await project.run(nodes, { mode: 'plan', threads: 1 });
    expect(await project.relations()).toEqual(existing);
    expect(plan.said).toEqual({
      seen: 'success CREATE VIEW',
      kept: 'success OK',
      added: 'success OK',
      merged: 'success OK',
      tested: 'pass',
    });
    const run = await project.run(nodes, { threads: 1 });
    expect(run.results.map(result => result.status)).toEqual(['success', 'success', 'success', 'success', 'pass']);
    expect(planned(plan).filter(sql => !sql.startsWith('create schema'))).toEqual(sent(run));
  }
});

test('says so when a plan depends on what is not built, and plans what follows', async () => {
  await project.run([nodes[2] as (typeof nodes)[number]]);
  const later = { id: 'model.shop.added', sql: 'select id from shop.missing', config: incremental };
  const ran = await project.run([later, { id: 'model.shop.after', reads: ['model.shop.added'] }], { mode: 'plan' });
  expect(ran.said).toEqual({
    added: 'skipped Its plan is not known before what it reads is built.',
    after: 'success CREATE VIEW',
  });
});

test.each([
  ['select 1', true],
  ['  -- why\n(with a as (select 1) select * from a)', true],
  ['/* x */ describe t', true],
  ['insert into t values (1)', false],
  ['with a as (delete from t returning *) select * from a', false],
  ['select * into u from t', false],
  ['drop table t', false],
  ['', false],
])('%s asks: %s', (sql, asks) => {
  expect(isQuestion(sql)).toBe(asks);
});
