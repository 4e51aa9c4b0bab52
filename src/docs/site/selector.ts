import { buildGraph } from '../../graph/graph.ts';
import { select } from '../../graph/select.ts';
import type { NodeId } from '../../manifest/id.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import type { NodeIndex, NodeSummary, SelectionData } from '../page-data.ts';
import { textAt } from './unpack.ts';

/** Chooses nodes as `--select` does on the command line, by the same code. */
export type Selector = (text: string) => Selected;

export interface Selected {
  readonly indexes: ReadonlySet<NodeIndex>;
  /** What is wrong with the selector, or why it chose nothing. */
  readonly messages: readonly string[];
}

const made = new WeakMap<SelectionData, Selector>();

/** Made once for the data: a large project has tens of thousands of records. */
export function selectorOf(nodes: readonly NodeSummary[], data: SelectionData, project: string): Selector {
  const selector = made.get(data) ?? createSelector(nodes, data, project);
  made.set(data, selector);
  return selector;
}

function createSelector(nodes: readonly NodeSummary[], data: SelectionData, project: string): Selector {
  const manifest = manifestOf(nodes, data, project);
  const graph = buildGraph(manifest);
  const indexes = new Map<string, NodeIndex>(nodes.map(({ id }, index) => [id, index]));
  const statuses = new Map(nodes.flatMap(({ id, status }) => (status === null ? [] : [[id as NodeId, status] as const])));
  const earlier = { manifest: null, statuses: statuses, fresherSources: null, missing: {} };
  return text => {
    const { value, diagnostics } = select(graph, manifest, { select: [text], indirect: 'empty', earlier });
    return {
      indexes: new Set([...value.ids].flatMap(id => indexes.get(id) ?? [])),
      messages: diagnostics.map(({ text: said, hint }) => (hint === null ? said : `${said} ${hint}`).replaceAll('`', '')),
    };
  };
}

/** Its records have what selectors look at, and nothing else. */
function manifestOf(nodes: readonly NodeSummary[], data: SelectionData, project: string): Manifest {
  const collections = { nodes: new Map(), sources: new Map(), exposures: new Map(), unitTests: new Map(), metrics: new Map() };
  const semantic = { semanticModels: new Map(), savedQueries: new Map() };
  const all: Readonly<Record<string, Map<unknown, unknown>>> = {
    source: collections.sources,
    exposure: collections.exposures,
    unit_test: collections.unitTests,
    metric: collections.metrics,
    semantic_model: semantic.semanticModels,
    saved_query: semantic.savedQueries,
  };
  nodes.forEach((node, index) => {
    if (node.kind === 'macro' || node.kind === 'group') return;
    (all[node.kind] ?? collections.nodes).set(node.id, recordOf(node, index, { nodes, data }));
  });
  const empty = {
    functions: new Map(),
    groups: new Map(),
    macros: new Map(),
    docs: new Map(),
    disabled: new Map(),
    leftOut: new Map(),
    pointers: new Map(),
    retiredPointers: new Map(),
    origins: new Map(),
  };
  return { projectName: project, adapterType: '', ...collections, ...semantic, ...empty };
}

interface Records {
  readonly nodes: readonly NodeSummary[];
  readonly data: SelectionData;
}

function recordOf(node: NodeSummary, index: NodeIndex, { nodes, data }: Records): object {
  const text = (field: keyof SelectionData['texts']['fields']): string | null => textAt(data.texts, field, index);
  const list = (field: 'fqn' | 'tags'): readonly string[] => text(field)?.split('\n').filter(Boolean) ?? [];
  const testName = text('testName');
  return {
    unique_id: node.id,
    resource_type: node.kind,
    package_name: node.packageName,
    name: text('name') ?? '',
    fqn: list('fqn'),
    original_file_path: text('path') ?? '',
    patch_path: text('patchPath'),
    source_name: text('sourceName'),
    ...(text('tags') === null ? {} : { tags: list('tags') }),
    group: text('group'),
    access: text('access') ?? 'protected',
    version: text('version'),
    latest_version: text('latestVersion'),
    test_metadata: testName === null ? null : { name: testName },
    config: data.configs[data.config[index] ?? 0] ?? {},
    depends_on: { nodes: node.parents.map(parent => nodes[parent]?.id ?? '') },
  };
}

/** As selectors see them. */
export function tagsAt(data: SelectionData, index: NodeIndex): readonly string[] {
  const tags = textAt(data.texts, 'tags', index)?.split('\n') ?? data.configs[data.config[index] ?? 0]?.['tags'] ?? [];
  return (Array.isArray(tags) ? tags : [tags]).filter((tag): tag is string => typeof tag === 'string' && tag !== '');
}
