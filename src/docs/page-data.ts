import type { ColumnUse } from '../artifact/column-lineage.ts';
import type { PlainMap } from '../manifest/node.ts';

/**
 * What the page in the browser reads. It comes in pieces, so that a project of any size opens at once: the overview (names and
 * edges) with the page; the details of nodes a few hundred kilobytes at a time; and what searching, choosing by selector and following
 * columns need each in a file of its own, when somebody does it.
 */
export interface Overview {
  readonly project: string;
  readonly adapter: string;
  readonly version: string;
  /** ISO 8601. */
  readonly generatedAt: string;
  /** Markdown of the project's own `__overview__` docs block; empty when there is none. */
  readonly welcome: string;
  /** What is wrong with the project and with no node of it. */
  readonly mistakes: readonly string[];
  readonly figures: ProjectFigures;
  readonly nodes: PackedNodes;
  /** The details, with file names without folder. */
  readonly pieces: readonly PieceFile[];
  readonly files: SideFiles;
  /** Since the earlier manifest; null when none was given. */
  readonly changes: readonly (readonly [NodeIndex, NodeChange])[] | null;
}

export interface ProjectFigures {
  /** Of the project's own models. */
  readonly columns: { readonly all: number; readonly described: number; readonly inherited: number };
  /** What took longest when it was last run, with its seconds, longest first. */
  readonly slowest: readonly (readonly [NodeIndex, number])[];
}

export interface PieceFile {
  readonly name: string;
  /** The first node in it; the last is the one before the next piece's first. */
  readonly first: NodeIndex;
}

/** Names of files that are loaded when they are needed. */
export interface SideFiles {
  readonly columns: string;
  readonly words: string;
  readonly selection: string;
  /** Null: column lineage was not worked out. */
  readonly lineage: string | null;
}

export type NodeChange = 'new' | 'modified';

/** Records by field, since thousands of them would repeat the names of their keys and most of their values. */
export interface PackedTexts<Field extends string> {
  /** Texts that occur more than once. */
  readonly shared: readonly string[];
  /** In the order of the records. A number is a place in `shared`. */
  readonly fields: Readonly<Record<Field, readonly (string | number | null)[]>>;
}

export interface PackedNodes {
  /** `label` null: the last part of the id; `relation` null: the label; `schema` null: no relation. Folders are joined by line breaks. */
  readonly texts: PackedTexts<NodeField>;
  readonly parents: readonly (NodeIndex | readonly NodeIndex[])[];
  readonly about: readonly (NodeIndex | null)[];
  readonly unlisted: readonly NodeIndex[];
}

export type NodeField =
  | 'id'
  | 'kind'
  | 'label'
  | 'packageName'
  | 'folders'
  | 'summary'
  | 'materialized'
  | 'database'
  | 'schema'
  | 'relation'
  | 'status';

export type NodeKind =
  | 'model'
  | 'seed'
  | 'snapshot'
  | 'source'
  | 'exposure'
  | 'metric'
  | 'semantic_model'
  | 'saved_query'
  | 'function'
  | 'analysis'
  | 'test'
  | 'unit_test'
  | 'macro'
  | 'group';

/** Nodes refer to each other by their place in the list of all. */
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
  /** The node that a test is about. */
  readonly about: NodeIndex | null;
  /** How the last run of it ended; `broken`: its project has a mistake in it; else how fresh a source was; null when nothing is known. */
  readonly status: string | null;
  /** `unlisted`: the project asks that the docs do not show it; it stays in the graph. */
  readonly visibility: 'listed' | 'unlisted';
}

export interface RelationPlace {
  readonly database: string | null;
  readonly schema: string;
  readonly name: string;
}

/** The columns of all nodes. */
export interface ColumnTable {
  readonly names: readonly string[];
  /** For each node how many columns it has, then the place of each one's name: numbers of variable length. */
  readonly ofNodes: string;
}

/** The words of all texts but names, which are searched as they are. */
export interface WordIndex {
  /** In the order of code units. */
  readonly words: readonly string[];
  /** For each word where it is: four times the node, and what of it (`wordPlaces`). Ascending differences of variable length. */
  readonly places: readonly string[];
  /** Words and parts of words that are in names alone: what a slip of the pen may have meant, too. */
  readonly nameWords: readonly string[];
}

/** Which column of which node comes from which. */
export interface LineageTable {
  /** Columns differ by more than case. */
  readonly names: readonly string[];
  /**
   * Numbers of variable length. For each column that comes from others: its node, the place of its name, how many they are; then of
   * each of these its node, the place of its name, and how it is used, by the place in `ColumnUses`.
   */
  readonly edges: string;
}

export type ColumnUses = readonly ['copied', 'renamed', 'transformed', 'aggregated', 'filtered'];

/** What a word can be in. */
export type WordPlace = 'facts' | 'description' | 'columns' | 'code';

/** What selectors look at beside the summaries, of each node: a part of its record in the manifest. */
export interface SelectionData {
  /** Lists are joined by line breaks. */
  readonly texts: PackedTexts<SelectionField>;
  /** For each node the place of its configuration in `configs`. */
  readonly config: readonly number[];
  readonly configs: readonly PlainMap[];
}

export type SelectionField =
  | 'name'
  | 'fqn'
  | 'path'
  | 'patchPath'
  | 'sourceName'
  | 'tags'
  | 'group'
  | 'access'
  | 'version'
  | 'latestVersion'
  | 'testName';

export interface NodeDetail {
  /** Markdown. */
  readonly description: string;
  /** `models/marts/orders.sql`. */
  readonly path: string;
  /** Quoted as the warehouse wants it. */
  readonly relationName: string | null;
  readonly columns: readonly ColumnDetail[];
  /** What of its columns' lineage is not known, and why: a sentence each. */
  readonly gaps: readonly string[];
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
  /** Earlier runs and the last one, oldest first. */
  readonly history: readonly RunPoint[];
  /** Of a source whose freshness was looked at. */
  readonly freshness: Freshness | null;
  /** What is wrong with it, with what describes it, or with a macro that it calls; null when nothing is. */
  readonly problem: string | null;
  readonly columnName: string | null;
  readonly macros: readonly NodeIndex[];
  /** What calls this macro. */
  readonly callers: readonly NodeIndex[];
  /** Of a group. */
  readonly members: readonly NodeIndex[];
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
  /** Of the column whose value it is; null when it has a description of its own, or nobody knows. */
  readonly inherited: InheritedText | null;
  /** What its value is made of; null when it is not known. */
  readonly origins: readonly ColumnOrigin[] | null;
}

export interface InheritedText {
  readonly node: NodeIndex;
  readonly column: string;
  /** Markdown. */
  readonly text: string;
}

export interface ColumnOrigin {
  readonly node: NodeIndex;
  readonly column: string;
  readonly how: ColumnUse;
}

/** Of a macro or function; or a part of a semantic model. */
export interface ArgumentDetail {
  readonly name: string;
  readonly type: string | null;
  readonly description: string;
  /** What it is worked out from; null when nothing says so. */
  readonly code: string | null;
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface RunPoint {
  /** ISO 8601. */
  readonly at: string;
  readonly status: string;
  readonly seconds: number | null;
  readonly rows: number | null;
}

export interface Freshness {
  readonly status: string;
  /** ISO 8601; null when it could not be found out. */
  readonly loadedAt: string | null;
  readonly checkedAt: string | null;
  readonly ageSeconds: number | null;
  readonly error: string | null;
}

export interface LastRun {
  readonly status: string;
  readonly message: string | null;
  readonly failures: number | null;
  readonly seconds: number | null;
  /** ISO 8601; null when it never started. */
  readonly endedAt: string | null;
}
