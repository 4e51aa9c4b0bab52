import type { RelationInfo } from '../adapter/adapter.ts';
import type { CsvSource, Index, TimeGrain, TimeWindow } from '../adapter/step.ts';
import type { Column, RelationName, Sql } from '../sql/relation.ts';
import type { TableDetails } from './build-table.ts';
import type { Grants } from './grant.ts';
import type { Ties } from './replace.ts';

/** What a node wants to be true afterwards; the planner finds the steps. */
export type Goal = ViewGoal | MaterializedViewGoal | TableGoal | IncrementalGoal | SeedGoal | SnapshotGoal | FunctionGoal;

interface GoalBase {
  readonly target: RelationName;
  /** What has the target's name now; null when nothing has. */
  readonly existing: RelationInfo | null;
  /** Names its temporary relations, so that leftovers can be swept: letters, digits and underscores only. */
  readonly invocation: string;
  /** Of `existing`. */
  readonly ties: Ties;
}

export interface ViewGoal extends GoalBase {
  readonly kind: 'view';
  readonly select: Sql;
  readonly grants: Grants;
}
export interface MaterializedViewGoal extends GoalBase, Pick<TableDetails, 'layout' | 'indexes' | 'grants'> {
  readonly kind: 'materialized-view';
  readonly select: Sql;
  readonly fullRefresh: boolean;
  /** Of the view that is there. */
  readonly existingIndexes: readonly Index[];
  /** Whether the view that is there is one of `select`; true where that is not known. */
  readonly isSame: boolean;
  readonly onConfigurationChange: 'apply' | 'continue' | 'fail';
}
/** A select with parameters, called like a table. */
export interface FunctionGoal extends GoalBase {
  readonly kind: 'function';
  readonly parameters: readonly Sql[];
  readonly select: Sql;
}
export interface TableGoal extends GoalBase, TableDetails {
  readonly kind: 'table';
  readonly select: Sql;
}
export interface IncrementalGoal extends GoalBase, TableDetails {
  readonly kind: 'incremental';
  readonly select: Sql;
  readonly strategy: 'append' | 'delete+insert' | 'merge' | 'insert_overwrite' | 'microbatch';
  /** Empty: rows are only added. */
  readonly uniqueKey: readonly string[];
  readonly fullRefresh: boolean;
  readonly predicates: readonly Sql[];
  readonly merge: MergeOptions;
  /** The columns whose values make a partition; for `insert_overwrite`. */
  readonly partitionBy: readonly string[];
  /** The span of time that makes a partition, where its column holds moments; null: each value is one. */
  readonly partitionGrain: TimeGrain | null;
  /** The rows that a batch replaces; null but for `microbatch`. */
  readonly window: TimeWindow | null;
  /** What a macro of the project writes instead, from the staged rows; null: the strategy stands as it is. */
  readonly written: Sql | null;
  readonly onSchemaChange: 'ignore' | 'fail' | 'append_new_columns' | 'sync_all_columns';
  /** Columns of the existing table, and of the new rows; empty when nothing exists yet. */
  readonly existingColumns: readonly Column[];
  readonly selectColumns: readonly Column[];
}
/** What a merge is to do beyond replacing rows of the same key; only with the strategy `merge`. */
export interface MergeOptions {
  /** What matched rows overwrite; null: all columns. */
  readonly updateColumns: readonly string[] | null;
  readonly excludeColumns: readonly string[];
  readonly updateCondition: Sql | null;
  readonly insertCondition: Sql | null;
  /** Column → expression, instead of the staged value. */
  readonly setExpressions: Readonly<Record<string, Sql>>;
  readonly returning: readonly string[];
  /** Instead of all of these but the last; null: none are written. */
  readonly clauses: WrittenClauses | null;
}

export interface WrittenClauses {
  readonly matched: readonly WrittenClause[];
  readonly notMatched: readonly WrittenClause[];
}

/** A clause as the author wrote it: its columns are known only when it is planned. */
export interface WrittenClause {
  readonly condition: Sql | null;
  /** `source`: of rows of the table that no new row matches. */
  readonly by: 'target' | 'source';
  readonly action: 'update' | 'insert' | 'delete' | 'do_nothing' | 'error';
  readonly mode: 'by_name' | 'by_position' | 'star' | 'explicit';
  readonly include: readonly string[] | null;
  readonly exclude: readonly string[];
  readonly setExpressions: Readonly<Record<string, Sql>>;
  /** Of an explicit insert. */
  readonly values: readonly (readonly [column: string, value: Sql])[];
  readonly message: string | null;
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
  /** What tells one row of the query from another, and where that is looked at. */
  readonly keys: SnapshotKeys;
  /** How the table takes the changes; null when there is none yet. */
  readonly update: SnapshotUpdate | null;
}
export interface SnapshotKeys {
  readonly key: readonly Sql[];
  /** The rows whose keys are looked at: those of the query `before` anything is written, or of what was written for them `behind` it. */
  readonly select: Sql;
  readonly when: 'before' | 'behind';
}
export interface SnapshotUpdate {
  /** Columns that the rows have and the table lacks. */
  readonly added: readonly Column[];
  /** Applies what is in the staged table, whose name `stagedTable` gives. */
  readonly apply: Sql;
}
