import { readFile } from 'node:fs/promises';
import type { NodeId } from '../manifest/id.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { GraphNode, PlainMap } from '../manifest/node.ts';

/** A manifest that some run wrote: what `state:`, deferral and other readers of artifacts start from. */
export async function readManifest(path: string): Promise<Manifest> {
  return manifestOf(JSON.parse(await readFile(path, 'utf8')));
}

/** Since v8 records have the keys that are compared; v20 is Fusion's. */
const knownVersions: ReadonlySet<string> = new Set(['v8', 'v9', 'v10', 'v11', 'v12', 'v20']);

/** Null when the manifest is one that can be read; else what it says to be. */
export function unknownSchema(artifact: PlainMap): string | null {
  const schema = String(mapOf(artifact['metadata'])['dbt_schema_version'] ?? '');
  const version = /\/manifest\/(v\d+)\.json$/.exec(schema)?.[1];
  return version !== undefined && knownVersions.has(version) ? null : (version ?? schema);
}

/** Kinds that the writer did not know yet are empty; keys that we do not know stay on their records. */
export function manifestOf(artifact: PlainMap): Manifest {
  const metadata = mapOf(artifact['metadata']);
  return {
    projectName: String(metadata['project_name'] ?? ''),
    adapterType: String(metadata['adapter_type'] ?? ''),
    nodes: withoutLeftOut(recordsOf(artifact['nodes'])),
    sources: recordsOf(artifact['sources']),
    exposures: recordsOf(artifact['exposures']),
    unitTests: recordsOf(artifact['unit_tests']),
    metrics: recordsOf(artifact['metrics']),
    semanticModels: recordsOf(artifact['semantic_models']),
    savedQueries: recordsOf(artifact['saved_queries']),
    functions: recordsOf(artifact['functions']),
    groups: recordsOf(artifact['groups']),
    macros: recordsOf(artifact['macros']),
    docs: recordsOf(artifact['docs']),
    leftOut: new Map(),
    disabled: new Map(Object.entries(mapOf(artifact['disabled'])) as unknown as [NodeId, readonly GraphNode[]][]),
    pointers: new Map(),
    retiredPointers: new Map(),
    origins: new Map(),
  };
}

/** Tests of what is not there are listed as disabled among the nodes. */
const withoutLeftOut = (nodes: Manifest['nodes']): Manifest['nodes'] =>
  new Map([...nodes].filter(([, node]) => node.config?.enabled !== false));

const mapOf = (value: unknown): PlainMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as PlainMap) : {};

/** The one place where what a file says is taken for our records. */
const recordsOf = <N>(value: unknown): ReadonlyMap<NodeId, N> =>
  new Map(Object.entries(mapOf(value)) as unknown as [NodeId, N][]);
