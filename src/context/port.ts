import type { QueryResult, RelationInfo, SchemaName } from '../adapter/adapter.ts';
import type { Capabilities } from '../adapter/capabilities.ts';
import type { PlainStep } from '../adapter/step.ts';
import type { Column, RelationKind, RelationName, Sql } from '../sql/relation.ts';

/**
 * What templates may ask of the warehouse while they run: one node's session behind the relation cache that the whole
 * invocation shares. Implemented by `execute`; absent while parsing and when compiling without a connection.
 */
export interface WarehousePort {
  readonly capabilities: Capabilities;
  /** Runs in the node's session. A script of several statements gives the last one's rows. */
  query(sql: Sql, options: { readonly maxRows?: number }): Promise<QueryResult>;
  /** From the cache; null when nothing of that name exists. Names compare as the warehouse compares them. */
  relation(name: RelationName): Promise<RelationInfo | null>;
  /** From the cache, which is filled for a schema at its first use. */
  relations(schema: SchemaName): Promise<readonly RelationInfo[]>;
  schemas(catalog: string | null): Promise<readonly string[]>;
  /** Not cached: the columns may just have changed. Empty when the relation does not exist. */
  columns(name: RelationName): Promise<readonly Column[]>;
  describe(select: Sql): Promise<readonly Column[]>;
  /** Renders and runs a step, and keeps the cache true. */
  apply(step: PlainStep): Promise<void>;
  /** Tells the cache what a statement of the template's own has changed. */
  note(change: CatalogChange): Promise<void>;
}

export type CatalogChange =
  | { readonly kind: 'added'; readonly name: RelationName; readonly is: RelationKind }
  | { readonly kind: 'dropped'; readonly name: RelationName }
  | { readonly kind: 'renamed'; readonly from: RelationName; readonly to: RelationName; readonly is: RelationKind }
  | { readonly kind: 'schema-dropped'; readonly schema: SchemaName };
