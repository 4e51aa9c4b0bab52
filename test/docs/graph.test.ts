import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NodeIndex } from '../../src/docs/page-data.ts';
import { selectionData } from '../../src/docs/selection-data.ts';
import { drawingOf } from '../../src/docs/site/graph-drawing.ts';
import { around, groupsOf, scopeOf } from '../../src/docs/site/graph-scope.ts';
import { layered } from '../../src/docs/site/layout/layered.ts';
import { selectorOf } from '../../src/docs/site/selector.ts';
import { fitted, zoomed } from '../../src/docs/site/viewport.ts';
import { summary as node } from './summary.ts';

const nodes = [
  node('a', { folders: ['staging'] }),
  node('b', { folders: ['staging'], parents: [0] }),
  node('c', { folders: ['marts', 'core'], parents: [1, 0] }),
  node('d', { folders: ['marts', 'core'], parents: [2], status: 'error' }),
  node('t', { kind: 'test', parents: [1] }),
];
const children = [[1, 2], [2, 4], [3], [], []];
const indexes = new Map(nodes.map(({ id }, index) => [id, index]));
const measure = (title: string): number => title.length * 8;

describe('scope', () => {
  const input = { nodes, children };

  test('so many steps around a node, without tests', () => {
    expect(around(1, { up: 0, down: 1 }, input)).toEqual([1, 2]);
    expect(around(1, { up: 1, down: 'all' }, input)).toEqual([1, 0, 2, 3]);
    expect(around(1, { up: 0, down: 0 }, input)).toEqual([1]);
  });

  const chosen = { nodes, children, indexes, selected: null, always: [] };
  const at = { id: 'model.shop.b', up: 0, down: 0, expanded: [] } as const;

  test('step by step: what a node reads, what reads it', () => {
    expect(scopeOf(at, chosen)).toEqual([1]);
    expect(scopeOf({ ...at, expanded: ['+model.shop.b'] }, chosen)).toEqual([0, 1]);
    expect(scopeOf({ ...at, expanded: ['model.shop.b+', 'model.shop.c+', '+nothing'] }, chosen)).toEqual([1, 2, 3]);
  });

  test('a selector leaves the focused node', () => {
    expect(scopeOf({ ...at, up: 1, down: 1 }, { ...chosen, selected: new Set([2]) })).toEqual([1, 2]);
    expect(scopeOf({ ...at, id: null }, { ...chosen, selected: new Set([0, 4]), always: [3] })).toEqual([0, 3]);
  });
});

test('groups by folder, tag and package', () => {
  const tagsOf = (index: NodeIndex): readonly string[] => (index === 0 ? ['z', 'daily'] : []);
  const by = (grouping: Parameters<typeof groupsOf>[1]) => Object.fromEntries(groupsOf([0, 1, 2], grouping, { nodes, tagsOf }));
  expect(by('folder')).toEqual({ 0: 'staging', 1: 'staging', 2: 'marts/core' });
  expect(by('tag')).toEqual({ 0: 'daily' });
  expect(by('package')).toEqual({ 0: 'shop', 1: 'shop', 2: 'shop' });
  expect(by('none')).toEqual({});
});

test('many folders make groups of the outer ones', () => {
  const many = Array.from({ length: 300 }, (_, at) => node(`m${at}`, { folders: [`area_${at % 7}`, `part_${at}`] }));
  const groups = groupsOf([...many.keys()], 'folder', { nodes: many, tagsOf: () => [] });
  expect(new Set(groups.values()).size).toBe(7);
});

describe('selectors choose as on the command line', () => {
  const records = nodes.map(({ id, kind, label, folders }) => ({
    id,
    kind,
    record: {
      name: label,
      fqn: ['shop', ...folders, label],
      original_file_path: `models/${folders.join('/')}/${label}.sql`,
      tags: label === 'a' ? ['daily'] : [],
      config: { materialized: label === 'd' ? 'table' : 'view' },
      ...(kind === 'test' ? { test_metadata: { name: 'unique' } } : {}),
    },
  }));
  const selector = selectorOf(nodes, selectionData(records), 'shop');
  test.each([
    ['a+', [0, 1, 2, 3, 4]],
    ['1+c', [0, 1, 2]],
    ['tag:daily', [0]],
    ['path:models/marts', [2, 3]],
    ['models/marts/core/*.sql', [2, 3]],
    ['config.materialized:table', [3]],
    ['result:error', [3]],
    ['staging,b c', [1, 2]],
    ['1+test_name:unique', [1, 4]],
    ['@d', [0, 1, 2, 3]],
  ])('%s', (text, expected) => {
    expect(selector(text)).toEqual({ indexes: new Set(expected), messages: [] });
  });

  test('and say what is wrong', () => {
    expect(selector('tga:daily').messages[0]).toContain('tag');
    expect(selector('nothing').messages).toHaveLength(1);
  });
});

describe('layout', () => {
  const item = fc.record({ width: fc.nat(200), height: fc.integer({ min: 10, max: 90 }), lane: fc.nat(2) });
  const drawing = fc.array(item, { maxLength: 40 }).chain(items =>
    fc.record({
      items: fc.constant(items),
      links: fc.array(fc.record({ from: fc.nat(Math.max(0, items.length - 1)), to: fc.nat(Math.max(0, items.length - 1)) }), {
        maxLength: items.length === 0 ? 0 : 80,
      }),
    }),
  );

  test('no two items overlap, and all lie within the drawing', () => {
    fc.assert(
      fc.property(drawing, ({ items, links }) => {
        const { spots, widths, width, height } = layered(items, links);
        const boxes = spots.map(({ x, y }, at) => ({
          left: x,
          top: y,
          right: x + (widths[at] ?? 0),
          bottom: y + (items[at]?.height ?? 0),
        }));
        for (const [at, a] of boxes.entries()) {
          expect(a.left >= 0 && a.top >= -0.001 && a.right <= width && a.bottom <= height + 0.001).toBe(true);
          for (const b of boxes.slice(at + 1)) {
            const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top + 0.001 || b.bottom <= a.top + 0.001;
            expect(apart).toBe(true);
          }
        }
      }),
    );
  });

  test('what reads is right of what it reads, as long as nothing goes round', () => {
    const forward = drawing.map(({ items, links }) => ({ items, links: links.filter(({ from, to }) => from < to) }));
    fc.assert(
      fc.property(forward, ({ items, links }) => {
        const { spots } = layered(items, links);
        for (const { from, to } of links) expect(spots[from]?.x ?? 0).toBeLessThan(spots[to]?.x ?? 0);
      }),
    );
  });

  test('the same gives the same', () => {
    fc.assert(
      fc.property(drawing, ({ items, links }) => {
        expect(layered(items, links)).toEqual(layered(items, links));
      }),
    );
  });
});

describe('drawing', () => {
  test('boxes and lines between them', () => {
    const { boxes, edges } = drawingOf({ indexes: [0, 1, 2, 3], nodes, measure });
    expect(boxes.map(({ title }) => title)).toEqual(['a', 'b', 'c', 'd']);
    expect(edges.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 2],
      [0, 2],
      [2, 3],
    ]);
    expect(edges.every(({ path }) => /^M[-\d.,]+([CH][-\d., ]+)+$/.test(path))).toBe(true);
  });

  test('closed groups are a box each, open ones lie in a hull', () => {
    const groups = new Map([
      [0, 'staging'],
      [1, 'staging'],
      [2, 'marts'],
    ]);
    const closed = drawingOf({ indexes: [0, 1, 2, 3], nodes, measure, groups });
    expect(closed.boxes.map(({ title, subtitle }) => [title, subtitle])).toEqual([
      ['staging', '2 nodes'],
      ['marts', '1 node'],
      ['d', 'view'],
    ]);
    expect(closed.edges.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 2],
    ]);
    const open = drawingOf({ indexes: [0, 1, 2, 3], nodes, measure, groups, open: new Set(['staging']) });
    expect(open.boxes.map(({ title }) => title)).toEqual(['a', 'b', 'marts', 'd']);
    const [hull] = open.hulls;
    const [a] = open.boxes;
    expect(hull?.name).toBe('staging');
    expect((hull?.y ?? 0) < (a?.y ?? 0) && (hull?.x ?? 0) < (a?.x ?? 0)).toBe(true);
  });

  test('nodes that point to each other are drawn too', () => {
    const cycle = [node('a', { parents: [1] }), node('b', { parents: [0] }), node('c', { parents: [2] })];
    expect(drawingOf({ indexes: [0, 1, 2], nodes: cycle, measure }).boxes).toHaveLength(3);
    expect(drawingOf({ indexes: [], nodes, measure })).toMatchObject({ width: 0, height: 0, boxes: [], edges: [] });
  });

  test('a column shows its way from row to row', () => {
    const path = {
      columns: new Map([
        [0, ['id']],
        [1, ['x', 'id']],
      ]),
      steps: [{ from: [0, 'id'] as const, to: [1, 'id'] as const, how: 'copied' as const }],
    };
    const { boxes, strands } = drawingOf({ indexes: [0, 1], nodes, measure, path });
    expect(boxes.map(({ height }) => height)).toEqual([65, 84]);
    expect(strands).toHaveLength(1);
  });

  test('a chain of thousands of models is drawn', () => {
    const chain = Array.from({ length: 5000 }, (_, at) => node(`m${at}`, { parents: at === 0 ? [] : [at - 1] }));
    expect(drawingOf({ indexes: [...chain.keys()], nodes: chain, measure }).boxes).toHaveLength(5000);
  });
});

test('a zoom keeps the point below the pointer, and has limits', () => {
  const view = zoomed({ x: 10, y: 20, k: 1 }, 2, { x: 110, y: 220 });
  expect(view).toEqual({ k: 2, x: -90, y: -180 });
  expect(zoomed(view, 1000, { x: 0, y: 0 }).k).toBe(3);
  expect(fitted({ width: 1920, height: 100 }, { width: 1000, height: 500 })).toEqual({ k: 0.5, x: 20, y: 225 });
});
