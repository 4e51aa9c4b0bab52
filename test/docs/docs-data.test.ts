import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { ColumnSource, NodeLineage } from '../../src/artifact/column-lineage.ts';
import { type DocsInput, docsData, type NodePiece } from '../../src/docs/docs-data.ts';
import type {
  ColumnTable,
  LineageTable,
  NodeDetail,
  NodeSummary,
  Overview,
  SelectionData,
  WordIndex,
} from '../../src/docs/page-data.ts';
import { type DataFile, inPieces, jsonLiteral } from '../../src/docs/piece.ts';
import { columnIndex, columnNames } from '../../src/docs/site/column-index.ts';
import { columnGraph, columnPath } from '../../src/docs/site/column-path.ts';
import { unpackNodes } from '../../src/docs/site/unpack.ts';
import { firstSentence } from '../../src/docs/summary.ts';
import type { PlainMap } from '../../src/manifest/node.ts';
import { attack, catalog, lineage, manifest, runResults } from './hostile-project.ts';

const data = docsData({ manifest, catalog, runResults });

function received(file: DataFile | undefined): unknown {
  const calls: string[] = [];
  runInNewContext(file?.text ?? '', { __docs: (_: string, json: string) => calls.push(json) });
  return JSON.parse(calls[0] ?? 'null');
}

const overview = received(data.first) as Overview;
const nodes = unpackNodes(overview.nodes);
const file = (name: string): unknown => received(data.others.find(one => one.name === name));
const details = new Map(data.others.filter(({ name }) => name.startsWith('nodes')).flatMap(file => received(file) as NodePiece));

const indexOf = (id: string): number => nodes.findIndex(node => node.id === id);
const summary = (id: string): NodeSummary => nodes[indexOf(id)] as NodeSummary;
const detail = (id: string): NodeDetail => details.get(indexOf(id)) as NodeDetail;

const detailIn = (more: Partial<DocsInput>, id: string): NodeDetail => {
  const { others } = docsData({ manifest, catalog, runResults, ...more });
  const pieces = others.filter(({ name }) => name.startsWith('nodes')).flatMap(one => received(one) as NodePiece);
  return new Map(pieces).get(indexOf(id)) as NodeDetail;
};

test('nodes of all kinds are listed, but no built-in macros', () => {
  expect(nodes.map(node => node.id)).toContain('macro.tea.cents');
  expect(nodes.map(node => node.id)).not.toContain('macro.dbt.test_not_null');
  expect(new Set(nodes.map(node => node.kind))).toEqual(new Set(['model', 'seed', 'source', 'exposure', 'test', 'macro']));
});

test('parents, tests and callers point to their nodes', () => {
  const orders = summary('model.tea.stg_orders');
  expect(orders.parents.map(index => nodes[index]?.id)).toEqual(['seed.tea.raw_orders', 'source.tea.raw.payments']);
  expect(summary('test.tea.not_null_stg_orders_order_id.1').about).toBe(indexOf('model.tea.stg_orders'));
  expect(detail('macro.tea.cents').callers).toEqual([indexOf('model.tea.stg_orders')]);
  expect(detail('model.tea.stg_orders').macros).toEqual([indexOf('macro.tea.cents')]);
  expect(summary('test.tea.accepted.2').about).toBe(indexOf('source.tea.raw.payments'));
});

test('nodes are called as people call them', () => {
  expect(summary('source.tea.raw.payments')).toMatchObject({ label: 'raw.payments', place: { name: 'payments_v2' } });
  expect(summary('test.tea.not_null_stg_orders_order_id.1')).toMatchObject({
    label: 'not_null order_id',
    folders: ['stg_orders'],
    status: 'fail',
  });
  expect(summary('test.tea.accepted.2').summary).toBe('values: a, b');
  expect(summary('exposure.tea.board').label).toBe('Board');
  expect(summary('model.tea.stg_orders')).toMatchObject({ folders: ['staging'], summary: 'Orders as they come.' });
});

test('columns come in the order of the warehouse, with what the project says of them', () => {
  const columns = detail('model.tea.stg_orders').columns;
  expect(columns.map(({ name, type, presence }) => [name, type, presence])).toEqual([
    ['order_id', 'INTEGER', 'found'],
    ['AMOUNT', 'DECIMAL(16,2)', 'found'],
    ['gone', null, 'missing'],
  ]);
  expect(columns[0]).toMatchObject({ description: 'The key.', tests: [indexOf('test.tea.not_null_stg_orders_order_id.1')] });
  expect(detail('model.tea.orders').columns.map(({ presence }) => presence)).toEqual(['unknown', 'unknown']);
});

test('a page says who owns a node, how its last run ended and how large it is', () => {
  expect(detail('model.tea.stg_orders')).toMatchObject({
    owner: 'Sales team <sales@example.com>',
    run: { status: 'success', seconds: 0.5, endedAt: null },
    tags: ['daily'],
  });
  expect(detail('model.tea.stg_orders').facts).toContainEqual({ label: 'Rows', value: '12' });
  expect(detail('model.tea.stg_orders').meta).toContainEqual({ label: 'sla', value: '{"hours": 4}' });
  expect(detail('test.tea.not_null_stg_orders_order_id.1').run).toMatchObject({ failures: 3, message: 'Got 3 results' });
});

test('results of commands that only compile say nothing of the data', () => {
  const compiled = docsData({ manifest, catalog, runResults: { ...runResults, args: { which: 'generate' } } });
  expect(unpackNodes((received(compiled.first) as Overview).nodes).every(node => node.status === null)).toBe(true);
});

test('a project that asked no warehouse and ran nothing has docs too', () => {
  const bare = docsData({ manifest: {}, catalog: null, runResults: null });
  expect(received(bare.first)).toMatchObject({ project: '', nodes: { about: [] }, pieces: [] });
});

test('each piece tells which node is its first', () => {
  const small = docsData({ manifest, catalog, runResults });
  expect((received(small.first) as Overview).pieces.map(({ first }) => first)[0]).toBe(0);
  const known = [...details.keys()].sort((a, b) => a - b);
  expect(known).toEqual(nodes.map((_, index) => index));
});

test('the columns of all nodes are in one table', () => {
  const index = columnIndex(file(overview.files.columns) as ColumnTable, nodes.length);
  nodes.forEach((node, at) => {
    expect(columnNames(index, at)).toEqual(detail(node.id).columns.map(({ name }) => name));
  });
});

test('words of every text lead to their node', () => {
  const { words, places } = file(overview.files.words) as WordIndex;
  expect([...words].sort()).toEqual(words);
  expect(words).toHaveLength(places.length);
  expect(words).toEqual(expect.arrayContaining(['walnut', 'daily', 'hours', 'cents', 'raw_orders', 'orders']));
});

test('selectors get what they look at', () => {
  const { texts, config, configs } = file(overview.files.selection) as SelectionData;
  expect(config).toHaveLength(nodes.length);
  expect(configs[config[indexOf('model.tea.orders')] ?? -1]).toMatchObject({ materialized: 'table' });
  expect(texts.fields.tags[indexOf('model.tea.stg_orders')]).not.toBeNull();
});

test('earlier runs stand for nodes that the last one left out, and make the history', () => {
  const mark = ['success', 2, 10] as const;
  const history = [
    { invocation: 'a', command: 'build', at: '2026-01-01T00:00:00Z', results: { 'seed.tea.raw_orders': mark } },
    {
      invocation: 'b',
      command: 'compile',
      at: '2026-01-02T00:00:00Z',
      results: { 'seed.tea.raw_orders': ['error', 9, null] as const },
    },
  ];
  const seed = detailIn({ history }, 'seed.tea.raw_orders');
  expect(seed.run).toMatchObject({ status: 'success', seconds: 2, endedAt: '2026-01-01T00:00:00Z' });
  expect(seed.history).toEqual([{ at: '2026-01-01T00:00:00Z', status: 'success', seconds: 2, rows: 10 }]);
});

test('a source tells how fresh it is, or why nobody knows', () => {
  const known = {
    unique_id: 'source.tea.raw.payments',
    status: 'warn',
    max_loaded_at: 'm',
    snapshotted_at: 's',
    max_loaded_at_time_ago_in_s: 60,
  };
  const source = detailIn({ freshness: { results: [known] } }, 'source.tea.raw.payments');
  expect(source.freshness).toEqual({ status: 'warn', loadedAt: 'm', checkedAt: 's', ageSeconds: 60, error: null });
  const unloaded = { ...known, max_loaded_at: '0001-01-01T00:00:00+00:00', max_loaded_at_time_ago_in_s: 63_900_000_000 };
  expect(detailIn({ freshness: { results: [unloaded] } }, 'source.tea.raw.payments').freshness).toMatchObject({
    ...{ loadedAt: null, ageSeconds: null, error: 'No row says when it came.' },
  });
  const failed = { unique_id: 'source.tea.raw.payments', status: 'runtime error', error: 'no such table' };
  expect(detailIn({ freshness: { results: [failed] } }, 'source.tea.raw.payments').freshness).toMatchObject({
    error: 'no such table',
  });
});

test('what cannot be compiled has its page and says why', () => {
  const problems = new Map([['model.tea.orders', 'error: no']]);
  const broken = docsData({ manifest, catalog, runResults, problems });
  expect(detailIn({ problems }, 'model.tea.orders')).toMatchObject({ problem: 'error: no', description: attack });
  expect(unpackNodes((received(broken.first) as Overview).nodes)[indexOf('model.tea.orders')]?.status).toBe('broken');
});

test('a column without a description has that of the column whose value it is, however far away', () => {
  const [first] = detailIn({ lineage }, 'model.tea.secret').columns;
  const stg = indexOf('model.tea.stg_orders');
  expect(first).toMatchObject({ name: 'first', type: 'INTEGER', presence: 'unknown', description: '' });
  expect(first?.inherited).toEqual({ node: stg, column: 'order_id', text: 'The key.' });
  expect(detailIn({ lineage }, 'model.tea.stg_orders').columns[0]).toMatchObject({
    inherited: null,
    origins: [{ node: indexOf('seed.tea.raw_orders'), column: 'id', how: 'renamed' }],
  });
  const [, unknown] = detailIn({ lineage }, 'model.tea.stg_orders').columns;
  expect(unknown).toMatchObject({ name: 'AMOUNT', origins: null, inherited: null });
});

test('what is computed, put together or goes in circles inherits nothing', () => {
  const from = (...sources: readonly ColumnSource[]): NodeLineage => ({
    columns: [{ name: 'first', type: null, from: sources }],
    complete: true,
    filters: [],
    gaps: [],
  });
  const copied = { node: 'model.tea.stg_orders', column: 'order_id', how: 'copied' } as const;
  const circle = { node: 'model.tea.secret', column: 'first', how: 'copied' } as const;
  for (const node of [from({ ...copied, how: 'transformed' }), from(copied, { ...copied, column: 'gone' }), from(circle)])
    expect(detailIn({ lineage: { nodes: { 'model.tea.secret': node } } }, 'model.tea.secret').columns[0]?.inherited).toBeNull();
});

test('the way of a column goes from its source to its last reader, and no further', () => {
  const whole = docsData({ manifest, catalog, runResults, lineage });
  const table = received(whole.others.find(({ name }) => name.startsWith('lineage'))) as LineageTable;
  const graph = columnGraph(table);
  const ids = (node: string, column: string) => {
    const path = columnPath(graph, indexOf(node), column);
    return [...path.columns.keys()].map(index => nodes[index]?.id.split('.')[2]).sort();
  };
  expect(ids('model.tea.stg_orders', 'order_id')).toHaveLength(5);
  expect(ids('seed.tea.raw_orders', 'ID')).toHaveLength(5);
  expect(ids('model.tea.secret', 'first')).toEqual(['raw_orders', 'secret', 'stg_orders']);
  expect(ids('model.tea.secret', 'nothing')).toEqual(['secret']);
  const { steps } = columnPath(graph, indexOf('model.tea.stg_orders'), 'amount');
  expect(steps.map(({ how }) => how)).toEqual(['transformed']);
});

test('a group has its members', () => {
  const group = {
    'group.tea.sales': {
      ...((manifest['groups'] as PlainMap)['group.tea.sales'] as PlainMap),
      resource_type: 'group',
      package_name: 'tea',
    },
  };
  const grouped = docsData({ manifest: { ...manifest, groups: group }, catalog, runResults });
  const all = unpackNodes((received(grouped.first) as Overview).nodes);
  const at = all.findIndex(({ kind }) => kind === 'group');
  const found = grouped.others.filter(({ name }) => name.startsWith('nodes')).flatMap(one => received(one) as NodePiece);
  expect(new Map(found).get(at)?.members).toEqual([all.findIndex(({ id }) => id === 'model.tea.stg_orders')]);
});

test('unlisted nodes stay in the graph', () => {
  expect(summary('model.tea.secret')).toMatchObject({ visibility: 'unlisted', parents: [indexOf('model.tea.orders')] });
});

test('text of the project comes through whole, and can end neither the literal nor a script element', () => {
  expect(detail('model.tea.orders').description).toBe(attack);
  expect(Object.fromEntries(detail('model.tea.orders').meta.map(({ label, value }) => [`_${label}`, value]))).toHaveProperty(
    '___proto__',
    'kept',
  );
  for (const { text } of [data.first, ...data.others]) expect(text).not.toMatch(/[<>\u2028\u2029]/);
});

test('the same content has the same name, other content another', () => {
  expect(docsData({ manifest, catalog, runResults }).first.name).toBe(data.first.name);
  expect(docsData({ manifest, catalog: null, runResults }).first.name).not.toBe(data.first.name);
});

test('a literal gives back any value', () => {
  const value = { text: `'\\\n\r\u0000\u2029</script>\ud800`, ['__proto__']: 1, big: 2n ** 70n };
  const back: unknown = JSON.parse(String(runInNewContext(jsonLiteral(value))));
  expect(back).toEqual({ ...value, big: '1180591620717411303424' });
});

test('pieces hold neighbours up to their size', () => {
  expect(inPieces(['aa', 'bb', 'c'.repeat(50), 'dd'], 10)).toEqual([['aa', 'bb'], ['c'.repeat(50)], ['dd']]);
  expect(inPieces([])).toEqual([]);
});

test.each([
  ['One. Two.', 'One.'],
  ['# Title\n\nThe `x` of [y](z) is *here*.\n\nMore', 'The x of y is here.'],
  ['| a | b |\n| - | - |', ''],
  ['v1.2 is out. Use it.', 'v1.2 is out.'],
  ['', ''],
])('the first sentence of %j', (markdown, sentence) => {
  expect(firstSentence(markdown)).toBe(sentence);
});

test('a long sentence is cut', () => {
  expect(firstSentence('word '.repeat(100))).toHaveLength(160);
});

test('figures: how many columns are described, by themselves or by where they come from, and what took longest', () => {
  const { figures } = received(docsData({ manifest, catalog, runResults, lineage }).first) as Overview;
  const own = nodes.flatMap(({ kind, id }) => (kind === 'model' ? detailIn({ lineage }, id).columns : []));
  expect(figures.columns.all).toBe(own.length);
  expect(figures.columns.described).toBe(own.filter(({ description }) => description !== '').length);
  expect(figures.columns.inherited).toBe(own.filter(({ inherited }) => inherited !== null).length);
  const seconds = figures.slowest.map(([, time]) => time);
  expect(seconds).toEqual([...seconds].sort((a, b) => b - a));
  expect(seconds.length).toBeGreaterThan(1);
});

test('what is never run has no result, what was without effect neither', () => {
  const results = ['exposure.tea.board', 'model.tea.orders'].map(id => ({ unique_id: id, status: 'no-op', execution_time: 0 }));
  const skipped = { unique_id: 'exposure.tea.board', status: 'skipped', execution_time: 0 };
  const ran = { runResults: { args: { which: 'build' }, results: [...results, skipped] } };
  const history = [
    {
      invocation: '1',
      command: 'build',
      at: '2026-01-01T00:00:00Z',
      results: { 'exposure.tea.board': ['skipped', 0, 0] as const },
    },
  ];
  for (const id of ['exposure.tea.board', 'model.tea.orders'])
    expect(detailIn({ ...ran, history }, id)).toMatchObject({ run: null, history: [] });
});

test('a source that was not looked at in a run is as fresh as it was found', () => {
  const freshness = {
    results: [{ unique_id: 'source.tea.raw.payments', status: 'warn', max_loaded_at: '2026-01-01T00:00:00Z' }],
  };
  const { first } = docsData({ manifest, catalog, runResults, freshness });
  expect(unpackNodes((received(first) as Overview).nodes)[indexOf('source.tea.raw.payments')]?.status).toBe('warn');
});

test('a page of a test has its whole name and what it was given', () => {
  expect(detail('test.tea.accepted.2').facts).toEqual(
    expect.arrayContaining([
      { label: 'Name', value: 'accepted' },
      { label: 'Argument values', value: 'a, b' },
    ]),
  );
});
