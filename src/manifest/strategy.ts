/** The values that configurations of how nodes grow may have, apart from strategies that a project writes itself. */
export const incrementalStrategies = ['append', 'delete+insert', 'merge', 'insert_overwrite', 'microbatch'] as const;
export const schemaChanges = ['ignore', 'fail', 'append_new_columns', 'sync_all_columns'] as const;
export const configurationChanges = ['apply', 'continue', 'fail'] as const;
export const batchSizes = ['hour', 'day', 'month', 'year'] as const;
export const snapshotStrategies = ['timestamp', 'check'] as const;
export const hardDeletes = ['ignore', 'invalidate', 'new_record'] as const;

/** The macro that writes what a strategy does. */
export const incrementalMacro = (strategy: string): string => `get_incremental_${strategy.replaceAll('+', '_')}_sql`;
