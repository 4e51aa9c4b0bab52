import type { Column, RelationKind, RelationName, Sql } from '../sql/relation.ts';
import type { Exchange, Upsert } from './capabilities.ts';

/** Physical options of a table: `options` are validated by the adapter. */
export interface Layout {
  readonly options: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

export type ColumnChange =
  | { readonly kind: 'add'; readonly column: Column }
  | { readonly kind: 'drop'; readonly name: string }
  | { readonly kind: 'retype'; readonly name: string; readonly to: string };

/** What a contract promises of a table. */
export interface TableShape {
  readonly columns: readonly ShapeColumn[];
  /** Of the table as a whole. */
  readonly constraints: readonly Constraint[];
}

export interface ShapeColumn {
  /** As the warehouse spells it. */
  readonly name: string;
  /** As the author wrote it. */
  readonly type: string;
  readonly constraints: readonly Constraint[];
}

export interface Constraint {
  readonly kind: ConstraintKind;
  readonly name: string | null;
  /** `check`: the condition. `foreign-key`: `table (column)`, when `to` is null. `custom`: all of it. Else what follows the keywords. */
  readonly expression: string | null;
  /** Of a table's constraint; empty for a column's. */
  readonly columns: readonly string[];
  readonly to: { readonly table: RelationName; readonly columns: readonly string[] } | null;
}
export type ConstraintKind = 'not-null' | 'check' | 'unique' | 'primary-key' | 'foreign-key' | 'custom';

export interface Index {
  /** Not in use by another relation of the schema. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly isUnique: boolean;
  /** `btree`, `hash`, …; null: what the warehouse takes by itself. */
  readonly type: string | null;
}

/** How a CSV file becomes a table. */
export interface CsvSource {
  /** Absolute path. */
  readonly path: string;
  readonly delimiter: string;
  /** What the columns are called instead of what the header says; null: as it says. */
  readonly columns: readonly string[] | null;
  /** Column name → type as the author wrote it; columns that are not listed are inferred. */
  readonly columnTypes: Readonly<Record<string, string>>;
}

/** A span of time of a table's rows, its end excluded. */
export interface TimeWindow {
  /** An expression over the table's columns. */
  readonly eventTime: Sql;
  readonly start: Date;
  readonly end: Date;
}

export type TimeGrain = 'hour' | 'day' | 'month' | 'year';

/** What a merge does with the rows that its condition finds. */
export interface MergeClause {
  readonly when: 'matched' | 'not-matched' | 'not-matched-by-source';
  readonly condition: Sql | null;
  readonly action: MergeAction;
}

export type MergeAction =
  | { readonly kind: 'update'; readonly set: readonly Assignment[] }
  | { readonly kind: 'insert'; readonly set: readonly Assignment[] }
  | { readonly kind: 'delete' | 'do-nothing' }
  | { readonly kind: 'error'; readonly message: string | null };

export interface Assignment {
  readonly column: string;
  /** A column of the staged rows, or an expression of the author's. */
  readonly from: { readonly staged: string } | { readonly sql: Sql };
}

/** A file, or a folder of files, that a model lives in. */
export interface ModelFile {
  /** Absolute, or a URL. */
  readonly path: string;
  readonly format: 'parquet' | 'csv' | 'json';
  /** Columns whose values become folders; empty for one file. */
  readonly partitionBy: readonly string[];
  /** As the author wrote them, for the warehouse's own export. */
  readonly options: Readonly<Record<string, string | number | boolean>>;
}

export interface FunctionArgument {
  readonly name: string;
  /** As the author wrote it; empty where the warehouse needs none. */
  readonly type: string;
  /** SQL; null: it has to be given. */
  readonly default: string | null;
}

/** One warehouse-neutral act. Plans are arrays of steps; dialects turn each into statements. */
export type Step =
  | { readonly kind: 'create-schema'; readonly catalog: string | null; readonly schema: string }
  | {
      readonly kind: 'create-table';
      readonly target: RelationName;
      readonly select: Sql;
      readonly layout: Layout;
      readonly replace: boolean;
      readonly temporary: boolean;
    }
  /** A table without rows. */
  | {
      readonly kind: 'define-table';
      readonly target: RelationName;
      readonly shape: TableShape;
      readonly layout: Layout;
      readonly replace: boolean;
    }
  /** The table keeps its rows. */
  | { readonly kind: 'drop-constraints'; readonly target: RelationName }
  | { readonly kind: 'create-index'; readonly target: RelationName; readonly index: Index }
  | {
      readonly kind: 'define-function';
      readonly target: RelationName;
      readonly arguments: readonly FunctionArgument[];
      /** A type as the author wrote it. */
      readonly returns: string;
      /** Null: as the warehouse has it. */
      readonly volatility: 'deterministic' | 'stable' | 'non-deterministic' | null;
      /** A select, or an expression where the warehouse takes one. */
      readonly body: Sql;
    }
  | { readonly kind: 'create-view'; readonly target: RelationName; readonly select: Sql; readonly replace: boolean }
  | {
      readonly kind: 'create-materialized-view';
      readonly target: RelationName;
      readonly select: Sql;
      readonly layout: Layout;
    }
  /** Brings a materialized view up to date. */
  | { readonly kind: 'refresh'; readonly target: RelationName }
  | { readonly kind: 'drop-index'; readonly target: RelationName; readonly name: string }
  /** A select with parameters, called like a table. */
  | {
      readonly kind: 'create-function';
      readonly target: RelationName;
      readonly parameters: readonly Sql[];
      readonly select: Sql;
    }
  /** Readers see the old file or the new. `aside` is where it is written first. */
  | { readonly kind: 'write-file'; readonly file: ModelFile; readonly aside: string; readonly select: Sql }
  | { readonly kind: 'load-csv'; readonly target: RelationName; readonly source: CsvSource; readonly replace: boolean }
  /** What is bound to the table is kept but for the `released`, as with `supersede`. */
  | {
      readonly kind: 'alter-columns';
      readonly target: RelationName;
      readonly changes: readonly ColumnChange[];
      readonly released: readonly RelationName[];
    }
  /** Columns go by name: `select` may have them in another order, and others besides. */
  | { readonly kind: 'insert'; readonly target: RelationName; readonly columns: readonly string[]; readonly select: Sql }
  /** Rows of `staged` replace those of `target` with the same key, or are added. */
  | {
      readonly kind: 'upsert';
      readonly target: RelationName;
      readonly staged: RelationName;
      readonly key: readonly string[];
      /** `match`: null is a key like any other. `differ`: a row whose key is null equals no other. */
      readonly nulls: 'match' | 'differ';
      /** Moments of the key within one such span of time are one key; null: each value is. */
      readonly grain: TimeGrain | null;
      readonly columns: readonly string[];
      /** Columns to overwrite on a match; the others keep their value. Only with `on-conflict`. */
      readonly update: readonly string[];
      /** Extra conditions on the target's rows; in them the target is `DBT_INTERNAL_DEST`, the staged rows `DBT_INTERNAL_SOURCE`. */
      readonly predicates: readonly Sql[];
      readonly how: Exclude<Upsert, 'merge'>;
    }
  /** The rows of `staged` within the window replace those of `target`. */
  | {
      readonly kind: 'replace-window';
      readonly target: RelationName;
      readonly staged: RelationName;
      readonly columns: readonly string[];
      readonly window: TimeWindow;
      /** Extra conditions on the target's rows. */
      readonly predicates: readonly Sql[];
    }
  /** The clauses are tried in order; names are as in `upsert`. */
  | {
      readonly kind: 'merge';
      readonly target: RelationName;
      readonly staged: RelationName;
      /** Empty: nothing matches. */
      readonly key: readonly string[];
      readonly predicates: readonly Sql[];
      readonly clauses: readonly MergeClause[];
      /** Columns of the rows that it touched; nobody reads them. */
      readonly returning: readonly string[];
    }
  /** Fails, and tells some of them, when rows of the table share their key. Keys that are null in part equal no other. */
  | { readonly kind: 'assert-unique'; readonly target: RelationName; readonly key: readonly string[] }
  /** Fails, and tells some of them, when rows of the select share their key or have none. The key is made of expressions. */
  | { readonly kind: 'assert-keys'; readonly select: Sql; readonly key: readonly Sql[] }
  /** Changes the rows of `target` as a macro wrote it: one statement or several. */
  | { readonly kind: 'write'; readonly target: RelationName; readonly sql: Sql }
  /**
   * `built` takes the name of `live`, which goes. Where views are bound to what they read (`viewBinding`), those of `live` are kept:
   * they read its successor then. Only the `released` ones go, since they are built again later.
   */
  | {
      readonly kind: 'supersede';
      readonly built: RelationName;
      readonly builtIs: RelationKind;
      readonly live: RelationName;
      readonly liveIs: RelationKind;
      readonly how: Exchange;
      readonly released: readonly RelationName[];
    }
  | { readonly kind: 'drop'; readonly target: RelationName; readonly is: RelationKind; readonly cascade: boolean }
  | {
      readonly kind: 'comment';
      readonly target: RelationName;
      readonly is: RelationKind;
      readonly text: string | null;
      readonly columns: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'grant'; readonly target: RelationName; readonly privilege: string; readonly to: readonly string[] }
  | { readonly kind: 'revoke'; readonly target: RelationName; readonly privilege: string; readonly from: readonly string[] }
  /** Statements of the author's own, already compiled. */
  | { readonly kind: 'hook'; readonly sql: Sql }
  /** All or nothing where `capabilities.transactions` allows. */
  | { readonly kind: 'atomic'; readonly steps: readonly PlainStep[] };

export type PlainStep = Exclude<Step, { readonly kind: 'atomic' }>;
export type StepOf<K extends Step['kind']> = Extract<Step, { readonly kind: K }>;
