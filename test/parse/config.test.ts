import { expect, it } from 'vitest';
import { nodeOf, openFiles } from './open.ts';

const shop = {
  'dbt_project.yml': `name: shop
models:
  +meta: {level: all}
  +tags: one
  shop: {staging: {+tags: [two], +pre-hook: select 1}}
sources: {shop: {+tags: [project]}}
`,
  'models/staging/orders.sql': "{{ config(tags='four', meta={'own': 1}) }} select 1 as id",
  'models/staging/m.yml': `models:
  - name: orders
    config: {tags: [three], contract: {enforced: true}, materialized: table}
    constraints: [{type: foreign_key, columns: [id], to: "ref('days')", to_columns: [id]}, {type: check, expression: "id > 0"}]
    columns: [{name: id, data_type: int, constraints: [{type: not_null}]}, {name: at, data_type: date}]
sources:
  - name: raw
    freshness: {error_after: {count: 2, period: day}}
    config: {freshness: {warn_after: {count: 1, period: day}}}
    tags: [own]
    tables: [{name: days, tags: [table]}, {name: bare, freshness: null}]
`,
  'models/days.sql': 'select 1 as id',
};

it('tags and hooks of all places are joined, and shown as the last place wrote them', async () => {
  const node = nodeOf(await openFiles(shop), 'orders');
  expect(node.config.tags).toEqual(['one', 'two', 'three', 'four']);
  expect(node.config.meta).toEqual({ level: 'all', own: 1 });
  expect(node.config['pre-hook']).toEqual([{ sql: 'select 1', transaction: true, index: null }]);
  expect(node.unrendered_config).toMatchObject({ tags: 'four', meta: { own: 1 }, 'pre-hook': 'select 1' });
});

it('a foreign key counts as a reference, and the contract has a checksum over columns and constraints', async () => {
  const opened = await openFiles(shop);
  const node = nodeOf(opened, 'orders');
  expect(node).toMatchObject({
    depends_on: { nodes: ['model.shop.days'] },
    constraints: [
      { type: 'foreign_key', columns: ['id'] },
      { type: 'check', columns: [], to_columns: [] },
    ],
    // As dbt 1.11 has it for this model.
    contract: { checksum: '7cd06d704f317e71919059b3de9572bf0b660737e890b430ced113b372d437a0' },
  });
});

it('thresholds of freshness are joined, and a source has its own tags and those of its table', async () => {
  const { manifest } = await openFiles(shop);
  const [days, bare] = [...manifest.sources.values()];
  expect(days).toMatchObject({
    tags: ['own', 'table'],
    freshness: { warn_after: { count: 1, period: 'day' }, error_after: { count: 2, period: 'day' } },
  });
  expect(bare).toMatchObject({ freshness: null, tags: ['own'] });
});
