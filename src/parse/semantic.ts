import { nodeId } from '../manifest/id.ts';
import type { NodeConfig, PlainMap, SemanticNode } from '../manifest/node.ts';
import { mapOf, mapsOf, textsOf } from './column.ts';
import { addDisabled, type Parsing } from './draft.ts';
import { dependencies } from './exposure.ts';
import { fqnOf } from './fqn.ts';
import type { PropertyEntry } from './properties.ts';
import { rendered } from './rendered.ts';
import { patchConfig } from './sql-node.ts';

const kinds = { metrics: 'metric', semantic_models: 'semantic_model', saved_queries: 'saved_query' } as const;

/** Metrics, semantic models and saved queries are carried through with their place in the graph. */
export function parseSemantic(parsing: Parsing, entry: PropertyEntry, kind: keyof typeof kinds): void {
  const { owner, file, name } = entry;
  const data = rendered(parsing, entry);
  const resource = kinds[kind];
  const config = { enabled: true, ...patchConfig(data, ['tags', 'meta', 'group']) };
  const model = typeof data['model'] === 'string' ? dependencies(parsing, entry, 'model', [data['model']]) : { refs: [] };
  const node: SemanticNode & { readonly refs: readonly unknown[] } = {
    name,
    resource_type: resource,
    package_name: owner.name,
    path: file.relativePath,
    original_file_path: file.path,
    unique_id: nodeId(resource, owner.name, name),
    fqn: fqnOf(owner.name, file.relativePath, name),
    depends_on: { macros: [], nodes: [] },
    config: config as unknown as NodeConfig,
    tags: textsOf(config['tags' as keyof typeof config]),
    body: data as PlainMap,
    refs: model.refs,
  };
  parsing.draft.origins.set(node.unique_id, {
    file: file.displayPath,
    path: entry.path,
    start: { line: 1, column: 1 },
    packageDir: owner.dir,
  });
  const store = {
    metrics: parsing.draft.metrics,
    semantic_models: parsing.draft.semanticModels,
    saved_queries: parsing.draft.savedQueries,
  };
  if (config.enabled === false) addDisabled(parsing.draft, node);
  else store[kind].set(node.unique_id, node);
}

/** The metrics that a saved query or a derived metric names. */
export function metricNames({ body }: SemanticNode): readonly string[] {
  const params = mapOf(body['type_params'] as never);
  const parts = [
    params['numerator'],
    params['denominator'],
    ...mapsOf(params['metrics'] as never),
    ...textsOf(params['metrics'] as never),
  ];
  const derived = parts.map(part => (typeof part === 'string' ? part : String(mapOf(part as never)['name'] ?? '')));
  return [...derived, ...textsOf(mapOf(body['query_params'] as never)['metrics'])].filter(
    name => name !== '' && name !== '[object Object]',
  );
}

/** The measures that a metric is made of: each belongs to a semantic model. */
export function measureNames({ body }: SemanticNode): readonly string[] {
  const params = mapOf(body['type_params'] as never);
  const nameOf = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : value === undefined || value === null ? [] : [String(mapOf(value as never)['name'])];
  const conversion = mapOf(params['conversion_type_params'] as never);
  return [params['measure'], conversion['base_measure'], conversion['conversion_measure']].flatMap(nameOf);
}
