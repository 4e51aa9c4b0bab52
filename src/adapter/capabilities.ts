import type { ConstraintKind } from './step.ts';

/** What one catalog of one warehouse can do. Data, not code: the planner chooses a strategy from it. */
export interface Capabilities {
  readonly names: {
    readonly parts: 2 | 3;
    /** Whether SQL may name a catalog other than the connected one. */
    readonly otherCatalogs: 'none' | 'read' | 'write';
    readonly folding: 'lower' | 'upper' | 'preserve';
    readonly caseSensitive: boolean;
    readonly maxLength: number;
    readonly lengthUnit: 'bytes' | 'chars';
  };
  /** What a transaction makes atomic. `none`: each statement stands alone. */
  readonly transactions: 'none' | 'dml' | 'ddl-and-dml';
  /** `atomic`: CREATE OR REPLACE TABLE never shows readers a missing table. */
  readonly replaceTable: 'none' | 'atomic';
  /** `compatible-only`: fails when columns are dropped, renamed or retyped (Postgres, Redshift). */
  readonly replaceView: 'any' | 'compatible-only' | 'drop-create';
  /** `identity`: views follow a renamed table and block its drop; `name`: they re-resolve. */
  readonly viewBinding: 'identity' | 'name';
  /** Ways to put a built table in place, best first. */
  readonly exchange: Preferred<Exchange>;
  readonly clone: 'none' | 'zero-copy' | 'shallow';
  readonly upsert: Preferred<Upsert>;
  readonly csv: {
    /** Whether a file loads with types that the warehouse finds itself, or every column must be given one. */
    readonly types: 'found' | 'given';
    /** What stands for null: an empty value, or the word `null` too. */
    readonly nulls: 'empty' | 'empty-or-word';
  };
  readonly tempTables: 'session' | 'named';
  /** Where session tables live when not beside the others, such as `temp.main`. */
  readonly tempSchema?: { readonly catalog: string | null; readonly schema: string };
  readonly tableFunctions: boolean;
  readonly materializedViews: 'none' | 'manual' | 'automatic' | 'on-insert';
  readonly comments: 'none' | 'inline' | 'statement' | 'procedure';
  readonly grants: 'none' | 'sql' | 'api';
  /** Whether a contract tells `decimal(10,2)` from `decimal(12,2)`. */
  readonly typeModifiers: 'compared' | 'ignored';
  /** `accepted`: may be written down and is not checked. */
  readonly constraints: Readonly<Record<ConstraintKind, 'enforced' | 'accepted' | 'none'>>;
  /** `held`: a table that foreign keys point at can neither be dropped nor replaced. */
  readonly foreignKeyParents: 'free' | 'held';
  readonly indexes: 'none' | 'sql';
  /** Names of configurations that say how a table is stored; they come as the options of its layout. */
  readonly tableOptions: readonly string[];
  readonly cancel: 'none' | 'query' | 'session';
  /** Whether a subquery in `from` must have a name. */
  readonly subqueryAlias: 'optional' | 'required';
  readonly estimate: 'none' | 'explain' | 'dry-run';
  /** Whether batches of one table may be written at once. */
  readonly concurrentBatches: boolean;
  readonly sessions: { readonly model: 'in-process' | 'pooled' | 'stateless'; readonly maxWriters: number };
}
/** `one-statement`: needs no transaction around it. */
export type Exchange =
  | 'one-statement'
  | 'swap'
  | 'exchange-tables'
  | 'multi-rename'
  | 'rename-in-transaction'
  | 'rename-with-gap';
export type Upsert = 'merge' | 'on-conflict' | 'delete-insert';
/** A non-empty list, best first. */
export type Preferred<T> = readonly [T, ...T[]];
