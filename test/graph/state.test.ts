import { describe, expect, it } from 'vitest';
import type { Earlier } from '../../src/graph/earlier.ts';
import { buildGraph } from '../../src/graph/graph.ts';
import { select } from '../../src/graph/select.ts';
import type { NodeId } from '../../src/manifest/id.ts';
import type { Manifest } from '../../src/manifest/manifest.ts';
import type { PlainMap } from '../../src/manifest/node.ts';
import { manifestFrom, shop } from './shop.ts';

const macro = (text: string, calls: readonly string[] = [], packageName = 'shop') => ({
  package_name: packageName,
  macro_sql: text,
  depends_on: { macros: calls },
});

const model = (name: string, more: PlainMap) => ({ id: `model.shop.${name}`, more: { raw_code: 'same', ...more } });

const withMacros = (manifest: Manifest, macros: Readonly<Record<string, unknown>>): Manifest => ({
  ...manifest,
  macros: new Map(Object.entries(macros)) as never,
});

const uses = { depends_on: { macros: ['macro.shop.outer'], nodes: [] } };
const usesBuiltIn = { depends_on: { macros: ['macro.dbt.hash'], nodes: [] } };

const before = withMacros(
  manifestFrom([
    model('same', { created_at: 1 }),
    model('body', { raw_code: 'old' }),
    model('configs', { unrendered_config: { materialized: 'view', tags: ['a'] } }),
    model('relation', { unrendered_config: { schema: 'a' } }),
    model('described', { description: 'old', config: { persist_docs: {} } }),
    model('persisted', { description: 'old', config: { persist_docs: { relation: true } } }),
    model('macros', uses),
    model('built_in', usesBuiltIn),
    model('contract', { contract: { checksum: 'old' } }),
    { id: 'exposure.shop.dash', more: { owner: { email: 'a@b.c' } } },
    { id: 'source.shop.raw.described', more: { description: 'old', database: 'a', unrendered_database: '{{ x }}' } },
    { id: 'source.shop.raw.renamed', more: { identifier: 'old' } },
    { id: 'unit_test.shop.model.stated', more: { checksum: 'old' } },
  ]),
  {
    'macro.shop.outer': macro('o', ['macro.shop.inner']),
    'macro.shop.inner': macro('old'),
    'macro.dbt.hash': macro('old', [], 'dbt'),
  },
);

const now = withMacros(
  manifestFrom([
    model('same', { created_at: 2, database: 'another', compiled_path: 'x' }),
    model('body', { raw_code: 'new' }),
    model('configs', { unrendered_config: { tags: ['b'], materialized: 'table' } }),
    model('relation', { unrendered_config: { schema: 'b' } }),
    model('described', { description: 'new', config: { persist_docs: {} } }),
    model('persisted', { description: 'new', config: { persist_docs: { relation: true } } }),
    model('macros', uses),
    model('built_in', usesBuiltIn),
    model('contract', { contract: { checksum: 'new' } }),
    model('added', {}),
    { id: 'exposure.shop.dash', more: { owner: { email: 'z@b.c' } } },
    { id: 'source.shop.raw.described', more: { description: 'new', database: 'b', unrendered_database: '{{ x }}' } },
    { id: 'source.shop.raw.renamed', more: { identifier: 'new' } },
    { id: 'unit_test.shop.model.stated', more: { checksum: 'new' } },
  ]),
  {
    'macro.shop.outer': macro('o', ['macro.shop.inner']),
    'macro.shop.inner': macro('new'),
    'macro.dbt.hash': macro('new', [], 'dbt'),
  },
);

function names(manifest: Manifest, text: string, earlier: Partial<Earlier>): string {
  const all: Earlier = { manifest: null, statuses: null, fresherSources: null, missing: {}, ...earlier };
  const found = select(buildGraph(manifest), manifest, { select: [text], earlier: all, indirect: 'empty' });
  expect(found.diagnostics.filter(d => d.severity === 'error')).toEqual([]);
  return [...found.value.ids].map(id => id.split('.').slice(2).join('.')).join(' ');
}

describe('what changed since an earlier manifest', () => {
  it.each([
    ['state:new', 'added'],
    ['state:modified', 'body configs relation persisted macros contract added raw.described raw.renamed dash model.stated'],
    ['state:unmodified', 'same described built_in'],
    ['state:modified.body', 'body added'],
    ['state:modified.configs', 'configs added'],
    ['state:modified.relation', 'relation added raw.described raw.renamed'],
    ['state:modified.persisted_descriptions', 'persisted added'],
    ['state:modified.macros', 'macros'],
    ['state:modified.contract', 'contract added'],
    ['state:modified,body', 'body'],
  ])('%s', (text, expected) => {
    expect(names(now, text, { manifest: before })).toBe(expected);
  });

  it('takes a source for the same in another database, where names are compared as they are written', () => {
    expect(names(now, 'state:modified.relation', { manifest: before, sourceNames: 'written' })).toBe(
      'relation added raw.renamed',
    );
  });
});

describe('how an earlier run ended', () => {
  it('selects by status, with operators', () => {
    const statuses = new Map([['model.shop.customers.v1' as NodeId, 'error']]);
    expect(names(shop, 'result:error+', { statuses })).toBe('customers.v1 report no_loss');
  });

  it('selects sources that have new rows', () => {
    expect(names(shop, 'source_status:fresher', { fresherSources: new Set(['source.shop.raw.people' as NodeId]) })).toBe(
      'raw.people',
    );
  });
});
