import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogArtifact } from '../../src/artifact/catalog-artifact.ts';
import { graphSummary } from '../../src/artifact/graph-summary.ts';
import { manifestArtifact } from '../../src/artifact/manifest-artifact.ts';
import { readManifest } from '../../src/artifact/manifest-reader.ts';
import type { RunResult, RunStatus, SourceFreshness } from '../../src/artifact/run-result.ts';
import { runResultsArtifact } from '../../src/artifact/run-results-artifact.ts';
import { readRunResults } from '../../src/artifact/run-results-reader.ts';
import { sourcesArtifact } from '../../src/artifact/sources-artifact.ts';
import { writeArtifact } from '../../src/artifact/write.ts';
import { buildGraph } from '../../src/graph/graph.ts';
import type { NodeId } from '../../src/manifest/id.ts';
import { graphNode } from '../../src/manifest/manifest.ts';
import type { Plain, PlainMap, SourceNode } from '../../src/manifest/node.ts';
import { nodeRecord } from '../../src/manifest/record.ts';
import { shop } from '../graph/shop.ts';

const at = new Date('2026-01-31T10:20:30.123Z');
const meta = { dbtVersion: '1.11.16', generatedAt: at, invocationId: 'abc', invocationStartedAt: at, env: {} };
const manifestMeta = { ...meta, runStartedAt: at, quoting: { database: true, schema: true, identifier: true } };
const orders = 'model.shop.orders' as NodeId;
const keys = (value: Plain | undefined): readonly string[] => Object.keys(value as PlainMap);
const plain = (value: PlainMap) => JSON.parse(JSON.stringify(value));

const relationKeys =
  'database schema name resource_type package_name path original_file_path unique_id fqn alias checksum config tags description ' +
  'columns meta group docs patch_path build_path unrendered_config created_at relation_name raw_code doc_blocks';
const compiledKeys = `${relationKeys} language refs sources metrics functions depends_on compiled_path`;

describe('records', () => {
  it.each([
    [
      'model.shop.orders',
      `${compiledKeys} contract access constraints version latest_version deprecation_date primary_key time_spine`,
    ],
    ['test.shop.no_loss', `${compiledKeys} contract`],
    ['test.shop.unique_orders', `${compiledKeys} contract column_name file_key_name attached_node test_metadata`],
    ['seed.shop.countries', `${relationKeys} root_path depends_on`],
    [
      'unit_test.shop.orders.totals',
      'model given expect name resource_type package_name path original_file_path unique_id fqn description overrides depends_on ' +
        'config checksum schema created_at versions version',
    ],
    [
      'exposure.shop.dash',
      'name resource_type package_name path original_file_path unique_id fqn type owner description label maturity meta tags ' +
        'config unrendered_config url depends_on refs sources metrics created_at',
    ],
    [
      'source.shop.raw.orders',
      'database schema name resource_type package_name path original_file_path unique_id fqn source_name source_description ' +
        'loader identifier quoting loaded_at_field loaded_at_query freshness external description columns meta source_meta tags ' +
        'config patch_path unrendered_config relation_name created_at unrendered_database unrendered_schema doc_blocks',
    ],
  ])('has the keys of the schema in their order: %s', (id, expected) => {
    const node = graphNode(shop, id as NodeId);
    expect(node && Object.keys(nodeRecord(node)).join(' ')).toBe(expected);
  });

  it('puts what compiling found behind the compiled path', () => {
    const node = graphNode(shop, orders);
    const record = nodeRecord(node as NonNullable<typeof node>, {
      compiledCode: 'select 1',
      compiledPath: 'a.sql',
      extraCtes: [],
      macros: [],
    });
    expect(record).toMatchObject({ compiled: true, compiled_code: 'select 1', compiled_path: 'a.sql', extra_ctes: [] });
    const order = Object.keys(record).join(' ');
    expect(order).toContain('depends_on compiled_path compiled compiled_code extra_ctes_injected extra_ctes contract');
  });

  it('fills in the lists and maps of a semantic node that says little', () => {
    const metric = { resource_type: 'metric', name: 'revenue', body: { label: 'Revenue', type: 'simple' } } as never;
    expect(nodeRecord(metric)).toMatchObject({ name: 'revenue', label: 'Revenue', tags: [], meta: {}, filter: null });
  });
});

describe('the manifest', () => {
  it('has every collection, and metadata that readers know', () => {
    const artifact = manifestArtifact(shop, buildGraph(shop), manifestMeta);
    expect(keys(artifact)).toEqual([
      ...['metadata', 'nodes', 'sources', 'macros', 'docs', 'exposures', 'metrics', 'groups', 'selectors', 'disabled'],
      ...['parent_map', 'child_map', 'group_map', 'saved_queries', 'semantic_models', 'unit_tests', 'functions'],
    ]);
    expect(artifact['metadata']).toEqual({
      dbt_schema_version: 'https://schemas.getdbt.com/dbt/manifest/v12.json',
      dbt_version: '1.11.16',
      generated_at: '2026-01-31T10:20:30.123000Z',
      invocation_id: 'abc',
      invocation_started_at: '2026-01-31T10:20:30.123000Z',
      env: {},
      project_name: 'shop',
      project_id: 'fb54f3c5992b96d001bb16e8e92d968d',
      user_id: null,
      send_anonymous_usage_stats: false,
      adapter_type: 'duckdb',
      quoting: { database: true, schema: true, identifier: true, column: null },
      run_started_at: '2026-01-31T10:20:30.123000+00:00',
    });
  });

  it('maps parents and children of every node, sorted', () => {
    const { parent_map: parents, child_map: children } = plain(manifestArtifact(shop, buildGraph(shop), manifestMeta));
    expect(parents[orders]).toEqual(['model.shop.stg_orders', 'model.shop.stg_people']);
    expect(children[orders]).toEqual([...children[orders]].sort());
    expect(keys(parents)).toEqual(keys(children));
    expect(children['exposure.shop.dash']).toEqual([]);
  });

  it('is read back as it was written', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'artifact-')), 'target', 'manifest.json');
    await writeArtifact(path, manifestArtifact(shop, buildGraph(shop), manifestMeta));
    const again = await readManifest(path);
    expect(again.projectName).toBe('shop');
    expect(plain(manifestArtifact(again, buildGraph(again), manifestMeta))).toEqual(
      plain(manifestArtifact(shop, buildGraph(shop), manifestMeta)),
    );
  });
});

const result: RunResult = {
  node: orders,
  status: 'success',
  timing: [{ name: 'compile', startedAt: at, completedAt: at }],
  threadId: 'Thread-1',
  elapsedMs: 1250,
  message: 'signed in as ann:s3cret',
  failures: null,
  adapterResponse: { rows_affected: 3, query: 'select s3cret' },
  relationName: '"db"."main"."orders"',
  compiled: true,
  compiledCode: 'select 1',
  diagnostics: [],
};

describe('run results', () => {
  const args = { which: 'run', vars: { token: 's3cret' }, select: ['orders'] };
  const artifact = runResultsArtifact([result], { ...meta, elapsedMs: 2000, args, secrets: ['s3cret', ''] });

  it('has the keys of the schema', () => {
    expect(keys(artifact)).toEqual(['metadata', 'results', 'elapsed_time', 'args']);
    expect(plain(artifact).results[0]).toEqual({
      status: 'success',
      timing: [{ name: 'compile', started_at: '2026-01-31T10:20:30.123000Z', completed_at: '2026-01-31T10:20:30.123000Z' }],
      thread_id: 'Thread-1',
      execution_time: 1.25,
      adapter_response: { rows_affected: 3, query: 'select *****' },
      message: 'signed in as ann:*****',
      failures: null,
      unique_id: 'model.shop.orders',
      compiled: true,
      compiled_code: 'select 1',
      relation_name: '"db"."main"."orders"',
      batch_results: null,
    });
  });

  it('holds no secret', () => {
    expect(JSON.stringify(artifact)).not.toContain('s3cret');
  });

  it('is read back, also from an older version', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'artifact-')), 'run_results.json');
    await writeArtifact(path, artifact);
    expect(await readRunResults(path)).toMatchObject({
      results: [{ node: orders, status: 'success', elapsedMs: 1250 }],
      args: { which: 'run' },
    });
    await writeFile(path, JSON.stringify({ results: [{ unique_id: 'model.a.b', status: 'error' }] }));
    expect(await readRunResults(path)).toMatchObject({ results: [{ status: 'error', message: null, batches: null }], args: {} });
  });
});

describe('the other artifacts', () => {
  it('lists tables and columns of nodes whatever case the warehouse reports', () => {
    const node = { ...graphNode(shop, orders), database: null, schema: 'main', alias: 'orders' };
    const manifest = { ...shop, nodes: new Map([[orders, node]]), sources: new Map() } as never;
    const name = { catalog: null, schema: 'MAIN', name: 'ORDERS' };
    const column = {
      name: 'ID',
      type: { kind: 'integer', bits: 32 },
      nativeType: 'INTEGER',
      nullable: true,
      comment: null,
    } as const;
    const relations = [{ name, kind: 'table', rows: 3, bytes: null, comment: 'c', owner: null, isBound: null }] as const;
    const artifact = plain(
      catalogArtifact(manifest, { relations, columns: [{ relation: name, columns: [column] }], errors: [] }, meta),
    );
    expect(Object.keys(artifact)).toEqual(['metadata', 'nodes', 'sources', 'errors']);
    expect(artifact.nodes[orders]).toMatchObject({
      metadata: { type: 'BASE TABLE', schema: 'MAIN', name: 'ORDERS', database: null, comment: 'c', owner: null },
      columns: { ID: { type: 'INTEGER', index: 1, name: 'ID', comment: null } },
      stats: { num_rows: { value: 3, include: true }, has_stats: { value: true, include: false } },
      unique_id: orders,
    });
  });

  it('says how old a source is in seconds', () => {
    const source = { unique_id: 'source.shop.raw.orders', freshness: { filter: null } } as unknown as SourceNode;
    const result = (status: RunStatus, freshness?: SourceFreshness): RunResult => ({
      ...{ node: source.unique_id, status, timing: [], threadId: 'Thread-1', elapsedMs: 5, message: 'hidden key' },
      ...{ failures: null, adapterResponse: {}, relationName: null, compiled: false, compiledCode: null, diagnostics: [] },
      ...(freshness === undefined ? {} : { freshness }),
    });
    const snapshottedAt = BigInt(at.getTime()) * 1000n;
    const checked = [
      result('warn', { maxLoadedAt: snapshottedAt - 90_000_500n, snapshottedAt }),
      result('error', { maxLoadedAt: null, snapshottedAt }),
      result('runtime error'),
    ].map(one => ({ source, result: one }));
    const artifact = plain(sourcesArtifact(checked, { ...meta, elapsedMs: 5, secrets: ['key'] }));
    expect(artifact.results).toMatchObject([
      {
        status: 'warn',
        max_loaded_at: '2026-01-31T10:19:00.122500+00:00',
        snapshotted_at: '2026-01-31T10:20:30.123000+00:00',
        max_loaded_at_time_ago_in_s: 90.0005,
        criteria: { filter: null },
        execution_time: 0.005,
      },
      { status: 'error', max_loaded_at: '0001-01-01T00:00:00+00:00', max_loaded_at_time_ago_in_s: 63905451630.123 },
      { status: 'runtime error', error: 'hidden *****' },
    ]);
  });

  it('numbers the edges, with and without the tests that gate', () => {
    const summary = plain(graphSummary(buildGraph(shop), shop, 'abc'));
    const next = (part: string, id: string): string[] => {
      const entries = Object.values(summary[part]) as { name: string; succ?: number[] }[];
      return (entries.find(entry => entry.name === id)?.succ ?? []).map(number => entries[number]?.name ?? '');
    };
    expect(next('linked', 'test.shop.unique_orders')).toEqual([]);
    expect(next('with_test_edges', 'test.shop.unique_orders')).toContain('model.shop.customers.v1');
  });
});

describe('writing', () => {
  it('leaves the old file and nothing else when the content fails', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'artifact-'));
    const path = join(folder, 'a.json');
    await writeArtifact(path, { kept: true });
    await expect(
      writeArtifact(path, {
        broken: Symbol('x') as never,
        more: {
          get deep(): never {
            throw new Error('no');
          },
        },
      }),
    ).rejects.toThrow('no');
    expect(await readdir(folder)).toEqual(['a.json']);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ kept: true });
  });

  it('writes integers beyond 2^53, leaves out what is not given, and keeps large content whole', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'artifact-')), 'a.json');
    const large = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`k${i}`, { text: 'ü'.repeat(200) }]));
    await writeArtifact(path, {
      nodes: large,
      big: { one: { n: 12345678901234567890n, list: [1n, undefined as never] } },
      none: undefined,
    });
    const text = await readFile(path, 'utf8');
    expect(text).toContain('"n":12345678901234567890');
    expect(JSON.parse(text).nodes).toEqual(large);
    expect(JSON.parse(text).big.one.list).toEqual([1, null]);
    expect(JSON.parse(text)).not.toHaveProperty('none');
  });
});
