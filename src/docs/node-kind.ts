import type { PlainMap } from '../manifest/node.ts';
import type { NodeKind } from './page-data.ts';
import { mapOf, textOf } from './plain-reader.ts';

/** The collections of a manifest that have pages, in the order of the page's lists. */
const collections = [
  'nodes',
  'sources',
  'exposures',
  'metrics',
  'semantic_models',
  'saved_queries',
  'functions',
  'unit_tests',
  'macros',
  'groups',
];

/** In the order of the page's lists. */
const kinds: readonly NodeKind[] = [
  'model',
  'seed',
  'snapshot',
  'source',
  'exposure',
  'metric',
  'semantic_model',
  'saved_query',
  'function',
  'analysis',
  'test',
  'unit_test',
  'macro',
  'group',
];

export interface PageRecord {
  readonly id: string;
  readonly kind: NodeKind;
  readonly record: PlainMap;
}

/** Everything of the project and its packages that gets a page; the same manifest gives the same order. */
export function pageRecords(manifest: PlainMap): readonly PageRecord[] {
  const builtIn = builtInPackages(manifest);
  const found = collections.flatMap(name =>
    Object.entries(mapOf(manifest[name])).flatMap(([id, value]) => pageRecord(id, mapOf(value))),
  );
  return found
    .filter(({ kind, record }) => kind !== 'macro' || !builtIn.has(textOf(record['package_name']) ?? ''))
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || compare(a.id, b.id));
}

/** Neither the language nor the place may change the order, so text is compared by its code units. */
export const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const pageRecord = (id: string, record: PlainMap): readonly PageRecord[] => {
  const kind = kinds.find(one => one === record['resource_type']);
  return kind === undefined ? [] : [{ id, kind, record }];
};

/** Their hundreds of macros belong to the language, not to the project. */
function builtInPackages(manifest: PlainMap): ReadonlySet<string> {
  const metadata = mapOf(manifest['metadata']);
  const adapter = textOf(metadata['adapter_type']) ?? '';
  const own = textOf(metadata['project_name']);
  const names = ['dbt', `dbt_${adapter}`, ...(parentAdapters[adapter] ?? [])];
  return new Set(names.filter(name => name !== own));
}

const parentAdapters: Readonly<Record<string, readonly string[]>> = { redshift: ['dbt_postgres'], databricks: ['dbt_spark'] };
