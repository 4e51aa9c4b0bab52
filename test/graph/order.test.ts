import { describe, expect, it } from 'vitest';
import { cycleDiagnostic, findCycle } from '../../src/graph/cycle.ts';
import { ancestors, buildGraph, descendants } from '../../src/graph/graph.ts';
import { buildOrder, type OrderOptions } from '../../src/graph/order.ts';
import type { NodeId } from '../../src/manifest/id.ts';
import type { Manifest } from '../../src/manifest/manifest.ts';
import { manifestFrom, shop } from './shop.ts';

const id = (name: string): NodeId => `model.shop.${name}` as NodeId;
const chain = (edges: Readonly<Record<string, readonly string[]>>): Manifest =>
  manifestFrom(Object.entries(edges).map(([name, reads]) => ({ id: id(name), reads: reads.map(id) })));

function waits(manifest: Manifest, tests: OrderOptions['tests'], without: readonly string[] = []) {
  const graph = buildGraph(manifest);
  const selected = new Set(
    graph.ids.filter(one => !without.includes(one) && !one.startsWith('source.') && !one.startsWith('exposure.')),
  );
  const order = buildOrder(graph, { manifest, selected, tests });
  const short = (one: string): string => one.replace(/^\w+\.shop\./, '');
  return { order, of: (one: string) => (order.waitsFor.get(one as NodeId) ?? []).map(short).sort() };
}

describe('the graph', () => {
  it('counts depth by the shortest way', () => {
    const graph = buildGraph(chain({ a: [], b: ['a'], c: ['b', 'a'], d: ['c'] }));
    expect([...ancestors(graph, [id('d')], 2)].sort()).toEqual([id('a'), id('b'), id('c')]);
    expect([...descendants(graph, [id('a')], 1)].sort()).toEqual([id('b'), id('c')]);
  });

  it('takes chains of a hundred thousand nodes', () => {
    const length = 100_000;
    const manifest = manifestFrom([]);
    const nodes = new Map(
      Array.from({ length }, (_, i) => [
        id(`m${i}`),
        { unique_id: id(`m${i}`), resource_type: 'model', depends_on: { nodes: i === 0 ? [] : [id(`m${i - 1}`)] } },
      ]),
    );
    const graph = buildGraph({ ...manifest, nodes: nodes as never });
    expect(findCycle(graph)).toBeNull();
    expect(descendants(graph, [id('m0')]).size).toBe(length - 1);
    const order = buildOrder(graph, { manifest, selected: new Set([id('m0'), id(`m${length - 1}`)]), tests: 'follow' });
    expect(order.waitsFor.get(id(`m${length - 1}`))).toEqual([id('m0')]);
  });
});

describe('cycles', () => {
  it('gives the shortest circle through a node, in reading order', () => {
    const manifest = chain({ a: ['c'], b: ['a'], c: ['b'], x: ['a'], y: [] });
    const diagnostic = cycleDiagnostic(buildGraph(manifest), manifest);
    expect(diagnostic?.text).toBe('These nodes read each other in a circle: `a` → `b` → `c` → `a`.');
    expect(diagnostic?.notes).toEqual(['a: models/a.sql', 'b: models/b.sql', 'c: models/c.sql']);
  });

  it('finds a node that reads itself', () => {
    const manifest = chain({ a: ['a'] });
    expect(cycleDiagnostic(buildGraph(manifest), manifest)?.text).toBe('`a` reads itself: `a` → `a`.');
  });
});

describe('the order of a run', () => {
  it('waits for the nearest selected ancestors, also through nodes that do not run', () => {
    const { of } = waits(chain({ a: [], b: ['a'], c: ['b'], d: ['c', 'a'] }), 'follow', [id('b'), id('c')]);
    expect(of(id('d'))).toEqual(['a']);
  });

  it('puts the start of the longest chain first', () => {
    const { order } = waits(chain({ a: [], b: ['a'], c: ['b'], z: [] }), 'follow');
    expect(['a', 'b', 'c', 'z'].map(name => order.priority.get(id(name)))).toEqual([2, 1, 0, 0]);
    expect(order.releases.get(id('a'))).toEqual([id('b')]);
  });

  it('lets tests only follow when they do not gate', () => {
    const { of } = waits(shop, 'follow');
    expect(of('model.shop.customers.v1')).toEqual(['orders']);
    expect(of('test.shop.no_loss')).toEqual(['orders', 'report']);
  });

  it('holds what reads a node back until the tests of the node are done', () => {
    const { of } = waits(shop, 'gate');
    expect(of('model.shop.customers.v1')).toEqual(['orders', 'relationships_orders', 'unique_orders']);
    expect(of('model.shop.stg_orders')).toEqual(['source_unique']);
    expect(of('model.shop.report')).toEqual(['customers.v1']);
  });

  it('runs unit tests where their model would run, and the model behind them', () => {
    const { of, order } = waits(shop, 'gate');
    expect(of('unit_test.shop.orders.totals')).toEqual(['stg_orders', 'stg_people']);
    expect(of('model.shop.orders')).toContain('orders.totals');
    expect(order.ids).toHaveLength(order.waitsFor.size);
  });

  it('gates the first node below all that a test reads, even when it reads none of it directly', () => {
    const models = { a: [], b: [], c: ['a'], d: ['b'], e: ['c', 'd'], f: ['e'] };
    const manifest = manifestFrom([
      ...Object.entries(models).map(([name, reads]) => ({ id: id(name), reads: (reads as string[]).map(id) })),
      { id: 'test.shop.same', reads: [id('a'), id('b')] },
    ]);
    const { of } = waits(manifest, 'gate');
    expect(of(id('c'))).toEqual(['a']);
    expect(of(id('e'))).toEqual(['c', 'd', 'same']);
    expect(of(id('f'))).toEqual(['e']);
  });
});

it('what reads a source that is the table of a seed waits for the seed', () => {
  const relation = { relation_name: '"db"."raw"."orders"' };
  const manifest = manifestFrom([
    { id: 'seed.shop.orders', more: relation },
    { id: 'source.shop.raw.orders', more: { relation_name: '"db"."raw"."Orders"' } },
    { id: 'model.shop.stg', reads: ['source.shop.raw.orders'] },
  ]);
  expect(waits(manifest, 'gate').of(id('stg'))).toEqual(['orders']);
});
