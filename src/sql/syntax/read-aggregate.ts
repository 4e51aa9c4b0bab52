import type { Expression } from '../query.ts';
import { orderNodes } from './read-expression.ts';
import type { Reader } from './reader.ts';
import { childNodes, listOf, nodeOf, type Tree, type TreeMap, type TreeNode, textOf } from './tree.ts';

/** Functions that make one value of many rows, by the parser's kind or by name. */
const aggregates = new Set(
  `count sum avg min max group_concat string_agg list_agg array_agg count_if sum_if stddev stddev_pop stddev_samp variance var_pop
  var_samp median mode first last any_value approx_distinct approx_count_distinct approx_percentile percentile logical_and logical_or
  skewness array_concat_agg array_unique_agg bool_xor_agg percentile_cont percentile_disc json_array_agg json_object_agg
  bitwise_and_agg bitwise_or_agg bitwise_xor_agg aggregate_function combined_agg_func combined_parameterized_agg
  parameterized_agg anonymous_agg_func quantile approx_quantile arg_max arg_min arg_max_null arg_min_null max_by min_by corr covar_pop covar_samp
  regr_slope regr_intercept listagg array_agg_distinct list product histogram entropy kurtosis mad fsum favg sumkahan bit_and bit_or
  bit_xor bool_and bool_or every some_agg countif count_big string_agg_distinct hll approx_top_k approx_quantiles approx_top_count
  collect_list collect_set json_agg jsonb_agg json_object_agg jsonb_object_agg json_group_array json_group_object object_agg
  array_union_agg map_agg multimap_agg map_union set_agg geometric_mean checksum stdev stdevp var varp max_n min_n quantile_cont
  quantile_disc reservoir_quantile approx_median percentile_approx sum_distinct any_value_agg groupArray groupUniqArray xmlagg
  st_union_agg st_collect grouping_agg`
    .split(/\s+/)
    .map(name => name.toLowerCase()),
);

export const isAggregateName = (name: string): boolean => aggregates.has(name.toLowerCase());

/** Parts that decide which rows count, and in which order. */
const overKeys = ['filter', 'order_by', 'having_max'];
/** Parts without a column in them that matter to nothing. */
const skippedKeys = new Set([...overKeys, 'separator', 'limit', 'params', 'name', 'original_name']);

export function readAggregate({ kind, body }: TreeNode, reader: Reader): Expression {
  const values = Object.fromEntries(Object.entries(body).filter(([key]) => !skippedKeys.has(key)));
  return {
    kind: 'call',
    name: aggregateName(kind, body),
    args: childNodes(values).map(reader.expression),
    over: overParts(body).map(reader.expression),
    isAggregate: true,
  };
}

const overParts = (body: TreeMap): readonly Tree[] => [
  ...childNodes({ filter: body['filter'] ?? null }),
  ...orderNodes(body['order_by']),
  ...childNodes(listOf(body['having_max'])),
];

function aggregateName(kind: string, body: TreeMap): string {
  const named =
    textOf(body['name']) || textOf(nodeOf(body['this'])?.kind === 'identifier' ? nodeOf(body['this'])?.body['name'] : '');
  return kind === 'aggregate_function' || kind.startsWith('combined') || kind.startsWith('param') ? named.toLowerCase() : kind;
}
