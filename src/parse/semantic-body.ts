import type { Plain, PlainMap } from '../manifest/node.ts';
import type { Yaml, YamlMap } from '../project/project.ts';
import { isYamlMap } from '../project/yaml.ts';
import { mapOf, mapsOf, textsOf } from './column.ts';
import { listOf, textOrNull, whereFilter } from './metric-body.ts';

/**
 * A semantic model's own keys as the manifest schema has them: every key of every part, null where it says nothing. Its `meta`
 * holds for its parts too.
 */
export const semanticModelBody = (data: YamlMap, meta: YamlMap): PlainMap => ({
  ...(data as PlainMap),
  entities: mapsOf(data['entities']).map(part => entity(part, meta)),
  measures: mapsOf(data['measures']).map(part => measure(part, meta)),
  dimensions: mapsOf(data['dimensions']).map(part => dimension(part, meta)),
});

const nameOf = (part: YamlMap): string => textOrNull(part['name']) ?? '';
const kindOf = (value: Yaml | undefined): string | null => textOrNull(value)?.toLowerCase() ?? null;
const described = (part: YamlMap) => ({ description: textOrNull(part['description']), label: textOrNull(part['label']) });
const configOf = (part: YamlMap, meta: YamlMap) =>
  ({ config: { meta: { ...meta, ...mapOf(mapOf(part['config'])['meta']) } } }) as PlainMap;

const entity = (part: YamlMap, meta: YamlMap): PlainMap => ({
  name: nameOf(part),
  type: kindOf(part['type']),
  ...described(part),
  role: textOrNull(part['role']),
  expr: textOrNull(part['expr']),
  ...configOf(part, meta),
});

const measure = (part: YamlMap, meta: YamlMap): PlainMap => ({
  name: nameOf(part),
  agg: kindOf(part['agg']),
  ...described(part),
  // The metric that it asks for is among the metrics already.
  create_metric: false,
  expr: textOrNull(part['expr']),
  agg_params: aggregation(part['agg_params']),
  non_additive_dimension: nonAdditive(part['non_additive_dimension']),
  agg_time_dimension: textOrNull(part['agg_time_dimension']),
  ...configOf(part, meta),
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

const dimension = (part: YamlMap, meta: YamlMap): PlainMap => ({
  name: nameOf(part),
  type: kindOf(part['type']),
  ...described(part),
  is_partition: part['is_partition'] === true,
  type_params: dimensionParams(part['type_params']),
  expr: textOrNull(part['expr']),
  metadata: null,
  ...configOf(part, meta),
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
export function savedQueryBody(data: YamlMap, config: YamlMap, place: ExportPlace): PlainMap {
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
    exports: mapsOf(data['exports']).map(one => exported(one, config, place)),
  };
}

/** What an export does not say is as its saved query says. */
function exported(one: YamlMap, usual: YamlMap, place: ExportPlace): PlainMap {
  const config = mapOf(one['config']);
  const name = textOrNull(one['name']) ?? '';
  return {
    name,
    config: {
      export_as: textOrNull(config['export_as'] ?? usual['export_as']),
      schema_name: textOrNull(config['schema'] ?? usual['schema']) ?? place.schema,
      alias: textOrNull(config['alias']) ?? name,
      database: place.database,
    },
    unrendered_config: config as PlainMap,
  };
}
