import { describe, expect, test } from 'vitest';
import type { NodeSummary, SearchWords } from '../../src/docs/page-data.ts';
import { drawingOf } from '../../src/docs/site/graph-layout.ts';
import { around } from '../../src/docs/site/graph-scope.ts';
import { highlight } from '../../src/docs/site/highlight.ts';
import { columnLink, graphLink, nodeLink, parseRoute } from '../../src/docs/site/route.ts';
import { matchParts, search } from '../../src/docs/site/search.ts';
import { databaseTree, folderTree } from '../../src/docs/site/tree.ts';
import { fitted, zoomed } from '../../src/docs/site/viewport.ts';

const node = (label: string, more: Partial<NodeSummary> = {}): NodeSummary => ({
  id: `${more.kind ?? 'model'}.shop.${label}`,
  kind: 'model',
  label,
  packageName: 'shop',
  folders: [],
  summary: '',
  materialized: 'view',
  place: { database: 'db', schema: 'main', name: label },
  parents: [],
  tests: [],
  status: null,
  visibility: 'listed',
  piece: 0,
  ...more,
});

const words = (more: Partial<SearchWords> = {}): SearchWords => ({ description: '', columns: [], tags: [], ...more });

describe('search', () => {
  const nodes = [
    node('stg_orders'),
    node('orders'),
    node('unique orders', { kind: 'test' }),
    node('customers'),
    node('hidden_orders', { visibility: 'unlisted' }),
  ];
  const all = [
    words({ columns: ['order_id', 'customer_id'] }),
    words({ description: 'One row each.' }),
    words(),
    words({ description: 'Everyone who ever bought tea from us.', tags: ['pii'] }),
    words(),
  ];
  const found = (query: string) => search(query, { nodes, words: all }).map(hit => nodes[hit.index]?.label);

  test('the exact name comes first, tests last, unlisted nodes never', () => {
    expect(found('orders')).toEqual(['orders', 'stg_orders', 'unique orders']);
  });

  test('columns, tags and descriptions are searched, whatever the case', () => {
    expect(found('CUSTOMER_ID')).toEqual(['stg_orders']);
    expect(search('customer_id', { nodes, words: all })[0]?.column).toBe('customer_id');
    expect(found('pii')).toEqual(['customers']);
    expect(search('bought', { nodes, words: all })[0]?.excerpt).toContain('ever bought tea');
  });

  test('every word has to be found', () => {
    expect(found('stg customer')).toEqual(['stg_orders']);
    expect(found('stg walnut')).toEqual([]);
    expect(found('  ')).toEqual([]);
  });

  test('names are searched before the words are there', () => {
    expect(search('cust', { nodes, words: null }).map(hit => hit.index)).toEqual([3]);
  });

  test('matches are cut out of a text', () => {
    expect(matchParts('stg_Orders.id', 'orders i')).toEqual(['stg_', 'Orders', '.', 'i', 'd']);
    expect(matchParts('a(b', '(')).toEqual(['a', '(', 'b']);
  });
});

describe('highlight', () => {
  const kinds = (code: string, language = 'sql') =>
    highlight(code, language)
      .filter(token => token.kind !== 'plain')
      .map(token => `${token.kind} ${token.text}`);

  test('SQL with templates', () => {
    expect(kinds("select sum(x), 1.5 from {{ ref('a') }} -- end")).toEqual([
      'keyword select',
      'call sum',
      'number 1.5',
      'keyword from',
      'template {{',
      'call ref',
      "string 'a'",
      'template }}',
      'comment -- end',
    ]);
  });

  test('words mean another thing within templates', () => {
    expect(kinds('{% for select in set %} for')).toEqual([
      'template {%',
      'keyword for',
      'keyword in',
      'keyword set',
      'template %}',
      'keyword for',
    ]);
  });

  test('Python', () => {
    expect(kinds('def model(dbt):  # hm\n  return "x"', 'python')).toEqual([
      'keyword def',
      'call model',
      'comment # hm',
      'keyword return',
      'string "x"',
    ]);
  });

  test.each(["'open", '"open', '{# open', '/* open', '`open', '{{', '\ud83d\ude00 \u2028', "'a\\", ''])(
    '%j comes through whole',
    code => {
      expect(
        highlight(code, 'sql')
          .map(token => token.text)
          .join(''),
      ).toBe(code);
    },
  );
});

describe('routes', () => {
  test.each([
    ['', { page: 'home' }],
    ['#/', { page: 'home' }],
    ['#/list/model', { page: 'list', kind: 'model' }],
    [nodeLink('model.a.b/c?d#e%'), { page: 'node', id: 'model.a.b/c?d#e%', column: null }],
    [columnLink('model.a.b', 'x/y'), { page: 'node', id: 'model.a.b', column: 'x/y' }],
    [graphLink(null), { page: 'graph', id: null, up: 2, down: 2 }],
    [graphLink('model.a.b', 1, 'all'), { page: 'graph', id: 'model.a.b', up: 1, down: 'all' }],
    ['#/graph/x?up=-1&down=1e9', { page: 'graph', id: 'x', up: 2, down: 2 }],
    ['#!/model/model.a.b', { page: 'node', id: 'model.a.b', column: null }],
    ['#/node/%zz', { page: 'node', id: '%zz', column: null }],
  ])('%j', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });
});

describe('tree', () => {
  const nodes = [
    node('orders', { folders: ['marts', 'core'] }),
    node('raw.orders', { kind: 'source', folders: ['raw'], place: { database: null, schema: 'raw', name: 'orders' } }),
    node('util', { kind: 'macro', packageName: 'tools', place: null }),
    node('constructor', { folders: ['__proto__'] }),
    node('hidden', { visibility: 'unlisted' }),
  ];

  test('by kind, package and folder', () => {
    const tree = folderTree(nodes, 'shop');
    expect(tree.map(({ name, count }) => [name, count])).toEqual([
      ['Models', 2],
      ['Sources', 1],
      ['Macros', 1],
    ]);
    expect(tree[0]?.branches.map(({ name }) => name)).toEqual(['__proto__', 'marts']);
    expect(tree[1]?.branches[0]?.leaves[0]?.label).toBe('orders');
    expect(tree[2]?.branches[0]?.name).toBe('tools');
  });

  test('by database and schema', () => {
    expect(databaseTree(nodes).map(({ name, branches, leaves }) => [name, branches.map(one => one.name), leaves.length])).toEqual(
      [
        ['db', ['main'], 0],
        ['raw', [], 1],
      ],
    );
  });
});

describe('graph', () => {
  const nodes = [
    node('a'),
    node('b', { parents: [0] }),
    node('c', { parents: [1, 0] }),
    node('d', { parents: [2] }),
    node('t', { kind: 'test', parents: [1] }),
  ];
  const input = { nodes, children: [[1, 2], [2, 4], [3], [], []] };

  test('so many steps around a node, without tests', () => {
    expect(around(1, { up: 0, down: 1 }, input)).toEqual([1, 2]);
    expect(around(1, { up: 1, down: 'all' }, input)).toEqual([1, 0, 2, 3]);
    expect(around(1, { up: 0, down: 0 }, input)).toEqual([1]);
  });

  test('layers from left to right, and edges between them', () => {
    const drawing = drawingOf([0, 1, 2, 3], nodes, title => title.length * 8);
    const left = new Map(drawing.nodes.map(({ index, x }) => [index, x]));
    expect([0, 1, 2, 3].map(index => left.get(index))).toEqual([...left.values()].toSorted((a, b) => a - b));
    expect(drawing.edges.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 2],
      [0, 2],
      [2, 3],
    ]);
    expect(drawing.edges.every(({ path }) => /^M[-\d.,]+(C[-\d., ]+)+$/.test(path))).toBe(true);
  });

  test('nodes that point to each other are drawn too', () => {
    const cycle = [node('a', { parents: [1] }), node('b', { parents: [0] })];
    expect(drawingOf([0, 1], cycle, () => 50).nodes).toHaveLength(2);
    expect(drawingOf([], [], () => 0)).toEqual({ width: 0, height: 0, nodes: [], edges: [] });
  });

  test('a zoom keeps the point below the pointer, and has limits', () => {
    const view = zoomed({ x: 10, y: 20, k: 1 }, 2, { x: 110, y: 220 });
    expect(view).toEqual({ k: 2, x: -90, y: -180 });
    expect(zoomed(view, 1000, { x: 0, y: 0 }).k).toBe(3);
    expect(fitted({ width: 2000, height: 100 }, { width: 1000, height: 500 })).toEqual({ k: 0.5, x: 0, y: 225 });
  });
});
