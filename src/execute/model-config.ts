import type { Capabilities } from '../adapter/capabilities.ts';
import type { TimeWindow } from '../adapter/step.ts';
import type { Slice } from '../compile/slice.ts';
import { type Checked, type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { ManifestNode } from '../manifest/node.ts';
import { incrementalMacro, schemaChanges, incrementalStrategies as strategies } from '../manifest/strategy.ts';
import type { IncrementalGoal } from '../materialize/goal.ts';
import type { Sql } from '../sql/relation.ts';
import { type ConfigReader, configReader } from './config-value.ts';
import { mergeOptions } from './merge-config.ts';
import { partitionConfig } from './partition-config.ts';

/** What a model's configuration says about how its rows are added. */
export interface IncrementalConfig
  extends Pick<
    IncrementalGoal,
    | 'strategy'
    | 'uniqueKey'
    | 'predicates'
    | 'merge'
    | 'partitionBy'
    | 'partitionGrain'
    | 'window'
    | 'onSchemaChange'
    | 'fullRefresh'
  > {
  /** What a macro is to write in the place of the strategy: `get_incremental_<name>_sql`; null: none. */
  readonly macro: string | null;
}

export interface IncrementalContext {
  readonly capabilities: Capabilities;
  /** What the command asks; a node's own `full_refresh` wins. */
  readonly refresh: 'full' | 'incremental';
  readonly slice: Slice | null;
  /** Whether one of dbt's macros is the project's own, or a macro of that name is. */
  readonly isOverridden: (macro: string) => boolean;
}

export function incrementalConfig(node: ManifestNode, context: IncrementalContext): Checked<IncrementalConfig> {
  const reader = configReader(node.name, node.config);
  const problems: Diagnostic[] = [];
  const merge = mergeOptions(node.name, reader, problems);
  const value: IncrementalConfig = {
    ...strategyOf(node, { reader, context, problems }),
    uniqueKey: reader.list('merge_on_using_columns') ?? reader.list('unique_key') ?? [],
    predicates: (reader.list('incremental_predicates') ?? reader.list('predicates') ?? []) as readonly Sql[],
    merge,
    ...partitionConfig(node, { reader, problems }),
    onSchemaChange: schemaChanges.find(one => one === reader.text('on_schema_change', 'ignore').toLowerCase()) ?? 'ignore',
    fullRefresh: fullRefresh(reader, context),
    window: windowOf(reader, context),
  };
  if (merge.updateColumns !== null && merge.excludeColumns.length > 0)
    problems.push(diagnose('run-merge-columns-both', null, { node: node.name }));
  return { value, diagnostics: [...reader.diagnostics, ...problems] };
}

/** Of batches only the first may start over. */
const fullRefresh = (reader: ConfigReader, { refresh, slice }: IncrementalContext): boolean =>
  slice === null ? (reader.flag('full_refresh') ?? refresh === 'full') : !slice.isIncremental;

const windowOf = (reader: ConfigReader, { slice }: IncrementalContext): TimeWindow | null =>
  slice && { eventTime: reader.text('event_time', '') as Sql, start: slice.start, end: slice.end };

interface StrategyText {
  readonly reader: ConfigReader;
  readonly context: IncrementalContext;
  readonly problems: Diagnostic[];
}

/** dbt's macros behind each strategy: a project that has one of its own gets what that writes. */
const macrosOf: Readonly<Record<string, readonly string[]>> = {
  append: ['get_incremental_append_sql', 'get_insert_into_sql'],
  'delete+insert': ['get_incremental_delete_insert_sql', 'get_delete_insert_merge_sql'],
  merge: ['get_incremental_merge_sql', 'get_merge_sql', 'get_merge_unique_key_match', 'get_merge_update_columns'],
  insert_overwrite: ['get_incremental_insert_overwrite_sql', 'get_insert_overwrite_merge_sql'],
  microbatch: ['get_incremental_microbatch_sql'],
  default: ['get_incremental_default_sql'],
};

function strategyOf(
  node: ManifestNode,
  { reader, context, problems }: StrategyText,
): Pick<IncrementalConfig, 'strategy' | 'macro'> {
  const written = reader.text('incremental_strategy', 'default').toLowerCase();
  const macro = incrementalMacro(written);
  const known = strategies.find(one => one === written);
  const own = (names: readonly string[]): boolean => names.some(context.isOverridden);
  if (known !== undefined) return { strategy: known, macro: own(macrosOf[known] ?? []) ? macro : null };
  if (written === 'default') {
    const strategy = preferred(context.capabilities);
    const isOwn = own([...(macrosOf['default'] ?? []), ...(macrosOf[strategy] ?? [])]);
    return { strategy, macro: isOwn ? macro : null };
  }
  if (context.isOverridden(macro)) return { strategy: 'append', macro };
  const params = { node: node.name, strategy: written, known: ['default', ...strategies], near: nearest(written, strategies) };
  problems.push(diagnose('run-incremental-strategy', null, params));
  return { strategy: 'append', macro: null };
}

/** Without a key both only add rows. */
const preferred = ({ upsert }: Capabilities): IncrementalGoal['strategy'] => (upsert[0] === 'merge' ? 'merge' : 'delete+insert');
