import { expect, it } from 'vitest';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { buildGraph } from '../../src/graph/graph.ts';
import { type SelectOptions, select } from '../../src/graph/select.ts';
import { readSelectors } from '../../src/graph/selector-file.ts';
import { readYamlFile } from '../../src/project/yaml.ts';
import { shop } from './shop.ts';

const graph = buildGraph(shop);

function read(text: string) {
  const diagnostics: Diagnostic[] = [];
  const file = readYamlFile('selectors.yml', text, one => void diagnostics.push(one));
  if (file === null) throw new Error('no YAML');
  const selectors = readSelectors(file, one => void diagnostics.push(one));
  return { selectors, told: diagnostics.map(one => `${one.code} ${one.span?.line}:${one.span?.column}`) };
}

const selected = (text: string, options: SelectOptions = { select: ['selector:it'] }): string => {
  const { selectors, told } = read(text);
  expect(told).toEqual([]);
  const { value, diagnostics } = select(graph, shop, { resourceTypes: ['model', 'seed', 'source'], ...options, selectors });
  expect(diagnostics).toEqual([]);
  return [...value.ids].map(id => id.replace(/^(model|seed|source)\.(shop\.)?/, '')).join(' ');
};

const defined = (definition: string): string => `selectors: [{name: it, definition: ${definition}}]`;

it.each([
  ["'+orders'", 'countries help.deep stg_orders stg_people orders raw.orders raw.people'],
  ['{tag: nightly}', 'stg_orders stg_people'],
  ['{method: fqn, value: orders, parents: true, parents_depth: 1}', 'stg_orders stg_people orders'],
  ['{method: fqn, value: orders, children: true}', 'orders customers.v1 customers.v2 report'],
  ['{method: fqn, value: orders, children: true, exclude: [customers.v1]}', 'orders customers.v2 report'],
  ['{union: [orders, {tag: nightly}, {exclude: [stg_people]}]}', 'stg_orders orders'],
  ['{intersection: ["+orders", "tag:nightly"]}', 'stg_orders stg_people'],
  ['{intersection: [{union: [orders, stg_orders]}, {exclude: [orders]}]}', 'stg_orders'],
])('%s selects %s', (definition, names) => {
  expect(selected(defined(definition))).toBe(names);
});

it('a selector may build on another one, and operators go around its name', () => {
  const text = `selectors:
  - {name: it, definition: {method: selector, value: base, exclude: [stg_people]}}
  - {name: base, definition: {tag: nightly}}
`;
  expect(selected(text)).toBe('stg_orders');
  expect(selected(text, { select: ['selector:it+1'] })).toBe('stg_orders orders');
  expect(selected(text, { select: ['tag:nightly'], exclude: ['selector:it'] })).toBe('stg_people');
  expect(selected(text, { select: ['orders', 'selector:base,stg_orders'] })).toBe('stg_orders orders');
});

it('how tests come along may be said for each part', () => {
  const count = (mode: string): number => {
    const { selectors } = read(defined(`{method: fqn, value: orders, indirect_selection: ${mode}}`));
    return select(graph, shop, { select: ['selector:it'], resourceTypes: ['test'], selectors }).value.ids.size;
  };
  expect(count('empty')).toBe(0);
  expect(count('eager')).toBeGreaterThan(count('cautious'));
});

it('the manifest shows what a selector means', () => {
  const { selectors } = read(`selectors:
  - name: a
    description: the a
    default: true
    definition: {union: ['2+tag:k', {exclude: ['@x']}]}
  - {name: b, definition: {method: selector, value: a}}
`);
  const definition = {
    union: [
      { method: 'tag', value: 'k', parents: true, parents_depth: 2 },
      { exclude: [{ method: 'fqn', value: 'x', childrens_parents: true }] },
    ],
  };
  expect(selectors.get('a')?.record).toEqual({ name: 'a', description: 'the a', default: true, definition });
  expect(selectors.get('b')?.record).toEqual({ name: 'b', definition });
});

it.each([
  [defined('{tga: nightly}'), ['graph-selector-method 1:37']],
  [defined('{method: tag}'), ['parse-bad-value 1:36']],
  [defined('{method: tag, value: a, indirect_selection: some}'), ['parse-bad-value 1:80']],
  [defined('{method: tag, value: a, childs: true}'), ['parse-unknown-key 1:60']],
  [defined('[a, b]'), ['parse-bad-value 1:36']],
  [defined('{union: a}'), ['parse-bad-value 1:44']],
  [defined("'tag:'"), ['graph-selector-no-value 1:36']],
  [defined('{method: selector, value: at}'), ['graph-unknown-selector 1:62']],
  [defined('{method: selector, value: it}'), ['graph-selector-circle 1:62']],
  ['selectors: [{name: a}]', ['parse-bad-value 1:13']],
  ['selectors: [{definition: a}]', ['parse-bad-value 1:13']],
  ['selectors: {a: b}', ['parse-bad-value 1:12']],
  [
    'selectors: [{name: a, default: true, definition: x}, {name: a, default: true, definition: x}]',
    ['graph-selector-twice 1:61', 'graph-two-default-selectors 1:64'],
  ],
])('%s is a mistake', (text, codes) => {
  expect(read(text).told).toEqual(codes);
});
