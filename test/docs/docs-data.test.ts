import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { docsData, type NodePiece } from '../../src/docs/docs-data.ts';
import type { NodeDetail, NodeSummary, Overview, SearchWords } from '../../src/docs/page-data.ts';
import { type DataFile, inPieces, jsonLiteral } from '../../src/docs/piece.ts';
import { firstSentence } from '../../src/docs/summary.ts';
import { attack, catalog, manifest, runResults } from './hostile-project.ts';

const data = docsData({ manifest, catalog, runResults });

function received(file: DataFile | undefined): unknown {
  const calls: string[] = [];
  runInNewContext(file?.text ?? '', { __docs: (_: string, json: string) => calls.push(json) });
  return JSON.parse(calls[0] ?? 'null');
}

const overview = received(data.first) as Overview;
const details = new Map(data.others.filter(({ name }) => name.startsWith('nodes')).flatMap(file => received(file) as NodePiece));

const indexOf = (id: string): number => overview.nodes.findIndex(node => node.id === id);
const summary = (id: string): NodeSummary => overview.nodes[indexOf(id)] as NodeSummary;
const detail = (id: string): NodeDetail => details.get(indexOf(id)) as NodeDetail;

test('nodes of all kinds are listed, but no built-in macros', () => {
  expect(overview.nodes.map(node => node.id)).toContain('macro.tea.cents');
  expect(overview.nodes.map(node => node.id)).not.toContain('macro.dbt.test_not_null');
  expect(new Set(overview.nodes.map(node => node.kind))).toEqual(
    new Set(['model', 'seed', 'source', 'exposure', 'test', 'macro']),
  );
});

test('parents, tests and callers point to their nodes', () => {
  const orders = summary('model.tea.stg_orders');
  expect(orders.parents.map(index => overview.nodes[index]?.id)).toEqual(['seed.tea.raw_orders', 'source.tea.raw.payments']);
  expect(orders.tests).toEqual([indexOf('test.tea.not_null_stg_orders_order_id.1')]);
  expect(detail('macro.tea.cents').callers).toEqual([indexOf('model.tea.stg_orders')]);
  expect(detail('model.tea.stg_orders').macros).toEqual([indexOf('macro.tea.cents')]);
  expect(detail('test.tea.accepted.2').about).toBe(indexOf('source.tea.raw.payments'));
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
  expect(detail('model.tea.stg_orders').meta).toContainEqual({ label: 'sla', value: '{"hours":4}' });
  expect(detail('test.tea.not_null_stg_orders_order_id.1').run).toMatchObject({ failures: 3, message: 'Got 3 results' });
});

test('results of commands that only compile say nothing of the data', () => {
  const compiled = docsData({ manifest, catalog, runResults: { ...runResults, args: { which: 'generate' } } });
  expect((received(compiled.first) as Overview).nodes.every(node => node.status === null)).toBe(true);
});

test('a project that asked no warehouse and ran nothing has docs too', () => {
  const bare = docsData({ manifest: {}, catalog: null, runResults: null });
  expect(received(bare.first)).toMatchObject({ project: '', nodes: [], pieces: [] });
});

test('the words to search in have the order of the nodes', () => {
  const words = received(data.others.find(({ name }) => name === overview.searchFile)) as readonly SearchWords[];
  expect(words).toHaveLength(overview.nodes.length);
  expect(words[indexOf('model.tea.stg_orders')]?.columns).toEqual(['order_id', 'AMOUNT', 'gone']);
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
