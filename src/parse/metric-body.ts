import type { Plain, PlainMap } from '../manifest/node.ts';
import type { Yaml, YamlMap } from '../project/project.ts';
import { isYamlMap } from '../project/yaml.ts';
import { mapOf } from './column.ts';

/** A metric's own keys as the manifest schema has them, where authors may write a name or a text in place of a map. */
export function metricBody(data: YamlMap): PlainMap {
  const params = mapOf(data['type_params']);
  const type = textOrNull(data['type'])?.toLowerCase() ?? null;
  const typeParams = {
    measure: measure(params['measure']),
    // Filled when all metrics are known.
    input_measures: [],
    numerator: inputMetric(params['numerator']),
    denominator: inputMetric(params['denominator']),
    expr: textOrNull(params['expr']),
    window: timeWindow(params['window']),
    grain_to_date: textOrNull(params['grain_to_date']),
    metrics: listOf(params['metrics']).map(inputMetric),
    conversion_type_params: conversion(params['conversion_type_params']),
    cumulative_type_params: type === 'cumulative' ? cumulative(params) : null,
    metric_aggregation_params: null,
  };
  const description = textOrNull(data['description']) ?? '';
  return { ...(data as PlainMap), description, type, type_params: typeParams, filter: whereFilter(data['filter']) };
}

export const listOf = (value: Yaml | undefined): readonly Yaml[] =>
  Array.isArray(value) ? value : value === null || value === undefined ? [] : [value as Yaml];

export const textOrNull = (value: Yaml | undefined): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;

/** One condition or several, all of which must hold. */
export function whereFilter(value: Yaml | undefined): PlainMap | null {
  const texts = listOf(value).filter(text => typeof text === 'string');
  return texts.length === 0 ? null : { where_filters: texts.map(text => ({ where_sql_template: String(text) })) };
}

/** What is written as a name stands for a map that has only that name. */
function named(value: Yaml | undefined): YamlMap | null {
  if (typeof value === 'string') return { name: value };
  return isYamlMap(value) ? value : null;
}

function measure(value: Yaml | undefined): PlainMap | null {
  const given = named(value);
  if (given === null) return null;
  return {
    name: textOrNull(given['name']) ?? '',
    filter: whereFilter(given['filter']),
    alias: textOrNull(given['alias']),
    join_to_timespine: given['join_to_timespine'] === true,
    fill_nulls_with: typeof given['fill_nulls_with'] === 'number' ? given['fill_nulls_with'] : null,
  };
}

function inputMetric(value: Yaml | undefined): PlainMap | null {
  const given = named(value);
  if (given === null) return null;
  return {
    name: textOrNull(given['name']) ?? '',
    filter: whereFilter(given['filter']),
    alias: textOrNull(given['alias']),
    offset_window: timeWindow(given['offset_window']),
    offset_to_grain: textOrNull(given['offset_to_grain']),
  };
}

const grains = [
  'nanosecond',
  'microsecond',
  'millisecond',
  'second',
  'minute',
  'hour',
  'day',
  'week',
  'month',
  'quarter',
  'year',
];

/** `7 days`; null for anything else. */
function timeWindow(value: Yaml | undefined): PlainMap | null {
  const [, count, unit = ''] = /^\s*(\d+)\s+(\w+)\s*$/.exec(textOrNull(value) ?? '') ?? [];
  if (count === undefined) return null;
  const written = unit.toLowerCase();
  const singular = written.replace(/s$/, '');
  return { count: Number(count), granularity: grains.includes(singular) ? singular : written };
}

function cumulative(params: YamlMap): PlainMap {
  const own = mapOf(params['cumulative_type_params']);
  return {
    window: timeWindow(own['window'] ?? params['window']),
    grain_to_date: textOrNull(own['grain_to_date'] ?? params['grain_to_date']),
    period_agg: textOrNull(own['period_agg']) ?? 'first',
    metric: inputMetric(own['metric']),
  };
}

function conversion(value: Yaml | undefined): PlainMap | null {
  if (!isYamlMap(value)) return null;
  return {
    base_measure: measure(value['base_measure']),
    conversion_measure: measure(value['conversion_measure']),
    entity: textOrNull(value['entity']) ?? '',
    calculation: textOrNull(value['calculation']) ?? 'conversion_rate',
    window: timeWindow(value['window']),
    constant_properties: (value['constant_properties'] ?? null) as Plain,
  };
}
