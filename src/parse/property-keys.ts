/** What a key of a property file holds; a shape means a list of maps of that shape. */
export type PropertyType = 'any' | 'text' | 'map' | 'list' | PropertyShape;

/** The keys of one kind of entry. */
export interface PropertyShape {
  /** What messages call an entry: `a model`. */
  readonly entry: string;
  readonly keys: Readonly<Record<string, PropertyType>>;
  /** Whether the shape's `config:` is that of nodes, whose keys are known. */
  readonly config: 'node' | 'free';
}

/**
 * Names of configurations, so that one that stands outside of `config:`, or is misspelt inside of it, can be told. From the
 * reference pages of dbt and its adapters. Projects may add their own, so an unknown one alone means nothing.
 */
export const configNames: ReadonlySet<string> = new Set(
  `access alias auto_refresh backup batch_size begin bind check_cols cluster_by column_types concurrent_batches contract copy_grants
  database dbt_valid_to_current delimiter description dist docs enabled error_if event_time fail_calc file_format format freshness
  full_refresh grants group hard_deletes hours_to_expiration incremental_predicates incremental_strategy indexes
  invalidate_hard_deletes kms_key_name labels latest_version_pointer limit loaded_at_field loaded_at_query location lookback materialized merge_exclude_columns
  merge_update_columns meta on_configuration_change on_schema_change options overwrite_columns packages partition_by
  partition_expiration_days partitioned_by partitions persist_docs post-hook post_hook pre-hook pre_hook python_version query_tag
  quote_columns quoting require_partition_filter schema severity snapshot_meta_column_names snowflake_warehouse sort sort_type
  sql_header static_analysis store_failures store_failures_as strategy submission_method table_properties tags target_database
  target_lag target_schema tblproperties tmp_relation_type transient unique_key unlogged updated_at warn_if where
  buckets catalog clustered_by columns compression copy_partitions delete_condition distributed_by engine inserts_only
  initialize liquid_clustered_by location_root merge_clauses merge_with_schema_evolution on_table_exists order_by primary_key
  properties query_settings refresh_mode secure settings sharding_key sorted_by table_type time_ingestion_partitioning ttl
  view_security views_enabled`.split(/\s+/),
);

const described = { name: 'any', description: 'text', config: 'map', meta: 'map' } as const;
const tested = { tests: 'list', data_tests: 'list' } as const;

const column: PropertyShape = {
  entry: 'a column',
  config: 'free',
  keys: {
    ...described,
    ...tested,
    quote: 'any',
    constraints: 'list',
    tags: 'any',
    data_type: 'any',
    granularity: 'any',
    docs: 'map',
    policy_tags: 'any',
    dimension: 'any',
    entity: 'any',
  },
};

const node = { ...described, ...tested, docs: 'map', columns: column, group: 'text' } as const;

const table: PropertyShape = {
  entry: 'a table of a source',
  config: 'free',
  keys: {
    ...described,
    ...tested,
    columns: column,
    identifier: 'any',
    database: 'any',
    loader: 'any',
    loaded_at_field: 'any',
    loaded_at_query: 'any',
    tags: 'any',
    freshness: 'any',
    quoting: 'map',
    external: 'any',
    docs: 'map',
  },
};

/** By the top-level key that lists them; others are carried through as they are. */
export const propertyShapes: Readonly<Partial<Record<string, PropertyShape>>> = {
  models: {
    entry: 'a model',
    config: 'node',
    keys: {
      ...node,
      access: 'text',
      constraints: 'list',
      latest_version: 'any',
      versions: 'list',
      deprecation_date: 'any',
      time_spine: 'map',
      semantic_model: 'any',
      metrics: 'any',
      agg_time_dimension: 'any',
      primary_entity: 'any',
      derived_semantics: 'any',
    },
  },
  seeds: { entry: 'a seed', config: 'node', keys: node },
  snapshots: { entry: 'a snapshot', config: 'node', keys: { ...node, relation: 'text' } },
  analyses: { entry: 'an analysis', config: 'node', keys: node },
  sources: {
    entry: 'a source',
    config: 'free',
    keys: {
      ...described,
      tables: table,
      database: 'any',
      schema: 'any',
      loader: 'any',
      loaded_at_field: 'any',
      loaded_at_query: 'any',
      freshness: 'any',
      quoting: 'map',
      tags: 'any',
      overrides: 'any',
    },
  },
  macros: { entry: 'a macro', config: 'free', keys: { ...described, docs: 'map', arguments: 'list' } },
  groups: { entry: 'a group', config: 'free', keys: { ...described, owner: 'map' } },
  exposures: {
    entry: 'an exposure',
    config: 'free',
    keys: { ...described, label: 'any', type: 'any', url: 'any', maturity: 'any', owner: 'map', depends_on: 'list', tags: 'any' },
  },
  unit_tests: {
    entry: 'a unit test',
    config: 'free',
    keys: { ...described, model: 'text', given: 'list', expect: 'map', overrides: 'map', versions: 'any' },
  },
  data_tests: { entry: 'a test', config: 'free', keys: { ...described, docs: 'map' } },
};
