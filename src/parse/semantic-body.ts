import type { Plain, PlainMap } from '../manifest/node.ts';
import type { Yaml, YamlMap } from '../project/project.ts';
import { isYamlMap } from '../project/yaml.ts';
import { mapOf, mapsOf, textsOf } from './column.ts';
import { listOf, textOrNull, whereFilter } from './metric-body.ts';

/** A semantic model's own keys as the manifest schema has them: every key of every part, null where it says nothing. */
export const semanticModelBody = (data: YamlMap): PlainMap => ({
  ...(data as PlainMap),
  entities: mapsOf(data['entities']).map(entity),
  measures: mapsOf(data['measures']).map(measure),
  dimensions: mapsOf(data['dimensions']).map(dimension),
});

const shared = (part: YamlMap) => ({
  name: textOrNull(part['name']) ?? '',
  description: textOrNull(part['description']),
  label: textOrNull(part['label']),
  expr: textOrNull(part['expr']),
  config: { meta: mapOf(mapOf(part['config'])['meta']) } as PlainMap,
});

const entity = (part: YamlMap): PlainMap => ({
  ...shared(part),
  type: textOrNull(part['type'])?.toLowerCase() ?? null,
  role: textOrNull(part['role']),
});

const measure = (part: YamlMap): PlainMap => ({
  ...shared(part),
  agg: textOrNull(part['agg'])?.toLowerCase() ?? null,
  // The metric that it asks for is among the metrics already.
  create_metric: false,
  agg_params: aggregation(part['agg_params']),
  non_additive_dimension: nonAdditive(part['non_additive_dimension']),
  agg_time_dimension: textOrNull(part['agg_time_dimension']),
});

const aggregation = (value: Yaml | undefined): PlainMap | null =>
  isYamlMap(value)
    ? {
        percentile: (value['percentile'] ?? null) as Plain,
        use_discrete_percentile: value['use_discrete_percentile'] === true,
        use_approximate_percentile: value['use_approximate_percentile'] === true,
      }
    : null;

const nonAdditive = (value: Yaml | undefined): PlainMap | null =>
  isYamlMap(value)
    ? {
        name: textOrNull(value['name']) ?? '',
        window_choice: textOrNull(value['window_choice']) ?? 'min',
        window_groupings: textsOf(value['window_groupings']),
      }
    : null;

const dimension = (part: YamlMap): PlainMap => ({
  ...shared(part),
  type: textOrNull(part['type'])?.toLowerCase() ?? null,
  is_partition: part['is_partition'] === true,
  type_params: dimensionParams(part['type_params']),
  metadata: null,
});

const dimensionParams = (value: Yaml | undefined): PlainMap | null =>
  isYamlMap(value)
    ? { time_granularity: textOrNull(value['time_granularity']) ?? 'day', validity_params: validity(value['validity_params']) }
    : null;

const validity = (value: Yaml | undefined): PlainMap | null =>
  isYamlMap(value) ? { is_start: value['is_start'] === true, is_end: value['is_end'] === true } : null;

/** Where exports go that do not say where. */
export interface ExportPlace {
  readonly database: string | null;
  readonly schema: string;
}

/** A saved query's own keys as the manifest schema has them. */
export function savedQueryBody(data: YamlMap, place: ExportPlace): PlainMap {
  const params = mapOf(data['query_params']);
  return {
    ...(data as PlainMap),
    query_params: {
      metrics: textsOf(params['metrics']),
      group_by: textsOf(params['group_by']),
      where: whereFilter(params['where']),
      order_by: listOf(params['order_by']) as Plain,
      limit: typeof params['limit'] === 'number' ? params['limit'] : null,
    },
    exports: mapsOf(data['exports']).map(one => exported(one, place)),
  };
}

function exported(one: YamlMap, place: ExportPlace): PlainMap {
  const config = mapOf(one['config']);
  const name = textOrNull(one['name']) ?? '';
  return {
    name,
    config: {
      export_as: textOrNull(config['export_as']),
      schema_name: textOrNull(config['schema']) ?? place.schema,
      alias: textOrNull(config['alias']) ?? name,
      database: place.database,
    },
    unrendered_config: config as PlainMap,
  };
}
