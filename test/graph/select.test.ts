import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../src/graph/graph.ts';
import { type SelectOptions, select } from '../../src/graph/select.ts';
import { shop } from './shop.ts';

const graph = buildGraph(shop);
const run = (options: SelectOptions) => select(graph, shop, options);
const names = (options: SelectOptions): string =>
  [...run(options).value.ids].map(id => id.replace(/^(model|seed|source)\.(shop\.)?|shop\./g, '')).join(' ');
const models = (text: string): string => names({ select: [text], resourceTypes: ['model', 'seed', 'source', 'exposure'] });

describe('what a selector matches', () => {
  it.each([
    ['orders', 'orders'],
    ['+orders', 'countries help.deep stg_orders stg_people orders raw.orders raw.people'],
    ['1+orders+1', 'stg_orders stg_people orders customers.v1 customers.v2 exposure.dash'],
    ['0+orders+0', 'orders'],
    [
      '@stg_orders',
      'countries help.deep stg_orders stg_people orders customers.v1 customers.v2 report raw.orders raw.people exposure.dash',
    ],
    ['customers', 'customers.v1 customers.v2'],
    ['customers.v1', 'customers.v1'],
    ['customers_v2', 'customers.v2'],
    ['stg_*', 'stg_orders stg_people'],
    ['staging', 'help.deep stg_orders stg_people'],
    ['shop.staging', 'stg_orders stg_people'],
    ['staging.web', 'stg_people'],
    ['*.core.*', 'orders customers.v1 customers.v2'],
    ['help', 'help.deep'],
    ['[cr]*', 'countries customers.v1 customers.v2 report'],
    ['models/marts/core', 'orders customers.v1 customers.v2 exposure.dash'],
    ['./models/marts/core/', 'orders customers.v1 customers.v2 exposure.dash'],
    ['path:models/**/core', 'orders customers.v1 customers.v2 exposure.dash'],
    ['path:models/staging/*.sql', 'stg_orders'],
    ['models/staging/stg.yml', 'stg_orders raw.orders raw.people'],
    ['orders.sql', 'orders'],
    ['countries.csv', 'countries'],
    ['file:stg_orders', 'stg_orders'],
    ['tag:nightly', 'stg_orders stg_people'],
    ['tag:nightly,tag:web', 'stg_people'],
    ['source:raw', 'raw.orders raw.people'],
    ['source:raw.orders+1', 'stg_orders raw.orders'],
    ['source:shop.raw.people', 'raw.people'],
    ['source:*.people', 'raw.people'],
    ['1+exposure:*', 'orders exposure.dash'],
    ['package:this,resource_type:seed', 'countries'],
    ['package:help', 'help.deep'],
    ['config.materialized:incremental', 'orders'],
    ['config.materialized:Incremental', ''],
    ['config.meta.owner:Ann', 'stg_people'],
    ['config.unique_key:day', 'orders'],
    ['config.full_refresh:False', 'orders'],
    ['group:finance', 'orders'],
    ['access:public', 'orders'],
    ['version:latest', 'customers.v2'],
    ['version:old', 'customers.v1'],
    ['stg_orders  report', 'stg_orders report'],
  ])('%s', (text, expected) => {
    expect(models(text)).toBe(expected);
  });

  it.each([
    ['test_type:singular', 'test.no_loss'],
    ['test_type:unit', 'unit_test.orders.totals'],
    ['test_name:unique', 'test.unique_orders test.source_unique'],
    ['test_name:rel*,orders', 'test.relationships_orders'],
    ['unit_test:totals', 'unit_test.orders.totals'],
    ['tag:fast', 'unit_test.orders.totals'],
    ['resource_type:unit_test', 'unit_test.orders.totals'],
  ])('%s', (text, expected) => {
    expect(names({ select: [text] })).toBe(expected);
  });

  it('takes away what is excluded, with its tests', () => {
    expect(names({ select: ['orders report'], exclude: ['report'] })).toBe(
      'orders test.unique_orders test.relationships_orders unit_test.orders.totals',
    );
  });

  it('selects everything when nothing is asked for', () => {
    expect(run({}).value.ids.size).toBe(graph.ids.length);
    expect(names({ exclude: ['package:this'] })).toBe('help.deep');
  });
});

describe('tests that come with nodes', () => {
  it.each([
    ['eager', 'orders', 'unique_orders relationships_orders no_loss totals'],
    ['cautious', 'orders', 'unique_orders totals'],
    ['buildable', 'orders', 'unique_orders relationships_orders totals'],
    ['empty', 'orders', ''],
    ['cautious', 'orders report', 'unique_orders no_loss totals'],
    ['empty', 'test_type:singular', 'no_loss'],
  ] as const)('%s: %s', (indirect, text, expected) => {
    const tests = run({ select: [text], indirect, resourceTypes: ['test', 'unit_test'] });
    expect([...tests.value.ids].map(id => id.split('.').at(-1)).join(' ')).toBe(expected);
  });

  it('keeps a test that the selection completed when one of its nodes is excluded', () => {
    expect(names({ select: ['orders report'], exclude: ['report'], indirect: 'cautious' })).toContain('test.no_loss');
  });
});

describe('what a selector says when it is wrong', () => {
  it.each([
    ['tg:daily', 'There is no selector method `tg`.', ['tg:daily', '^^']],
    ['orders,,report', 'A part of the selector `orders,,report` is empty.', ['orders,,report', '       ^']],
    ['orders +tag:', '`+tag:` does not say what to select.', ['orders +tag:', '       ^^^^^']],
    ['a @orders+', '`@` and `+` cannot both stand in `@orders+`.', ['a @orders+', '  ^^^^^^^^']],
    ['config:x', '`config:x` does not name a config.', ['config:x', '^^^^^^^^']],
    ['resource_type:modle', '`modle` is not a value of `resource_type:`.', []],
    ['source:a.b.c.d', '`a.b.c.d` has too many dots for `source:`.', []],
    ['state:modified', '`state:` compares with an earlier run, and none is given.', []],
  ])('%s', (text, message, notes) => {
    const error = run({ select: [text] }).diagnostics.find(d => d.severity === 'error');
    expect(error?.text).toBe(message);
    expect(error?.notes).toEqual(notes);
    expect(error?.hint).not.toBeNull();
  });

  it('warns of a part that matches nothing and names the nearest', () => {
    const [warning] = run({ select: ['orders stg_odrers'] }).diagnostics;
    expect(warning).toMatchObject({
      severity: 'warning',
      text: '`stg_odrers` matches nothing.',
      hint: 'Did you mean `stg_orders`?',
    });
  });

  it('says nothing of an exclusion that matches nothing, unless it looks mistyped', () => {
    expect(run({ exclude: ['tag:absent'] }).diagnostics).toEqual([]);
    expect(run({ exclude: ['tag:nigthly'] }).diagnostics).toHaveLength(1);
  });
});
