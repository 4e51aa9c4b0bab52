import { expect, it } from 'vitest';
import { open } from '../adapter/duckdb.ts';
import { buildFiles, statuses } from './build-files.ts';

const files = (id: string) => ({
  'models/a.sql': `select ${id} as id, date '2020-01-01' as at`,
  'models/m.yml': `exposures:
  - {name: dash, type: dashboard, owner: {name: N}, depends_on: ["ref('a')"]}
semantic_models:
  - {name: sm, model: ref('a'), measures: [{name: cnt, agg: count, expr: id}]}
metrics: [{name: met, label: M, type: simple, type_params: {measure: cnt}}]
saved_queries: [{name: sq, query_params: {metrics: [met]}}]
`,
});

it.each([
  ['1', { a: 'success', dash: 'no-op', sq: 'no-op' }],
  ['nothing_here', { a: 'error', dash: 'skipped', sq: 'skipped' }],
])('exposures and saved queries tell whether all that they need is there: %s', async (id, expected) => {
  const opened = await open();
  expect(statuses(await buildFiles(opened, files(id)))).toEqual(expected);
  await opened.close();
});
