import type { NodeId } from './id.ts';

/**
 * The records of a manifest. Their keys are those of the public manifest schema (v12), so one shape serves the parser, templates
 * (`model`, `graph`), the artifact and the docs; nothing is translated on the way.
 */
export type Plain = null | boolean | number | bigint | string | readonly Plain[] | PlainMap;
export interface PlainMap {
  readonly [key: string]: Plain | undefined;
}

/** Everything that runs or compiles. */
export type ManifestNode = ModelNode | SeedNode | SnapshotNode | TestNode | AnalysisNode | OperationNode | FunctionNode;
/** Everything that has a place in the graph. */
export type GraphNode = ManifestNode | SourceNode | ExposureNode | UnitTestNode | SemanticNode;

interface ResourceBase {
  readonly name: string;
  readonly package_name: string;
  /** Below its search path: `staging/stg_orders.sql`. */
  readonly path: string;
  /** Below the package: `models/staging/stg_orders.sql`. */
  readonly original_file_path: string;
  readonly unique_id: NodeId;
  readonly fqn: readonly string[];
}

interface CompiledBase extends ResourceBase {
  readonly database: string | null;
  readonly schema: string;
  readonly alias: string;
  readonly checksum: { readonly name: string; readonly checksum: string };
  readonly config: NodeConfig;
  readonly tags: readonly string[];
  readonly description: string;
  readonly columns: Readonly<Record<string, ColumnInfo>>;
  readonly meta: PlainMap;
  readonly group: string | null;
  readonly docs: DocsConfig;
  /** `shop://models/staging/_staging.yml`: the property file that describes it; null when none does. */
  readonly patch_path: string | null;
  readonly build_path: string | null;
  readonly unrendered_config: PlainMap;
  /** Seconds since 1970. */
  readonly created_at: number;
  /** Quoted as the adapter quotes; null for what has no relation. */
  readonly relation_name: string | null;
  readonly raw_code: string;
  readonly doc_blocks: readonly string[];
  readonly language: 'sql' | 'python';
  readonly refs: readonly RefArgs[];
  readonly sources: readonly (readonly [string, string])[];
  readonly metrics: readonly (readonly string[])[];
  readonly functions: readonly (readonly string[])[];
  readonly depends_on: DependsOn;
  readonly compiled_path: string | null;
  readonly contract: ContractConfig & { readonly checksum: string | null };
}

export interface ModelNode extends CompiledBase {
  readonly resource_type: 'model';
  readonly access: 'private' | 'protected' | 'public';
  readonly constraints: readonly PlainMap[];
  readonly version: string | number | null;
  readonly latest_version: string | number | null;
  readonly deprecation_date: string | null;
  readonly primary_key: readonly string[];
  readonly time_spine: PlainMap | null;
}

export interface SnapshotNode extends CompiledBase {
  readonly resource_type: 'snapshot';
}

export interface AnalysisNode extends CompiledBase {
  readonly resource_type: 'analysis';
}

/** A function that the warehouse keeps, for models to call. */
export interface FunctionNode extends CompiledBase {
  readonly resource_type: 'function';
  /** Each with `name`, `data_type`, `description` and `default_value`. */
  readonly arguments: readonly PlainMap[];
  readonly returns: PlainMap;
}

/** One `on-run-start` or `on-run-end` hook. */
export interface OperationNode extends CompiledBase {
  readonly resource_type: 'operation';
  readonly index: number;
}

export interface TestNode extends CompiledBase {
  readonly resource_type: 'test';
  readonly column_name: string | null;
  readonly file_key_name: string | null;
  /** The node that the test is about; null for singular tests and tests of sources. */
  readonly attached_node: NodeId | null;
  /** Null for singular tests. */
  readonly test_metadata: TestMetadata | null;
}

export interface TestMetadata {
  readonly name: string;
  readonly kwargs: PlainMap;
  readonly namespace: string | null;
}

export interface SeedNode
  extends Omit<
    CompiledBase,
    'refs' | 'sources' | 'metrics' | 'functions' | 'language' | 'compiled_path' | 'contract' | 'depends_on'
  > {
  readonly resource_type: 'seed';
  /** Absolute path of the package folder, since the warehouse reads the file itself. */
  readonly root_path: string | null;
  readonly depends_on: { readonly macros: readonly string[] };
}

export interface SourceNode extends ResourceBase {
  readonly resource_type: 'source';
  readonly database: string | null;
  readonly schema: string;
  readonly source_name: string;
  readonly source_description: string;
  readonly loader: string;
  readonly identifier: string;
  readonly quoting: PlainMap;
  readonly loaded_at_field: string | null;
  readonly loaded_at_query: string | null;
  readonly freshness: PlainMap | null;
  readonly external: PlainMap | null;
  readonly description: string;
  readonly columns: Readonly<Record<string, ColumnInfo>>;
  readonly meta: PlainMap;
  readonly source_meta: PlainMap;
  readonly tags: readonly string[];
  readonly config: NodeConfig;
  readonly patch_path: string | null;
  readonly unrendered_config: PlainMap;
  readonly unrendered_database: string | null;
  readonly unrendered_schema: string | null;
  readonly relation_name: string;
  readonly created_at: number;
  readonly doc_blocks: readonly string[];
}

/** What messages and people call a source's table: `raw.orders`. */
export const sourceName = ({ source_name, name }: SourceNode): string => `${source_name}.${name}`;

export interface ExposureNode extends ResourceBase {
  readonly resource_type: 'exposure';
  readonly type: string;
  readonly owner: PlainMap;
  readonly description: string;
  readonly label: string | null;
  readonly maturity: string | null;
  readonly meta: PlainMap;
  readonly tags: readonly string[];
  readonly config: NodeConfig;
  readonly unrendered_config: PlainMap;
  readonly url: string | null;
  readonly depends_on: DependsOn;
  readonly refs: readonly RefArgs[];
  readonly sources: readonly (readonly [string, string])[];
  readonly metrics: readonly (readonly string[])[];
  readonly created_at: number;
}

export interface UnitTestNode extends ResourceBase {
  readonly resource_type: 'unit_test';
  readonly model: string;
  readonly given: readonly PlainMap[];
  readonly expect: PlainMap;
  readonly overrides: PlainMap | null;
  readonly depends_on: DependsOn;
  readonly description: string;
  readonly config: NodeConfig;
  /** Over what was written, so that a change of the test shows; null when not computed. */
  readonly checksum: string | null;
  readonly schema: string | null;
  readonly created_at: number;
  readonly versions: PlainMap | null;
  readonly version: string | number | null;
}

/** Metrics, semantic models and saved queries: carried through as written, with their place in the graph. */
export interface SemanticNode extends ResourceBase {
  readonly resource_type: 'metric' | 'semantic_model' | 'saved_query';
  readonly depends_on: DependsOn;
  readonly config: NodeConfig;
  readonly tags?: readonly string[];
  readonly body: PlainMap;
}

export interface GroupNode {
  readonly resource_type: 'group';
  readonly name: string;
  readonly package_name: string;
  readonly path: string;
  readonly original_file_path: string;
  readonly unique_id: NodeId;
  readonly owner: PlainMap;
  readonly description: string | null;
  readonly config: PlainMap;
}

export interface MacroNode {
  readonly resource_type: 'macro';
  readonly name: string;
  readonly package_name: string;
  readonly path: string;
  readonly original_file_path: string;
  readonly unique_id: NodeId;
  readonly macro_sql: string;
  readonly depends_on: { readonly macros: readonly string[] };
  readonly description: string;
  readonly meta: PlainMap;
  readonly docs: DocsConfig;
  readonly config: PlainMap;
  readonly patch_path: string | null;
  readonly arguments: readonly PlainMap[];
  readonly created_at: number;
  readonly supported_languages: readonly string[] | null;
}

export interface DocNode {
  readonly resource_type: 'doc';
  readonly name: string;
  readonly package_name: string;
  readonly path: string;
  readonly original_file_path: string;
  readonly unique_id: NodeId;
  readonly block_contents: string;
}

export interface DependsOn {
  readonly macros: readonly string[];
  readonly nodes: readonly NodeId[];
}

export interface RefArgs {
  readonly name: string;
  readonly package: string | null;
  readonly version: string | number | null;
}

export interface DocsConfig {
  readonly show: boolean;
  readonly node_color: string | null;
}

export interface ContractConfig {
  readonly enforced: boolean;
  readonly alias_types: boolean;
}

export interface ColumnInfo {
  readonly name: string;
  readonly description: string;
  readonly meta: PlainMap;
  readonly data_type: string | null;
  readonly constraints: readonly PlainMap[];
  readonly quote: boolean | null;
  readonly config: { readonly meta: PlainMap; readonly tags: readonly string[] };
  readonly tags: readonly string[];
  readonly granularity: string | null;
  readonly doc_blocks: readonly string[];
}

/** A node's final configuration: the keys every kind knows, and whatever else the author or an adapter put there. */
export interface NodeConfig extends PlainMap {
  readonly enabled: boolean;
  readonly materialized?: string;
  readonly tags?: readonly string[];
  readonly meta?: PlainMap;
}
