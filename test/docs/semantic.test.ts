import { expect, test } from 'vitest';
import type { NodeKind } from '../../src/docs/page-data.ts';
import { semanticFacts, semanticParts } from '../../src/docs/semantic.ts';
import type { PlainMap } from '../../src/manifest/node.ts';

const record = (kind: NodeKind, more: PlainMap) => ({ id: `${kind}.tea.x`, kind, record: more });
const texts = (kind: NodeKind, more: PlainMap) =>
  semanticFacts(record(kind, more)).map(({ label, value }) => `${label}: ${value}`);

const where = (text: string): PlainMap => ({ where_filters: [{ where_sql_template: text }] });

test.each([
  ['simple', { measure: { name: 'revenue', filter: where('is_paid') } }, ['Measure: revenue where is_paid']],
  ['ratio', { numerator: { name: 'paid' }, denominator: { name: 'all' } }, ['Numerator: paid', 'Denominator: all']],
  ['derived', { expr: 'a - b', metrics: [{ name: 'a' }, { name: 'b' }] }, ['Expression: a - b', 'Metrics: a, b']],
  ['cumulative', { window: { count: 7, granularity: 'day' } }, ['Window: 7 day']],
  ['cumulative, newer', { cumulative_type_params: { grain_to_date: 'month' } }, ['Since the start of each: month']],
  [
    'conversion',
    { conversion_type_params: { base_measure: { name: 'visits' }, conversion_measure: { name: 'buys' }, window: null } },
    ['Base measure: visits', 'Conversion measure: buys'],
  ],
])('a %s metric says what it is worked out from', (_, params, lines) => {
  expect(texts('metric', { type_params: params })).toEqual(lines);
});

test('a metric says what it leaves out', () => {
  expect(texts('metric', { type_params: {}, filter: where("{{ Dimension('x') }} = 1") })).toEqual([
    "Filter: {{ Dimension('x') }} = 1",
  ]);
});

test('a saved query says what it asks for', () => {
  const query = { metrics: ['revenue', 'costs'], group_by: ["Dimension('day')"], where: where('a'), order_by: [], limit: 10 };
  expect(texts('saved_query', { query_params: query, exports: [{ name: 'daily' }] })).toEqual([
    'Metrics: revenue, costs',
    "Group by: Dimension('day')",
    'Where: a',
    'Limit: 10',
    'Exports: daily',
  ]);
});

test('a semantic model lists its entities, dimensions and measures', () => {
  const parts = semanticParts(
    record('semantic_model', {
      measures: [{ name: 'revenue', agg: 'sum', expr: 'amount', description: 'Earned.' }],
      entities: [{ name: 'order', type: 'primary', expr: 'order' }],
      dimensions: [{ name: 'day', type: 'time', expr: null }],
    }),
  );
  expect(parts).toEqual([
    { name: 'order', type: 'entity, primary', description: '', code: null },
    { name: 'day', type: 'dimension, time', description: '', code: null },
    { name: 'revenue', type: 'measure, sum', description: 'Earned.', code: 'amount' },
  ]);
});

test('what is of another shape says nothing', () => {
  for (const params of [null, 3, 'x', { measure: 4, metrics: 'no', window: [] }])
    expect(texts('metric', { type_params: params as PlainMap })).toEqual([]);
  expect(semanticParts(record('semantic_model', { entities: 'x', measures: [null] }))).toEqual([
    { name: '', type: 'measure', description: '', code: null },
  ]);
  expect(semanticParts(record('model', { entities: [{ name: 'a' }] }))).toEqual([]);
});
