import type { NodeId } from '../manifest/id.ts';
import type { AnalysisNode, ColumnInfo, ModelNode, NodeConfig, PlainMap } from '../manifest/node.ts';
import type { ConfigTreeKind, Package, ProjectFile, YamlMap } from '../project/project.ts';
import { fromPlain, type TemplateSource, type Value } from '../template/index.ts';
import { type Capture, capture } from './capture.ts';
import { columnsOf, mapOf, textsOf } from './column.ts';
import { laidOver, overlay, projectLayers, unrenderedLayers } from './config.ts';
import { configDefaults } from './config-default.ts';
import { describe } from './doc.ts';
import { docsOf } from './docs-config.ts';
import { originSpan, type Parsing } from './draft.ts';
import { type PropertyEntry, patchPath } from './properties.ts';
import type { Naming, NodePlace } from './relation-name.ts';
import { rendered } from './rendered.ts';
import { storesFailures, testConfig } from './test-config.ts';

/** Kinds of nodes whose SQL stands in a file or a block. */
export type SqlKind = 'model' | 'snapshot' | 'analysis' | 'test' | 'operation' | 'function';

export interface SqlText {
  readonly owner: Package;
  readonly file: Pick<ProjectFile, 'path' | 'relativePath' | 'displayPath' | 'checksum'>;
  readonly name: string;
  readonly uniqueId: NodeId;
  readonly fqn: readonly string[];
  readonly code: string;
  readonly start: { readonly line: number; readonly column: number };
  readonly patch: PropertyEntry | undefined;
  /** What a version of a model says over its model. */
  readonly patchOverlay?: (patch: YamlMap) => YamlMap;
  readonly version?: string | number | null;
  /** What it asks for, when it is no template and was read otherwise. */
  readonly found?: Capture;
  /** Where a property file holds the text, when it is not a file of its own. */
  readonly path?: readonly (string | number)[];
}

/** Everything that nodes with SQL have in common, found by reading the text once. */
export interface SqlReading {
  readonly capture: Capture;
  readonly config: YamlMap;
  /** What was said of the node, without defaults; of project files, as written. */
  readonly given: YamlMap;
  readonly place: NodePlace;
  readonly columns: Readonly<Record<string, ColumnInfo>>;
  readonly description: string;
  readonly docBlocks: readonly string[];
  readonly patch: YamlMap;
}

/** What is said of models holds for analyses and hooks too. */
const trees: Readonly<Record<SqlKind, readonly ConfigTreeKind[]>> = {
  model: ['models'],
  snapshot: ['snapshots'],
  analysis: ['models', 'analyses'],
  test: ['tests'],
  operation: ['models'],
  function: ['functions'],
};

/** Text without the white space around it, and where it then starts. */
export function trimmed(text: string): {
  readonly code: string;
  readonly start: { readonly line: number; readonly column: number };
} {
  const lead = text.slice(0, text.length - text.trimStart().length);
  const newline = lead.lastIndexOf('\n');
  return { code: text.trim(), start: { line: lead.split('\n').length, column: lead.length - newline } };
}

export function readSql(parsing: Parsing, naming: Naming, kind: SqlKind, text: SqlText): SqlReading {
  const written = text.patch ? rendered(parsing, text.patch) : {};
  const patch = { ...written, ...text.patchOverlay?.(written) };
  const before = [...configLayers(parsing, kind, text, projectLayers), patchConfig(patch)].reduce(
    overlay,
    configDefaults[kind] as YamlMap,
  );
  const record = (config: YamlMap) => (): Value => recordSoFar(kind, text, config);
  const found =
    text.found ??
    capture(parsing, {
      packageName: text.owner.name,
      name: text.name,
      uniqueId: text.uniqueId,
      source: templateSource(kind, text),
      config: before,
      record: record(before),
      mistakes: before['enabled'] === false ? 'ignore' : 'report',
      ...(text.path ? { at: () => originSpan(parsing.project, { file: text.file.displayPath, path: text.path ?? null }) } : {}),
    });
  const whole = overlay(before, found.config);
  const config = kind === 'test' ? testConfig(whole) : whole;
  const place = naming.place({
    packageName: text.owner.name,
    name: text.name,
    version: text.version ?? null,
    config,
    record: record(config),
  });
  const description = text.patch
    ? describe(parsing, text.patch, patch['description'], ['description'])
    : { text: '', docBlocks: [] };
  return {
    capture: found,
    config,
    given: laidOver([...configLayers(parsing, kind, text, unrenderedLayers), ...patchLayers(patch), found.given]),
    place,
    columns: text.patch ? columnsOf(parsing, text.patch, patch) : {},
    description: description.text,
    docBlocks: description.docBlocks,
    patch,
  };
}

const templateSource = (kind: SqlKind, { file, name, code, start }: SqlText): TemplateSource => ({
  file: file.displayPath,
  text: code,
  start,
  name: `${kind} ${name}`,
});

const configLayers = ({ project }: Parsing, kind: SqlKind, { owner, fqn }: SqlText, layers: typeof projectLayers) =>
  trees[kind].flatMap(tree => layers(project.packages[0], owner, tree, fqn));

/** The `config:` of a property entry over the keys that may also stand beside it; of a node that is not `tags`, as in dbt. */
export function patchConfig(patch: YamlMap, mayStandBeside: readonly string[] = ['meta', 'docs', 'access', 'group']): YamlMap {
  return patchLayers(patch, mayStandBeside).reduce(overlay);
}

function patchLayers(patch: YamlMap, mayStandBeside: readonly string[] = ['meta', 'docs', 'access', 'group']): YamlMap[] {
  const beside = mayStandBeside.filter(key => patch[key] !== undefined && patch[key] !== null);
  return [Object.fromEntries(beside.map(key => [key, patch[key] ?? null])), mapOf(patch['config'])];
}

/** `node` and `model` as templates see them while the node is being parsed. */
function recordSoFar(kind: SqlKind, text: SqlText, config: YamlMap): Value {
  return fromPlain({
    name: text.name,
    resource_type: kind,
    package_name: text.owner.name,
    path: text.file.relativePath,
    original_file_path: text.file.path,
    unique_id: text.uniqueId,
    fqn: text.fqn,
    alias: config['alias'] ?? text.name,
    version: text.version ?? null,
    config,
    tags: config['tags'] ?? [],
    meta: config['meta'] ?? {},
    raw_code: text.code,
    language: 'sql',
    columns: {},
    description: '',
    refs: [],
    sources: [],
    depends_on: { macros: [], nodes: [] },
  });
}

/** The part of a record that all kinds with SQL share. */
export function sqlRecord(parsing: Parsing, naming: Naming, kind: SqlKind, text: SqlText, reading: SqlReading) {
  const { capture: found, config, place } = reading;
  const contract = mapOf(config['contract']);
  const contractConfig = { enforced: contract['enforced'] === true, alias_types: contract['alias_types'] !== false };
  return {
    database: place.database,
    schema: place.schema,
    name: text.name,
    package_name: text.owner.name,
    path: text.file.relativePath,
    original_file_path: text.file.path,
    unique_id: text.uniqueId,
    fqn: text.fqn,
    alias: place.alias,
    checksum: text.file.checksum,
    config: config as unknown as NodeConfig,
    tags: textsOf(config['tags']),
    description: reading.description,
    columns: reading.columns,
    meta: mapOf(config['meta']) as PlainMap,
    group: typeof config['group'] === 'string' ? config['group'] : null,
    docs: docsOf(config),
    patch_path: text.patch ? patchPath(text.patch) : null,
    build_path: null,
    unrendered_config: reading.given as PlainMap,
    created_at: parsing.createdAt,
    relation_name: buildsRelation(kind, config) ? naming.relationText(place, config) : null,
    raw_code: text.code,
    doc_blocks: reading.docBlocks,
    language: 'sql' as 'sql' | 'python',
    refs: found.refs,
    sources: found.sources,
    metrics: [],
    functions: found.functions,
    depends_on: { macros: found.macros, nodes: [] },
    compiled_path: null,
    contract: { ...contractConfig, checksum: null },
  } satisfies Omit<AnalysisNode, 'resource_type'> | Omit<ModelNode, 'resource_type'>;
}

const buildsRelation = (kind: SqlKind, config: YamlMap): boolean =>
  kind === 'snapshot' ||
  (kind === 'model' && config['materialized'] !== 'ephemeral') ||
  (kind === 'test' && storesFailures(config));
