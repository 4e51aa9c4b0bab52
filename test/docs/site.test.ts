import { describe, expect, test } from 'vitest';
import { wholeGraph } from '../../src/docs/site/graph-state.ts';
import { highlight } from '../../src/docs/site/highlight.ts';
import { columnLink, graphLink, listLink, nodeLink, parseRoute } from '../../src/docs/site/route.ts';
import { databaseTree, folderTree } from '../../src/docs/site/tree.ts';
import { summary as node } from './summary.ts';

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
  const everything = {
    id: 'model.a.b/c?d#e%',
    up: 1,
    down: 'all',
    expanded: ['+model.a,b', 'model.&c+'],
    select: 'tag:daily,+orders path:a/*',
    group: 'folder',
    open: ['marts/core, old', '%&='],
    colour: 'result',
    picked: 'model.x.y',
    column: 'a b',
    at: { x: -120, y: 4000, k: 0.55 },
  } as const;

  test.each([
    ['', { page: 'home' }],
    ['#/', { page: 'home' }],
    ['#/list/model', { page: 'list', kind: 'model', only: null }],
    ['#/list/seed?only=odd', { page: 'list', kind: 'seed', only: null }],
    [listLink('model', 'untested'), { page: 'list', kind: 'model', only: 'untested' }],
    [nodeLink('model.a.b/c?d#e%'), { page: 'node', id: 'model.a.b/c?d#e%', column: null }],
    [columnLink('model.a.b', 'x/y'), { page: 'node', id: 'model.a.b', column: 'x/y' }],
    [graphLink({}), { page: 'graph', state: wholeGraph }],
    [graphLink(everything), { page: 'graph', state: everything }],
    ['#/graph/x?up=-1&down=1e9&group=odd&colour=red&at=1e3,0,9&=&%', { page: 'graph', state: { ...wholeGraph, id: 'x' } }],
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
