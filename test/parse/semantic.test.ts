import { expect, it } from 'vitest';
import { nodeRecord } from '../../src/manifest/record.ts';
import { complaintsOf, openFiles } from './open.ts';

const yml = `semantic_models:
  - name: orders
    model: ref('orders')
    entities: [{name: order, type: primary, expr: order_id}]
    dimensions: [{name: ordered_at, type: time, type_params: {time_granularity: day}}]
    measures: [{name: order_count, agg: SUM, expr: 1, create_metric: true}]
metrics:
  - {name: growth, label: Growth, type: derived, type_params: {expr: now - before, metrics: [count, {name: count, alias: before, offset_window: 1 months}]}}
  - {name: count, label: Count, type: SIMPLE, type_params: {measure: order_count}, filter: "{{ Dimension('order__is_food') }}"}
  - {name: total, label: Total, type: cumulative, type_params: {measure: {name: order_count, fill_nulls_with: 0}, window: 7 days}}
saved_queries:
  - name: board
    query_params: {metrics: [growth], group_by: [TimeDimension('metric_time')], where: [a = 1, b = 2]}
    exports: [{name: board, config: {export_as: table}}]
`;

async function read() {
  const opened = await openFiles({
    'dbt_project.yml': 'name: shop',
    'models/orders.sql': 'select 1 as order_id',
    'models/orders.yml': yml,
  });
  const { metrics, semanticModels, savedQueries } = opened.manifest;
  const nodes = [metrics, semanticModels, savedQueries].flatMap(found => [...found.values()]);
  const recordOf = (id: string) => nodes.filter(node => node.unique_id === id).map(node => nodeRecord(node))[0];
  return { complaints: complaintsOf(opened), recordOf };
}

const plainMeasure = { name: 'order_count', filter: null, alias: null, join_to_timespine: false, fill_nulls_with: null };
const plainMetric = { name: 'count', filter: null, alias: null, offset_window: null, offset_to_grain: null };

it('what authors write short is told in full', async () => {
  const { complaints, recordOf } = await read();
  expect(complaints).toEqual([]);
  expect(recordOf('metric.shop.count')).toMatchObject({
    type_params: { measure: plainMeasure, input_measures: [plainMeasure], metrics: [], expr: null },
    filter: { where_filters: [{ where_sql_template: "{{ Dimension('order__is_food') }}" }] },
    depends_on: { nodes: ['semantic_model.shop.orders'] },
    type: 'simple',
    description: '',
  });
  expect(recordOf('metric.shop.order_count')).toMatchObject({
    label: 'order_count',
    type: 'simple',
    type_params: { measure: plainMeasure, input_measures: [plainMeasure], expr: '1' },
  });
  expect(recordOf('metric.shop.total')).toMatchObject({
    type_params: {
      measure: { ...plainMeasure, fill_nulls_with: 0 },
      window: { count: 7, granularity: 'day' },
      cumulative_type_params: {
        window: { count: 7, granularity: 'day' },
        grain_to_date: null,
        period_agg: 'first',
        metric: null,
      },
    },
  });
});

it('a derived metric knows the measures of the metrics it is made of, wherever they are written', async () => {
  const { recordOf } = await read();
  expect(recordOf('metric.shop.growth')).toMatchObject({
    type_params: {
      measure: null,
      input_measures: [plainMeasure],
      metrics: [plainMetric, { ...plainMetric, alias: 'before', offset_window: { count: 1, granularity: 'month' } }],
    },
    depends_on: { nodes: ['metric.shop.count'] },
  });
});

it('a semantic model knows its table, a saved query where it exports to', async () => {
  const { recordOf } = await read();
  expect(recordOf('semantic_model.shop.orders')).toMatchObject({
    node_relation: { alias: 'orders' },
    measures: [{ name: 'order_count', expr: '1', create_metric: false, config: { meta: {} } }],
    dimensions: [{ type_params: { time_granularity: 'day', validity_params: null }, is_partition: false, expr: null }],
    entities: [{ role: null, description: null }],
  });
  expect(recordOf('saved_query.shop.board')).toMatchObject({
    query_params: { where: { where_filters: [{ where_sql_template: 'a = 1' }, { where_sql_template: 'b = 2' }] }, limit: null },
    exports: [{ name: 'board', config: { export_as: 'table', alias: 'board' }, unrendered_config: { export_as: 'table' } }],
  });
});
