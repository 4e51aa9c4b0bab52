import type { NodeId } from '../manifest/id.ts';
import type { ManifestNode } from '../manifest/node.ts';
import type { RelationName, Sql } from '../sql/relation.ts';
import type { Slice } from './slice.ts';

/** A node's SQL as the warehouse gets it, and the way back to its author's lines. */
export interface CompiledNode {
  readonly node: ManifestNode;
  /** Ephemeral parents are already in it, as common table expressions. */
  readonly sql: Sql;
  /** Without the ephemeral parents. */
  readonly ownSql: string;
  /** What the node builds; null for tests, analyses and operations. */
  readonly relation: RelationName | null;
  readonly extraCtes: readonly { readonly id: NodeId; readonly sql: string }[];
  /** Ids of the macros that its text called, those that only running reaches among them. */
  readonly macros: readonly string[];
  readonly map: SourceMap;
  /** Text set by `set_sql_header` or `config(sql_header=…)`, to be sent before the statement; null when none. */
  readonly sqlHeader: string | null;
  /** The batch that it was compiled for; null when it is all of the node. */
  readonly slice: Slice | null;
}

/** Runs of compiled text, in order, each with where it comes from. */
export interface SourceMap {
  readonly segments: readonly SourceSegment[];
}

export interface SourceSegment {
  /** Zero-based UTF-16 offset in the compiled SQL where the run starts. */
  readonly offset: number;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `text`: copied as written, so offsets inside it map one to one. `output`: the result of `{{ … }}` at that place. */
  readonly kind: 'text' | 'output';
}
