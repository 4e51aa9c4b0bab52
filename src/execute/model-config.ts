import type { Capabilities } from '../adapter/capabilities.ts';
import { type Checked, diagnose } from '../diagnostic/diagnostic.ts';
import type { ManifestNode } from '../manifest/node.ts';
import type { IncrementalGoal } from '../materialize/goal.ts';
import type { Sql } from '../sql/relation.ts';
import { configReader } from './config-value.ts';

/** What a model's configuration says about how its rows are added. */
export type IncrementalConfig = Pick<
  IncrementalGoal,
  'strategy' | 'uniqueKey' | 'predicates' | 'mergeUpdateColumns' | 'mergeExcludeColumns' | 'onSchemaChange' | 'fullRefresh'
>;

const strategies = ['default', 'append', 'delete+insert', 'merge'] as const;
const schemaChanges = ['ignore', 'fail', 'append_new_columns', 'sync_all_columns'] as const;

export interface IncrementalContext {
  readonly capabilities: Capabilities;
  /** What the command asks; a node's own `full_refresh` wins. */
  readonly refresh: 'full' | 'incremental';
}

export function incrementalConfig(node: ManifestNode, { capabilities, refresh }: IncrementalContext): Checked<IncrementalConfig> {
  const reader = configReader(node.name, node.config);
  const strategy = reader.choice('incremental_strategy', strategies, 'default');
  const value: IncrementalConfig = {
    strategy: strategy === 'default' ? preferred(capabilities) : strategy,
    uniqueKey: reader.list('unique_key') ?? [],
    predicates: (reader.list('incremental_predicates') ?? reader.list('predicates') ?? []) as readonly Sql[],
    mergeUpdateColumns: reader.list('merge_update_columns'),
    mergeExcludeColumns: reader.list('merge_exclude_columns') ?? [],
    onSchemaChange: reader.choice('on_schema_change', schemaChanges, 'ignore'),
    fullRefresh: reader.flag('full_refresh') ?? refresh === 'full',
  };
  const isTwofold = value.mergeUpdateColumns !== null && value.mergeExcludeColumns.length > 0;
  const twofold = isTwofold ? [diagnose('run-merge-columns-both', null, { node: node.name })] : [];
  return { value, diagnostics: [...reader.diagnostics, ...twofold] };
}

/** Without a key both only add rows. */
const preferred = ({ upsert }: Capabilities): IncrementalGoal['strategy'] => (upsert[0] === 'merge' ? 'merge' : 'delete+insert');
