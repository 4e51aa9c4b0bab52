import { nodeId } from '../manifest/id.ts';
import type { NodeConfig, PlainMap, SemanticNode } from '../manifest/node.ts';
import type { YamlMap } from '../project/project.ts';
import { mapOf, mapsOf, textsOf } from './column.ts';
import { laidOver, overlay, projectLayers, unrenderedLayers } from './config.ts';
import { dependencies } from './dependency.ts';
import { addDisabled, type Parsing } from './draft.ts';
import { fqnOf } from './fqn.ts';
import { metricBody } from './metric-body.ts';
import { entryOrigin, type PropertyEntry } from './properties.ts';
import { rendered } from './rendered.ts';
import { savedQueryBody, semanticModelBody } from './semantic-body.ts';
import { patchConfig } from './sql-node.ts';

const kinds = { metrics: 'metric', semantic_models: 'semantic_model', saved_queries: 'saved_query' } as const;
const trees = { metrics: 'metrics', semantic_models: 'semantic-models', saved_queries: 'saved-queries' } as const;

/** What each kind's config has when nobody says anything. */
const defaults = {
  metric: { enabled: true, group: null, meta: {} },
  semantic_model: { enabled: true, group: null, meta: {} },
  saved_query: { enabled: true, group: null, meta: {}, export_as: null, schema: null, cache: { enabled: false } },
} as const;

/** Metrics, semantic models and saved queries are carried through with their place in the graph. */
export function parseSemantic(parsing: Parsing, entry: PropertyEntry, kind: keyof typeof kinds): void {
  const { owner, file, name } = entry;
  const data = rendered(parsing, entry);
  const resource = kinds[kind];
  const fqn = fqnOf(owner.name, file.relativePath, name);
  const root = parsing.project.packages[0];
  // A metric's tags stand beside its configuration.
  const own = patchConfig(data, kind === 'metrics' ? ['meta', 'group'] : ['tags', 'meta', 'group']);
  const config = [...projectLayers(root, owner, trees[kind], fqn), own].reduce(overlay, defaults[resource] as YamlMap);
  const given = kind === 'saved_queries' ? own : laidOver([...unrenderedLayers(root, owner, trees[kind], fqn), own]);
  const model =
    typeof data['model'] === 'string' ? dependencies(parsing, entry, [{ text: data['model'], below: ['model'] }]) : { refs: [] };
  const node: SemanticNode & { readonly refs: readonly unknown[] } = {
    name,
    resource_type: resource,
    package_name: owner.name,
    path: file.relativePath,
    original_file_path: file.path,
    unique_id: nodeId(resource, owner.name, name),
    fqn,
    depends_on: { macros: [], nodes: [] },
    config: config as unknown as NodeConfig,
    tags: textsOf(kind === 'metrics' ? data['tags'] : config['tags']),
    body: {
      ...bodyOf(parsing, resource, data, config),
      meta: mapOf(config['meta']) as PlainMap,
      group: typeof config['group'] === 'string' ? config['group'] : null,
      unrendered_config: given as PlainMap,
      created_at: parsing.createdAt,
    },
    refs: model.refs,
  };
  parsing.draft.origins.set(node.unique_id, entryOrigin(entry));
  const store = {
    metrics: parsing.draft.metrics,
    semantic_models: parsing.draft.semanticModels,
    saved_queries: parsing.draft.savedQueries,
  };
  if (config['enabled'] === false) addDisabled(parsing.draft, node);
  else store[kind].set(node.unique_id, node);
}

/** A measure that says `create_metric` is a metric of its own name too. */
export function metricsOfMeasures(parsing: Parsing, entry: PropertyEntry): readonly PropertyEntry[] {
  const fqn = fqnOf(entry.owner.name, entry.file.relativePath, entry.name);
  const layers = projectLayers(parsing.project.packages[0], entry.owner, 'semantic-models', fqn);
  const { meta } = [...layers, patchConfig(entry.data, ['meta'])].reduce(overlay, { meta: {} });
  return mapsOf(entry.data['measures']).flatMap((measure, index) => {
    const { name, label, description, expr } = measure;
    if (measure['create_metric'] !== true || typeof name !== 'string') return [];
    const data: YamlMap = {
      name,
      label: label ?? name,
      description: description ?? `Metric created from measure ${name}`,
      config: { meta: meta ?? {}, enabled: true },
      type: 'simple',
      type_params: { measure: name, expr: expr ?? name },
    };
    return [{ ...entry, kind: 'metrics' as const, name, data, path: [...entry.path, 'measures', index] }];
  });
}

function bodyOf({ shared }: Parsing, resource: SemanticNode['resource_type'], data: YamlMap, config: YamlMap): PlainMap {
  const { defaultDatabase: database, defaultSchema: schema } = shared.adapter;
  switch (resource) {
    case 'metric':
      return metricBody(data);
    case 'semantic_model':
      return semanticModelBody(data, mapOf(config['meta']));
    case 'saved_query':
      return savedQueryBody(data, config, { database, schema });
    default:
      return resource satisfies never;
  }
}

/** The metrics that a saved query or a derived metric names. */
export function metricNames({ body }: SemanticNode): readonly string[] {
  const params = mapOf(body['type_params'] as never);
  const parts = [params['numerator'], params['denominator'], ...mapsOf(params['metrics'] as never)];
  const derived = parts.map(part => String(mapOf(part as never)['name'] ?? ''));
  return [...derived, ...textsOf(mapOf(body['query_params'] as never)['metrics'])].filter(name => name !== '');
}

/** The measures that a metric is made of, without those of other metrics: each belongs to a semantic model. */
export function inputMeasures({ body }: SemanticNode): readonly PlainMap[] {
  const params = mapOf(body['type_params'] as never);
  const conversion = mapOf(params['conversion_type_params'] as never);
  const parts = [params['measure'], conversion['base_measure'], conversion['conversion_measure']];
  return parts.filter(part => part !== null && part !== undefined) as unknown as readonly PlainMap[];
}
