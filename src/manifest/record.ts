import type {
  AnalysisNode,
  DocNode,
  ExposureNode,
  FunctionNode,
  GraphNode,
  GroupNode,
  MacroNode,
  ModelNode,
  OperationNode,
  Plain,
  PlainMap,
  SeedNode,
  SnapshotNode,
  SourceNode,
  TestNode,
  UnitTestNode,
} from './node.ts';

/** Whatever a manifest holds by id. */
export type ManifestRecord = GraphNode | GroupNode | MacroNode | DocNode;

/** What compiling adds to a node's record. */
export interface CompiledRecord {
  readonly compiledCode: string;
  /** `target/compiled/shop/models/orders.sql`; null when it was not written. */
  readonly compiledPath: string | null;
  readonly extraCtes: readonly { readonly id: string; readonly sql: string }[];
  /** Ids of macros that were called, beside those that parsing saw. */
  readonly macros: readonly string[];
  /** `target/run/shop/models/orders.sql`, where the statements stand that were sent; not given when none were. */
  readonly buildPath?: string;
}

/**
 * The record as the public manifest schema (v12) has it: every key, in the order of the schema, null where the record does
 * not say. Templates see the same as `model` and in `graph`.
 */
export function nodeRecord(node: ManifestRecord, compiled: CompiledRecord | null = null): PlainMap {
  const values: PlainMap = 'body' in node ? { ...node.body, ...recordValues(node) } : recordValues(node);
  const record: Record<string, Plain> = {};
  for (const key of keysOf(node)) {
    record[key] = values[key] ?? (key in empty && node.resource_type in semanticKeys ? (empty[key] ?? null) : null);
    if (key === 'compiled_path' && compiled !== null) Object.assign(record, compiledValues(node, compiled));
  }
  return record;
}

/** Records are plain data by construction; TypeScript does not see it in interfaces. */
const recordValues = (node: ManifestRecord): PlainMap => node as unknown as PlainMap;

const compiledValues = (node: ManifestRecord, compiled: CompiledRecord): PlainMap => ({
  depends_on:
    'depends_on' in node ? { ...node.depends_on, macros: [...new Set([...node.depends_on.macros, ...compiled.macros])] } : {},
  compiled_path: compiled.compiledPath,
  compiled: true,
  compiled_code: compiled.compiledCode,
  extra_ctes_injected: true,
  extra_ctes: compiled.extraCtes.map(({ id, sql }) => ({ id, sql })),
  ...(compiled.buildPath === undefined ? {} : { build_path: compiled.buildPath }),
});

function keysOf(node: ManifestRecord): readonly string[] {
  switch (node.resource_type) {
    case 'model':
      return modelKeys;
    case 'test':
      return node.test_metadata == null ? compiledKeys : genericTestKeys;
    case 'snapshot':
    case 'analysis':
      return compiledKeys;
    case 'operation':
      return operationKeys;
    case 'function':
      return functionKeys;
    case 'seed':
      return seedKeys;
    case 'source':
      return sourceKeys;
    case 'exposure':
      return exposureKeys;
    case 'unit_test':
      return unitTestKeys;
    case 'group':
      return groupKeys;
    case 'macro':
      return macroKeys;
    case 'doc':
      return docKeys;
    case 'metric':
    case 'semantic_model':
    case 'saved_query':
      return semanticKeys[node.resource_type];
    default:
      return node satisfies never;
  }
}

const fileKeys = ['name', 'resource_type', 'package_name', 'path', 'original_file_path', 'unique_id'] as const;

const relationKeys = [
  'database',
  'schema',
  ...fileKeys,
  'fqn',
  'alias',
  'checksum',
  'config',
  'tags',
  'description',
  'columns',
  'meta',
  'group',
  'docs',
  'patch_path',
  'build_path',
  'unrendered_config',
  'created_at',
  'relation_name',
  'raw_code',
  'doc_blocks',
] as const satisfies readonly (keyof SeedNode)[];

const seedKeys = [...relationKeys, 'root_path', 'depends_on'] as const satisfies readonly (keyof SeedNode)[];

const compiledKeys = [
  ...relationKeys,
  'language',
  'refs',
  'sources',
  'metrics',
  'functions',
  'depends_on',
  'compiled_path',
  'contract',
] as const satisfies readonly (keyof (AnalysisNode | SnapshotNode))[];

const modelKeys = [
  ...compiledKeys,
  'access',
  'constraints',
  'version',
  'latest_version',
  'deprecation_date',
  'primary_key',
  'time_spine',
] as const satisfies readonly (keyof ModelNode)[];

const genericTestKeys = [
  ...compiledKeys,
  'column_name',
  'file_key_name',
  'attached_node',
  'test_metadata',
] as const satisfies readonly (keyof TestNode)[];

const operationKeys = [...compiledKeys, 'index'] as const satisfies readonly (keyof OperationNode)[];

const functionKeys = ['returns', ...compiledKeys, 'arguments'] as const satisfies readonly (keyof FunctionNode)[];

const sourceKeys = [
  'database',
  'schema',
  ...fileKeys,
  'fqn',
  'source_name',
  'source_description',
  'loader',
  'identifier',
  'quoting',
  'loaded_at_field',
  'loaded_at_query',
  'freshness',
  'external',
  'description',
  'columns',
  'meta',
  'source_meta',
  'tags',
  'config',
  'patch_path',
  'unrendered_config',
  'relation_name',
  'created_at',
  'unrendered_database',
  'unrendered_schema',
  'doc_blocks',
] as const satisfies readonly (keyof SourceNode)[];

const exposureKeys = [
  ...fileKeys,
  'fqn',
  'type',
  'owner',
  'description',
  'label',
  'maturity',
  'meta',
  'tags',
  'config',
  'unrendered_config',
  'url',
  'depends_on',
  'refs',
  'sources',
  'metrics',
  'created_at',
] as const satisfies readonly (keyof ExposureNode)[];

const unitTestKeys = [
  'model',
  'given',
  'expect',
  ...fileKeys,
  'fqn',
  'description',
  'overrides',
  'depends_on',
  'config',
  'checksum',
  'schema',
  'created_at',
  'versions',
  'version',
] as const satisfies readonly (keyof UnitTestNode)[];

const groupKeys = [...fileKeys, 'owner', 'description', 'config'] as const satisfies readonly (keyof GroupNode)[];

const macroKeys = [
  ...fileKeys,
  'macro_sql',
  'depends_on',
  'description',
  'meta',
  'docs',
  'config',
  'patch_path',
  'arguments',
  'created_at',
  'supported_languages',
] as const satisfies readonly (keyof MacroNode)[];

const docKeys = [...fileKeys, 'block_contents'] as const satisfies readonly (keyof DocNode)[];

/** What authors wrote is in `body`, so these keys are not those of an interface. */
const semanticKeys = {
  metric: [
    ...[...fileKeys, 'fqn', 'description', 'label', 'type', 'type_params', 'filter', 'metadata', 'time_granularity', 'meta'],
    ...['tags', 'config', 'unrendered_config', 'sources', 'depends_on', 'refs', 'metrics', 'created_at', 'group'],
  ],
  semantic_model: [
    ...[...fileKeys, 'fqn', 'model', 'node_relation', 'description', 'label', 'defaults', 'entities', 'measures', 'dimensions'],
    ...['metadata', 'depends_on', 'refs', 'created_at', 'config', 'unrendered_config', 'primary_entity', 'group'],
  ],
  saved_query: [
    ...[...fileKeys, 'fqn', 'query_params', 'exports', 'description', 'label', 'metadata', 'config', 'unrendered_config'],
    ...['group', 'depends_on', 'created_at', 'refs', 'tags'],
  ],
} as const;

/** What the schema wants where a semantic node says nothing and null would not do. */
const empty: PlainMap = {
  meta: {},
  tags: [],
  unrendered_config: {},
  sources: [],
  refs: [],
  metrics: [],
  entities: [],
  measures: [],
  dimensions: [],
  exports: [],
  created_at: 0,
};
