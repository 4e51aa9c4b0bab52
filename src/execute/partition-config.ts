import { type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import type { ManifestNode, PlainMap } from '../manifest/node.ts';
import type { IncrementalGoal } from '../materialize/goal.ts';
import { type ConfigReader, configReader, isMap } from './config-value.ts';

type Partition = Pick<IncrementalGoal, 'partitionBy' | 'partitionGrain'>;

interface PartitionText {
  readonly reader: ConfigReader;
  readonly problems: Diagnostic[];
}

/** What makes a partition of a model that overwrites them; of others the setting says how a warehouse is to store the table. */
export function partitionConfig(node: ManifestNode, { reader, problems }: PartitionText): Partition {
  if (String(node.config['incremental_strategy']).toLowerCase() !== 'insert_overwrite') return whole([]);
  const value = node.config['partition_by'] ?? null;
  if (isMap(value)) return fieldPartition(node, value, problems);
  return whole(reader.list('partition_by') ?? reader.list('partitioned_by') ?? []);
}

const whole = (partitionBy: readonly string[]): Partition => ({ partitionBy, partitionGrain: null });

/** One column and a span of its time, as BigQuery's projects write it: a day unless it says otherwise. */
function fieldPartition({ name, config }: ManifestNode, value: PlainMap, problems: Diagnostic[]): Partition {
  const reader = configReader(name, { ...config, ...value });
  const field = reader.text('field', null);
  const type = reader.text('data_type', 'date').toLowerCase();
  const grain = reader.choice('granularity', ['hour', 'day', 'month', 'year'], 'day');
  const unknown = ['range', 'time_ingestion_partitioning'].filter(key => (value[key] ?? false) !== false);
  problems.push(
    ...reader.diagnostics,
    ...(field === null ? [diagnose('run-partition-field', null, { node: name })] : []),
    ...unknown.map(key => diagnose('run-partition-setting', null, { node: name, key })),
  );
  // Of dates, each value is a day.
  return { partitionBy: field === null ? [] : [field], partitionGrain: type === 'date' && grain === 'day' ? null : grain };
}
