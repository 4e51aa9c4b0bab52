import type { Column, LogicalType, RelationKind, RelationName, Row, Sql } from '../sql/relation.ts';
import type { Lexis } from '../sql/token.ts';
import type { Capabilities } from './capabilities.ts';
import type { ConfigSchema } from './config-schema.ts';
import type { StandIn } from './stand-in.ts';
import type { CsvSource, ModelFile, PlainStep, StepOf } from './step.ts';

/** The default export of an adapter package. Loading it must not load the driver: only `connect` does. */
export interface AdapterPlugin<Config = unknown> {
  readonly contract: 1;
  readonly name: string;
  /** Connection fields: type, secret, help. Validates the profile and generates its docs. */
  readonly config: ConfigSchema<Config>;
  /** Folders of `.sql` macros that model authors may call and override, most general first (`ansi`, then the adapter's own). */
  readonly macros: readonly MacroFolder[];
  readonly dialect: Dialect;
  /** Where a profile without `database`/`schema` puts its tables. */
  defaults(config: Config): { readonly database: string | null; readonly schema: string };
  /** Also called offline, with the assumed server, so that `compile` needs no credentials. */
  capabilities(server: ServerInfo, catalog: string | null): Capabilities;
  /** What templates find on `adapter` with this adapter alone, by name. */
  templateMethods?(config: Config): Readonly<Record<string, TemplateMethod>>;
  /** Fails with a WarehouseError. */
  connect(config: Config, host: AdapterHost): Promise<Warehouse>;
  /** Empty relations of these names for `model check` to try SQL on, which leave no trace. Fails with a WarehouseError. */
  standIn?(config: Config, relations: readonly RelationName[], host: AdapterHost): Promise<StandIn>;
}

/** A method of `adapter` in templates. Arguments and answers are plain values; relations come as their text. */
export interface TemplateMethod {
  /** A `?` at the end makes one optional. */
  readonly parameters: readonly string[];
  /** `query` gives the rows of a statement; it is null while parsing and without a connection. */
  run(args: readonly unknown[], query: ((sql: Sql) => Promise<readonly Row[]>) | null): unknown;
}

export interface MacroFolder {
  /** The package that its macros belong to: `dbt` for the general ones, `dbt_<adapter>` for an adapter's own. */
  readonly packageName: string;
  readonly folder: URL;
}

/** Pure and synchronous: no driver, no clock, no I/O. */
export interface Dialect {
  readonly assumedServer: ServerInfo;
  identifier(name: string): Sql;
  relation(name: RelationName): Sql;
  literal(value: SqlValue): Sql;
  typeName(type: LogicalType): Sql;
  parseType(native: string): LogicalType;
  /** How `api.Column` and `adapter.get_columns_in_relation` tell types to templates; by default `parts` and null. */
  readonly columnTypes?: {
    /** `parts`: length, precision and scale stand beside the name of the type. `whole`: `dtype` is the type as the catalog prints it. */
    readonly dtype: 'parts' | 'whole';
    /** The length that `data_type` gives text of no known length; null keeps the type's own name. */
    readonly textLength: number | null;
  };
  /** How its SQL is cut into tokens. */
  readonly lexis: Lexis;
  /** The first `rows` rows of a select, whatever clauses it ends with. */
  limit(select: Sql, rows: number): Sql;
  /** A query for privilege and grantee of all that is granted on a relation, but to its owner; null where nothing can be granted. */
  grants(name: RelationName): Sql | null;
  /**
   * A query for what is bound to a relation, directly or through others, in an order in which each comes behind what it reads: kind
   * (`view`, `materialized-view`; `table` for a foreign key), schema and name, then schema, name and column of something that it
   * reads. Null where views find what they read by its name.
   */
  dependents(name: RelationName): Sql | null;
  /** A query for name, columns (joined by commas), uniqueness and type of each index of a relation; null where there are none. */
  indexes(name: RelationName): Sql | null;
  /** A query for the text of a view, as the warehouse prints it. */
  viewText(view: RelationName): Sql;
  /** A script whose last statement says whether a materialized view is one of this select; null where that is not known. */
  isOf(view: RelationName, select: Sql): Sql | null;
  /** A select of a file that `write-file` wrote, with these columns; null where models cannot live in files. */
  readonly readFile: ((file: ModelFile, columns: readonly Column[]) => Sql) | null;
  /** One renderer per step kind: `{ ...ansi, upsert: mysqlUpsert }`. A missing kind does not compile. */
  readonly render: Renderers;
}
/** Returns one statement per element: no driver is asked to split or batch. */
export type Renderers = { readonly [K in PlainStep['kind']]: (step: StepOf<K>, can: Capabilities) => readonly Statement[] };

/** A live connection to one warehouse: owns the pool, hands out sessions. */
export interface Warehouse {
  readonly server: ServerInfo;
  readonly catalog: Catalog;
  /** A file that no other process can open before `close`. Absent where nobody is kept out, or where closing would lose something. */
  readonly holdsFile?: string;
  session(options: { readonly tag: QueryTag; readonly signal: AbortSignal }): Promise<Session>;
  /** Tells how many sessions will soon be asked for at once, so that these come sooner. Absent where that saves nothing. */
  expect?(sessions: number): void;
  /**
   * Locks the names of relations, all or none, against other processes, until it is released or the process ends. Never waits.
   * `holder` is what others are told. Absent where one process holds the whole database, or where no lock ends with its process.
   */
  lock?(relations: readonly RelationName[], holder: string): Promise<RunLock>;
  close(): Promise<void>;
}

export type RunLock =
  | { readonly kind: 'held'; release(): Promise<void> }
  /** Another process has one of them. `holder` is what that one said; null when the warehouse does not tell. */
  | { readonly kind: 'taken'; readonly relation: RelationName; readonly holder: string | null };

/** Where session state (temp tables, transaction, settings) lives. One node runs in one session. */
export interface Session {
  /** Aborting cancels on the server as far as `capabilities.cancel` allows, then fails with reason `cancelled`. */
  run(statement: Statement, signal: AbortSignal): Promise<Stats>;
  /** All rows, or the first `maxRows`. A script of several statements gives the last one's rows. */
  query(sql: Sql, options: { readonly maxRows?: number }, signal: AbortSignal): Promise<QueryResult>;
  /** Commits when the body returns, rolls back when it throws. Called only when `capabilities.transactions` is not `none`. */
  transaction<T>(body: () => Promise<T>): Promise<T>;
  /** Gives the session back to the pool. An open transaction is rolled back. */
  close(): Promise<void>;
}

export interface QueryResult {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** True when `maxRows` cut the result. */
  readonly truncated: boolean;
  readonly stats: Stats;
}

/** Introspection, always in bulk: one round trip per schema, never one per table. */
export interface Catalog {
  /** Null catalog: the default one. */
  schemas(catalog: string | null, signal: AbortSignal): Promise<readonly string[]>;
  /** What exists in these schemas; a schema that does not exist has no relations. */
  relations(scope: readonly SchemaName[], signal: AbortSignal): Promise<readonly RelationInfo[]>;
  columns(scope: readonly SchemaName[], signal: AbortSignal): Promise<readonly RelationColumns[]>;
  /** Result columns of a select that is not run (DESCRIBE, dry run, LIMIT 0). */
  describe(select: Sql, signal: AbortSignal): Promise<readonly Column[]>;
}

export interface SchemaName {
  readonly catalog: string | null;
  readonly schema: string;
}
export interface RelationInfo {
  readonly name: RelationName;
  readonly kind: RelationKind;
  /** Estimated or exact; null when the warehouse does not say. */
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly comment: string | null;
  readonly owner: string | null;
  /** False when nothing was bound to it, as views are to what they read: then nobody need ask what is. Null when that is not known. */
  readonly isBound: boolean | null;
}
export interface RelationColumns {
  readonly relation: RelationName;
  readonly columns: readonly Column[];
}
export interface ServerInfo {
  readonly version: string;
  readonly flavour: string | null;
  readonly defaultCatalog: string | null;
}
export interface Statement {
  readonly sql: Sql;
  readonly kind: 'ddl' | 'dml' | 'query';
  /** Safe to send twice after a lost reply. */
  readonly repeatable: boolean;
  /** A file of ours whose rows go along with the SQL, where the warehouse cannot open it: `copy … from stdin`. */
  readonly input?: CsvSource;
  /** It writes `aside`, a file or a folder of this machine, which then takes the place of `path`. */
  readonly writes?: { readonly aside: string; readonly path: string };
}
/** Null means the warehouse did not say; zero means it said zero. */
export interface Stats {
  readonly queryId: string | null;
  readonly rows: number | null;
  readonly bytesScanned: number | null;
  readonly elapsedMs: number;
}
export type SqlValue = string | number | bigint | boolean | null | Date | Uint8Array;
export interface QueryTag {
  readonly invocation: string;
  readonly node: string;
}
export interface AdapterHost {
  readonly emit: (event: { readonly kind: 'adapter.retry' | 'adapter.notice'; readonly text: string }) => void;
  /** Sessions that will be in use at once. */
  readonly threads: number;
  /** Absolute; relative paths in a profile start here. */
  readonly projectDir: string;
  readonly signal: AbortSignal;
}
