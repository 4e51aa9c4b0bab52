import type { Plain, PlainMap } from '../manifest/node.ts';
import type { PageRecord } from './node-kind.ts';
import type { ArgumentDetail, Fact } from './page-data.ts';
import { listOf, mapOf, shown, textOf } from './plain-reader.ts';

/** What a metric is worked out from, and what a saved query asks for, a line each. */
export function semanticFacts({ kind, record }: PageRecord): readonly Fact[] {
  switch (kind) {
    case 'metric':
      return metricFacts(mapOf(record['type_params']), record);
    case 'saved_query': {
      const query = mapOf(record['query_params']);
      return [
        fact('Metrics', texts(query['metrics'])),
        fact('Group by', texts(query['group_by'])),
        fact('Where', filterText(query['where'])),
        fact('Order by', texts(query['order_by'])),
        fact('Limit', query['limit']),
        fact('Exports', texts(listOf(record['exports']).map(one => mapOf(one)['name'] ?? null))),
      ].flat();
    }
    case 'semantic_model':
      return fact('Time', mapOf(record['defaults'])['agg_time_dimension']);
    default:
      return [];
  }
}

function metricFacts(params: PlainMap, record: PlainMap): readonly Fact[] {
  const cumulative = mapOf(params['cumulative_type_params']);
  const conversion = mapOf(params['conversion_type_params']);
  const own = mapOf(params['metric_aggregation_params']);
  return [
    fact('Measure', inputText(params['measure'])),
    fact('Aggregation', own['agg']),
    fact('Expression', params['expr']),
    fact('Numerator', inputText(params['numerator'])),
    fact('Denominator', inputText(params['denominator'])),
    fact('Metrics', texts(listOf(params['metrics']).map(inputText))),
    fact('Base measure', inputText(conversion['base_measure'])),
    fact('Conversion measure', inputText(conversion['conversion_measure'])),
    fact('Window', windowText(params['window'] ?? cumulative['window'] ?? conversion['window'])),
    fact('Since the start of each', params['grain_to_date'] ?? cumulative['grain_to_date']),
    fact('Filter', filterText(record['filter'])),
    fact('Granularity', record['time_granularity']),
  ].flat();
}

const fact = (label: string, value: Plain | undefined): readonly Fact[] =>
  value === null || value === undefined || value === '' ? [] : [{ label, value: shown(value) }];

const texts = (list: Plain | undefined): string =>
  listOf(list)
    .filter(one => one !== null && one !== undefined)
    .map(shown)
    .join(', ');

/** A measure or metric by its name, with its own filter. */
function inputText(input: Plain | undefined): string | null {
  const name = textOf(input) ?? textOf(mapOf(input)['name']);
  const filter = filterText(mapOf(input)['filter']);
  return name === null || filter === null ? name : `${name} where ${filter}`;
}

const windowText = (window: Plain | undefined): string | null =>
  textOf(window) ??
  (mapOf(window)['count'] === undefined ? null : `${shown(mapOf(window)['count'])} ${shown(mapOf(window)['granularity'])}`);

const filterText = (filter: Plain | undefined): string | null =>
  textOf(filter) ??
  (listOf(mapOf(filter)['where_filters'])
    .map(one => textOf(mapOf(one)['where_sql_template']) ?? '')
    .filter(text => text !== '')
    .join(' and ') ||
    null);

/** The entities, dimensions and measures of a semantic model, in this order. */
export const semanticParts = ({ kind, record }: PageRecord): readonly ArgumentDetail[] =>
  kind !== 'semantic_model'
    ? []
    : (['entities', 'dimensions', 'measures'] as const).flatMap(list =>
        listOf(record[list]).map(item => {
          const part = mapOf(item);
          const name = textOf(part['name']) ?? '';
          const what = [partWords[list], textOf(part['type']) ?? textOf(part['agg'])].filter(word => word !== null);
          const code = textOf(part['expr']);
          return {
            name,
            type: what.join(', '),
            description: textOf(part['description']) ?? '',
            code: code === name ? null : code,
          };
        }),
      );

const partWords = { entities: 'entity', dimensions: 'dimension', measures: 'measure' } as const;
