import { manifestOf } from '../../src/artifact/manifest-reader.ts';
import type { Manifest } from '../../src/manifest/manifest.ts';
import type { Plain, PlainMap } from '../../src/manifest/node.ts';

/** A node of a small manifest: its id, what it reads, and what else matters to the test. */
export interface Sketch {
  readonly id: string;
  readonly reads?: readonly string[];
  readonly more?: PlainMap;
}

const collections: Readonly<Record<string, string>> = {
  source: 'sources',
  exposure: 'exposures',
  metric: 'metrics',
  unit_test: 'unit_tests',
};

/** A manifest of the project `shop`, as a reader of `manifest.json` would give it. */
export function manifestFrom(sketches: readonly Sketch[]): Manifest {
  const artifact: Record<string, Record<string, Plain>> = { metadata: { project_name: 'shop', adapter_type: 'duckdb' } };
  for (const sketch of sketches) {
    const kind = sketch.id.split('.')[0] ?? '';
    const collection = collections[kind] ?? 'nodes';
    artifact[collection] = { ...artifact[collection], [sketch.id]: record(sketch, kind) };
  }
  return manifestOf(artifact);
}

function record({ id, reads = [], more = {} }: Sketch, kind: string): PlainMap {
  const [, packageName = '', name = ''] = id.split('.');
  const path = `models/${name}.sql`;
  return {
    unique_id: id,
    resource_type: kind,
    name,
    package_name: packageName,
    original_file_path: path,
    fqn: [packageName, name],
    tags: [],
    config: { enabled: true },
    depends_on: { macros: [], nodes: reads },
    ...more,
  };
}

const inFolder = (folder: string, name: string, more: PlainMap = {}): PlainMap => ({
  original_file_path: `models/${folder}/${name}.sql`,
  fqn: ['shop', ...folder.split('/'), name],
  ...more,
});

const version = (v: number): PlainMap => ({
  name: 'customers',
  version: v,
  latest_version: 2,
  original_file_path: `models/marts/core/customers_v${v}.sql`,
  fqn: ['shop', 'marts', 'core', 'customers', `v${v}`],
});

const generic = (name: string, file: string): PlainMap => ({
  test_metadata: { name, kwargs: {}, namespace: null },
  original_file_path: file,
});

/** Two staging models, marts with a versioned model, a package, and every kind of test. */
export const shop: Manifest = manifestFrom([
  { id: 'seed.shop.countries', more: { original_file_path: 'seeds/countries.csv' } },
  {
    id: 'source.shop.raw.orders',
    more: { name: 'orders', source_name: 'raw', tags: ['ext'], original_file_path: 'models/staging/stg.yml' },
  },
  { id: 'source.shop.raw.people', more: { name: 'people', source_name: 'raw', original_file_path: 'models/staging/stg.yml' } },
  { id: 'model.help.deep', more: { original_file_path: 'models/staging/deep.sql', fqn: ['help', 'staging', 'deep'] } },
  {
    id: 'model.shop.stg_orders',
    reads: ['source.shop.raw.orders'],
    more: inFolder('staging', 'stg_orders', { tags: ['nightly'], patch_path: 'shop://models/staging/stg.yml' }),
  },
  {
    id: 'model.shop.stg_people',
    reads: ['source.shop.raw.people', 'model.help.deep', 'seed.shop.countries'],
    more: inFolder('staging/web', 'stg_people', {
      tags: ['nightly', 'web'],
      config: { materialized: 'view', meta: { owner: 'Ann' } },
    }),
  },
  {
    id: 'model.shop.orders',
    reads: ['model.shop.stg_orders', 'model.shop.stg_people'],
    more: inFolder('marts/core', 'orders', {
      access: 'public',
      config: { materialized: 'incremental', group: 'finance', unique_key: ['id', 'day'], full_refresh: false },
    }),
  },
  { id: 'model.shop.customers.v1', reads: ['model.shop.orders'], more: version(1) },
  { id: 'model.shop.customers.v2', reads: ['model.shop.orders'], more: version(2) },
  { id: 'model.shop.report', reads: ['model.shop.customers.v1'], more: inFolder('marts', 'report') },
  { id: 'test.shop.unique_orders', reads: ['model.shop.orders'], more: generic('unique', 'models/marts/core/core.yml') },
  {
    id: 'test.shop.relationships_orders',
    reads: ['model.shop.stg_people', 'model.shop.orders'],
    more: generic('relationships', 'models/marts/core/core.yml'),
  },
  {
    id: 'test.shop.no_loss',
    reads: ['model.shop.orders', 'model.shop.report'],
    more: { original_file_path: 'tests/no_loss.sql' },
  },
  { id: 'test.shop.source_unique', reads: ['source.shop.raw.orders'], more: generic('unique', 'models/staging/stg.yml') },
  { id: 'exposure.shop.dash', reads: ['model.shop.orders'], more: { original_file_path: 'models/marts/core/core.yml' } },
  {
    id: 'unit_test.shop.orders.totals',
    reads: ['model.shop.orders'],
    more: { name: 'totals', fqn: ['shop', 'marts', 'core', 'orders', 'totals'], config: { tags: ['fast'] }, tags: undefined },
  },
]);
