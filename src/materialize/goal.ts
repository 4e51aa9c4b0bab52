import type { RelationInfo } from '../adapter/adapter.ts';
import type { CsvSource } from '../adapter/step.ts';
import type { Column, RelationName, Sql } from '../sql/relation.ts';
import type { TableDetails } from './build-table.ts';
import type { Grants } from './grant.ts';

/** What a node wants to be true afterwards; the planner finds the steps. */
export type Goal = ViewGoal | TableGoal | IncrementalGoal | SeedGoal | SnapshotGoal;

interface GoalBase {
  readonly target: RelationName;
  /** What has the target's name now; null when nothing has. */
  readonly existing: RelationInfo | null;
  /** Names its temporary relations, so that leftovers can be swept: letters, digits and underscores only. */
  readonly invocation: string;
}

export interface ViewGoal extends GoalBase {
  readonly kind: 'view';
  readonly select: Sql;
  readonly grants: Grants;
}
export interface TableGoal extends GoalBase, TableDetails {
  readonly kind: 'table';
  readonly select: Sql;
}
export interface IncrementalGoal extends GoalBase, TableDetails {
  readonly kind: 'incremental';
  readonly select: Sql;
  readonly strategy: 'append' | 'delete+insert' | 'merge';
  /** Empty: rows are only added. */
  readonly uniqueKey: readonly string[];
  readonly fullRefresh: boolean;
  readonly predicates: readonly Sql[];
  /** Null: all columns but the key. */
  readonly mergeUpdateColumns: readonly string[] | null;
  readonly mergeExcludeColumns: readonly string[];
  readonly onSchemaChange: 'ignore' | 'fail' | 'append_new_columns' | 'sync_all_columns';
  /** Columns of the existing table, and of the new rows; empty when nothing exists yet. */
  readonly existingColumns: readonly Column[];
  readonly selectColumns: readonly Column[];
}
export interface SeedGoal extends GoalBase, Pick<TableDetails, 'indexes' | 'grants' | 'referrers'> {
  readonly kind: 'seed';
  readonly source: CsvSource;
}
/** A table that keeps every version of a row. */
export interface SnapshotGoal extends GoalBase, TableDetails {
  readonly kind: 'snapshot';
  /** All rows as first versions, or, when there is a table, what has to happen to it: a row per change. */
  readonly select: Sql;
  /** How the table takes the changes; null when there is none yet. */
  readonly update: SnapshotUpdate | null;
}
export interface SnapshotUpdate {
  /** Columns that the rows have and the table lacks. */
  readonly added: readonly Column[];
  /** Applies what is in the staged table, whose name `stagedTable` gives. */
  readonly apply: Sql;
}
