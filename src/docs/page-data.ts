/**
 * What the page in the browser reads. It comes in pieces, so that a project of any size opens at once: the overview (names and
 * edges) with the page, the words to search in when somebody searches, and the details of nodes a few hundred kilobytes at a time.
 */
export interface Overview {
  readonly project: string;
  readonly adapter: string;
  readonly version: string;
  /** ISO 8601. */
  readonly generatedAt: string;
  /** Markdown of the project's own `__overview__` docs block; empty when there is none. */
  readonly welcome: string;
  readonly nodes: readonly NodeSummary[];
  /** File names without folder, in the order that `NodeSummary.piece` counts. */
  readonly pieces: readonly string[];
  readonly searchFile: string;
}

export type NodeKind =
  | 'model'
  | 'seed'
  | 'snapshot'
  | 'source'
  | 'exposure'
  | 'metric'
  | 'semantic_model'
  | 'saved_query'
  | 'analysis'
  | 'test'
  | 'unit_test'
  | 'macro';

/** Nodes refer to each other by their place in `Overview.nodes`. */
export type NodeIndex = number;

export interface NodeSummary {
  readonly id: string;
  readonly kind: NodeKind;
  /** As people say it: `orders`, `raw.customers`, `not_null order_id`. */
  readonly label: string;
  readonly packageName: string;
  /** Where the tree shows it. */
  readonly folders: readonly string[];
  /** The description's first sentence as plain text; empty when there is none. */
  readonly summary: string;
  readonly materialized: string | null;
  /** Null for what has no relation. */
  readonly place: RelationPlace | null;
  readonly parents: readonly NodeIndex[];
  /** The tests about this node. */
  readonly tests: readonly NodeIndex[];
  /** How the last run of it ended; null when it did not run. */
  readonly status: string | null;
  /** `unlisted`: the project asks that the docs do not show it; it stays in the graph. */
  readonly visibility: 'listed' | 'unlisted';
  readonly piece: number;
}

export interface RelationPlace {
  readonly database: string | null;
  readonly schema: string;
  readonly name: string;
}

/** The words of a node beside its label, in the order of `Overview.nodes`. */
export interface SearchWords {
  readonly description: string;
  readonly columns: readonly string[];
  readonly tags: readonly string[];
}

export interface NodeDetail {
  /** Markdown. */
  readonly description: string;
  /** `models/marts/orders.sql`. */
  readonly path: string;
  /** Quoted as the warehouse wants it. */
  readonly relationName: string | null;
  readonly columns: readonly ColumnDetail[];
  readonly arguments: readonly ArgumentDetail[];
  readonly code: string | null;
  readonly compiledCode: string | null;
  readonly language: string;
  readonly tags: readonly string[];
  readonly owner: string | null;
  /** Each value as text. */
  readonly meta: readonly Fact[];
  readonly facts: readonly Fact[];
  readonly url: string | null;
  readonly run: LastRun | null;
  /** The node that a test is about. */
  readonly about: NodeIndex | null;
  readonly columnName: string | null;
  readonly macros: readonly NodeIndex[];
  /** What calls this macro. */
  readonly callers: readonly NodeIndex[];
}

export interface ColumnDetail {
  readonly name: string;
  /** As the warehouse says, else as the project says; null when neither does. */
  readonly type: string | null;
  /** Markdown. */
  readonly description: string;
  readonly tags: readonly string[];
  readonly constraints: readonly string[];
  readonly meta: readonly Fact[];
  readonly tests: readonly NodeIndex[];
  /** `missing`: described in the project, but the relation in the warehouse has no such column. */
  readonly presence: 'found' | 'missing' | 'unknown';
}

export interface ArgumentDetail {
  readonly name: string;
  readonly type: string | null;
  readonly description: string;
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface LastRun {
  readonly status: string;
  readonly message: string | null;
  readonly failures: number | null;
  readonly seconds: number | null;
  /** ISO 8601; null when it never started. */
  readonly endedAt: string | null;
}
