import { createHash } from 'node:crypto';
import type { Graph } from '../graph/graph.ts';
import type { NodeId } from '../manifest/id.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { PlainMap } from '../manifest/node.ts';
import { type CompiledRecord, type ManifestRecord, nodeRecord } from '../manifest/record.ts';
import { type ArtifactMeta, instant, metadata } from './metadata.ts';

export interface ManifestMeta extends ArtifactMeta {
  readonly runStartedAt: Date;
  /** As the project file says; null: not said. */
  readonly quoting: { readonly database: boolean | null; readonly schema: boolean | null; readonly identifier: boolean | null };
  /** What this invocation compiled. */
  readonly compiled?: ReadonlyMap<NodeId, CompiledRecord>;
  /** The YAML selectors by name, as defined. */
  readonly selectors?: PlainMap;
}

/** `manifest.json`, schema v12. */
export function manifestArtifact(manifest: Manifest, graph: Graph, meta: ManifestMeta): PlainMap {
  const compiled = meta.compiled ?? new Map();
  return {
    metadata: manifestMetadata(manifest, meta),
    nodes: { ...records(manifest.nodes, compiled), ...records(manifest.leftOut) },
    sources: records(manifest.sources),
    macros: records(manifest.macros),
    docs: records(manifest.docs),
    exposures: records(manifest.exposures),
    metrics: records(manifest.metrics),
    groups: records(manifest.groups),
    selectors: meta.selectors ?? {},
    disabled: Object.fromEntries([...manifest.disabled].map(([id, nodes]) => [id, nodes.map(node => nodeRecord(node))])),
    parent_map: { ...sortedEdges(graph, graph.parents), ...leftOutParents(manifest) },
    child_map: childMap(graph, manifest),
    group_map: groupMap(manifest),
    saved_queries: records(manifest.savedQueries),
    semantic_models: records(manifest.semanticModels),
    unit_tests: records(manifest.unitTests),
    functions: records(manifest.functions, compiled),
  };
}

const manifestMetadata = (manifest: Manifest, meta: ManifestMeta): PlainMap => ({
  ...metadata('manifest/v12', meta),
  project_name: manifest.projectName,
  project_id: createHash('md5').update(manifest.projectName).digest('hex'),
  user_id: null,
  send_anonymous_usage_stats: false,
  adapter_type: manifest.adapterType,
  quoting: { ...quoted(meta.quoting), column: null },
  run_started_at: instant(meta.runStartedAt).replace('Z', '+00:00'),
});

/** Names are quoted where the project does not say that they are not. */
const quoted = ({ database, schema, identifier }: ManifestMeta['quoting']): PlainMap => ({
  database: database ?? true,
  schema: schema ?? true,
  identifier: identifier ?? true,
});

const records = (nodes: ReadonlyMap<NodeId, ManifestRecord>, compiled?: ReadonlyMap<NodeId, CompiledRecord>): PlainMap =>
  Object.fromEntries([...nodes].map(([id, node]) => [id, nodeRecord(node, compiled?.get(id) ?? null)]));

const sortedEdges = (graph: Graph, edges: ReadonlyMap<NodeId, readonly NodeId[]>): PlainMap =>
  Object.fromEntries(graph.ids.map(id => [id, [...(edges.get(id) ?? [])].sort()]));

const leftOutParents = ({ leftOut }: Manifest): PlainMap =>
  Object.fromEntries([...leftOut].map(([id, test]) => [id, [...test.depends_on.nodes].sort()]));

/** With the tests that are left out below what they read. */
function childMap(graph: Graph, { leftOut }: Manifest): PlainMap {
  const children = new Map(graph.children);
  for (const [id, test] of leftOut) {
    children.set(id, []);
    for (const parent of test.depends_on.nodes) children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  return sortedEdges({ ...graph, ids: [...graph.ids, ...leftOut.keys()] }, children);
}

/** The members of each group by the group's name. */
function groupMap(manifest: Manifest): PlainMap {
  const members = new Map<string, NodeId[]>();
  for (const group of manifest.groups.values()) members.set(group.name, []);
  for (const collection of [manifest.nodes, manifest.metrics, manifest.semanticModels, manifest.savedQueries]) {
    for (const node of collection.values()) {
      const group = ('group' in node ? node.group : null) ?? node.config['group'];
      if (typeof group === 'string') members.get(group)?.push(node.unique_id);
    }
  }
  return Object.fromEntries(members);
}
