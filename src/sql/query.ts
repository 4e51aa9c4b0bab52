/**
 * A query as lineage sees it: names, the relations they may belong to, and what flows where. Operators and functions are all
 * `call`s. Made by `syntax/` from what a parser gives; plain data, so that it can be kept and sent to another thread.
 */
export type Query = Select | SetOperation | ValuesList | Unread;

export interface Name {
  readonly text: string;
  readonly quoted: boolean;
}

/** UTF-16 offsets in the SQL. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** What the reader does not understand. Whatever depends on it is not known. */
export interface Unread {
  readonly kind: 'unread';
  /** As in "`summarize` is not understood". */
  readonly what: string;
}

export interface With {
  readonly recursive: boolean;
  readonly tables: readonly CommonTable[];
}

export interface CommonTable {
  readonly name: Name;
  readonly columns: readonly Name[];
  /** An expression where the dialect lets `with` name values (ClickHouse). */
  readonly body: { readonly kind: 'query'; readonly query: Query } | { readonly kind: 'value'; readonly value: Expression };
}

export interface Select {
  readonly kind: 'select';
  readonly with: With | null;
  readonly items: readonly Item[];
  /** In the order of the text; a comma is a cross join. */
  readonly from: readonly Join[];
  /** `where`, `prewhere`, `connect by`. */
  readonly conditions: readonly Expression[];
  readonly groupBy: readonly Expression[];
  /** `having` and `qualify`. */
  readonly laterConditions: readonly Expression[];
  readonly orderBy: readonly Expression[];
  readonly windows: readonly { readonly name: Name; readonly parts: readonly Expression[] }[];
  readonly distinct: 'no' | 'rows' | readonly Expression[];
  /** `group by all`: by what is selected and is no aggregate. */
  readonly groupsByAll: boolean;
  readonly ordersByAll: boolean;
  /** Names for parts of an expression, which may be used elsewhere (ClickHouse). */
  readonly namedParts: readonly Item[];
  /** `limit`, `offset`, `fetch`, `top`: order decides which rows there are. */
  readonly isLimited: boolean;
  /** The row becomes one value, as in BigQuery's `select as struct`. */
  readonly asValue: 'no' | 'struct' | 'unread';
}

/** Something selected, with the names it is given. */
export interface Item {
  readonly value: Expression;
  readonly alias: Name | null;
  /** For what gives several columns: `stack(…) as (a, b)`. */
  readonly columnAliases: readonly Name[];
}

export interface SetOperation {
  readonly kind: 'set';
  readonly with: With | null;
  readonly operator: 'union' | 'intersect' | 'except';
  readonly keepsDuplicates: boolean;
  readonly match: 'position' | 'name' | 'unread';
  /** By name: which columns there are, those of `both` sides, of the `left` one, or those that both have. */
  readonly columns: 'both' | 'left' | 'common';
  readonly left: Query;
  readonly right: Query;
  readonly orderBy: readonly Expression[];
  readonly isLimited: boolean;
}

export interface ValuesList {
  readonly kind: 'values';
  readonly rows: readonly (readonly Expression[])[];
}

export interface Join {
  /** `first`: not a join, where `from` begins. `semi` and `anti` show no columns of their right side. */
  readonly kind: 'first' | 'cross' | 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti' | 'array';
  readonly natural: boolean;
  readonly using: readonly Name[];
  readonly on: readonly Expression[];
  readonly right: Relation;
}

export type Relation = TableName | DerivedTable | TableCall | JoinedTables | Pivot | Unpivot | Unread;

/** What the author calls it, and its columns. */
interface Aliased {
  readonly alias: Name | null;
  readonly columns: readonly Name[];
}

export interface TableName extends Aliased {
  readonly kind: 'table';
  /** `[catalog, schema, table]`, or fewer. */
  readonly path: readonly Name[];
}

export interface DerivedTable extends Aliased {
  readonly kind: 'derived';
  readonly query: Query;
}

/** A function in `from`. */
export interface TableCall extends Aliased {
  readonly kind: 'table-call';
  readonly name: string;
  readonly args: readonly Expression[];
  readonly ordinality: Name | 'unnamed' | null;
  /** Columns that the call itself declares: `json_table(… columns (id int))`, `as r(id int)`. */
  readonly declared: readonly { readonly name: Name; readonly type: string | null }[];
}

export interface JoinedTables extends Aliased {
  readonly kind: 'joined';
  readonly joins: readonly Join[];
}

export interface Pivot extends Aliased {
  readonly kind: 'pivot';
  readonly of: Relation;
  readonly aggregates: readonly Item[];
  /** `values` is null where data decide which columns there are. */
  readonly axes: readonly { readonly of: Expression; readonly values: readonly PivotValue[] | null }[];
  /** Null: by all that is not used otherwise. */
  readonly groupBy: readonly Expression[] | null;
  /** `statement`: DuckDB's `pivot … on …`. */
  readonly form: 'clause' | 'statement';
}

export interface PivotValue {
  /** As the column's name has it; null for what is no literal. */
  readonly text: string | null;
  readonly alias: Name | null;
}

export interface Unpivot extends Aliased {
  readonly kind: 'unpivot';
  readonly of: Relation;
  readonly nameColumn: Name;
  readonly valueColumns: readonly Name[];
  /** Each with as many columns as there are value columns; null when data decide. */
  readonly groups: readonly (readonly Expression[])[] | null;
  readonly keepsNulls: boolean;
}

export type Expression =
  | ColumnName
  | Star
  | ColumnsOf
  | Literal
  | Call
  | Cast
  | FieldOf
  | Windowed
  | Subquery
  | Lambda
  | StructOf
  | Unread;

export interface ColumnName {
  readonly kind: 'column';
  /** `[column]` up to `[catalog, schema, table, column, field, …]`; which part is what depends on the names in scope. */
  readonly path: readonly Name[];
  readonly range: TextRange | null;
}

export interface Star {
  readonly kind: 'star';
  readonly of: readonly Name[];
  readonly except: readonly Name[];
  readonly replace: readonly Item[];
  readonly rename: readonly (readonly [Name, Name])[];
}

/** `columns(…)` and `* like …`: what stands around it is repeated for each of the columns. */
export interface ColumnsOf {
  readonly kind: 'columns';
  readonly of: Star;
  /** Null for all of them. */
  readonly keep: ColumnTest | null;
  /** `*columns(…)`: all of them are arguments of what stands around it. */
  readonly isUnpacked: boolean;
}

/** Which columns are meant, by their names. */
export type ColumnTest =
  | { readonly kind: 'regex' | 'like'; readonly text: string; readonly ignoresCase: boolean }
  | { readonly kind: 'names'; readonly names: readonly string[]; readonly ignoresCase: boolean }
  | { readonly kind: 'not'; readonly of: ColumnTest }
  | { readonly kind: 'all' | 'any'; readonly of: readonly ColumnTest[] };

export interface Literal {
  readonly kind: 'literal';
  readonly type:
    | 'integer'
    | 'decimal'
    | 'double'
    | 'string'
    | 'boolean'
    | 'null'
    | 'date'
    | 'timestamp'
    | 'time'
    | 'interval'
    | 'other';
  readonly text: string;
}

/** An operator or function. */
export interface Call {
  readonly kind: 'call';
  /** In lower case; operators by their word: `add`, `eq`. */
  readonly name: string;
  readonly args: readonly Expression[];
  /** Arguments that decide which rows count, and in which order: `filter (where …)`, `order by`. */
  readonly over: readonly Expression[];
  readonly isAggregate: boolean;
}

export interface Cast {
  readonly kind: 'cast';
  readonly of: Expression;
  readonly type: string;
  /** Null instead of an error where the value does not fit. */
  readonly tries: boolean;
}

export interface FieldOf {
  readonly kind: 'field';
  readonly of: Expression;
  readonly name: Name;
}

export interface Windowed {
  readonly kind: 'window';
  readonly of: Expression;
  readonly parts: readonly Expression[];
  readonly window: Name | null;
}

export interface Subquery {
  readonly kind: 'subquery';
  readonly query: Query;
  /** `array`: all rows as one value. */
  readonly use: 'scalar' | 'exists' | 'array';
}

export interface Lambda {
  readonly kind: 'lambda';
  readonly parameters: readonly Name[];
  readonly body: Expression;
}

export interface StructOf {
  readonly kind: 'struct';
  readonly fields: readonly { readonly name: Name | null; readonly value: Expression }[];
}
