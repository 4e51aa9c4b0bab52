/** SQL text that is already safe to send: compiled by us or quoted by a dialect. */
export type Sql = string & { readonly __brand: 'Sql' };

/** A fully resolved table or view name. `catalog` is null on two-part warehouses (MySQL, ClickHouse, Hive). */
export interface RelationName {
  readonly catalog: string | null;
  readonly schema: string;
  readonly name: string;
}

export type RelationKind = 'table' | 'view' | 'materialized-view' | 'external';

export interface Column {
  readonly name: string;
  readonly type: LogicalType;
  /** The type exactly as the warehouse spells it, e.g. `NUMBER(38,0)`. */
  readonly nativeType: string;
  readonly nullable: boolean;
  readonly comment: string | null;
}

export type LogicalType =
  | { readonly kind: 'boolean' | 'float' | 'binary' | 'date' | 'time' | 'json' | 'uuid' }
  /** `length` is null when unbounded. */
  | { readonly kind: 'string'; readonly length: number | null }
  | { readonly kind: 'integer'; readonly bits: 8 | 16 | 32 | 64 | 128 }
  /** Both are null when unbounded. */
  | { readonly kind: 'decimal'; readonly precision: number | null; readonly scale: number | null }
  | { readonly kind: 'timestamp'; readonly zone: 'none' | 'utc' | 'offset' }
  | { readonly kind: 'array'; readonly of: LogicalType }
  | { readonly kind: 'struct'; readonly fields: readonly { readonly name: string; readonly type: LogicalType }[] }
  | { readonly kind: 'native'; readonly name: string };

/**
 * One value of a result row. The column's type tells how to read it: decimals, dates, times, timestamps (ISO 8601) and uuids
 * are strings in canonical form; integers beyond 2^53 are bigints; arrays and structs are plain arrays and objects.
 */
export type Cell = null | boolean | number | bigint | string | Uint8Array | readonly Cell[] | { readonly [name: string]: Cell };
export type Row = readonly Cell[];
