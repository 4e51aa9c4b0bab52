import { sourceRelation } from '../context/source-relation.ts';
import { nodeId } from '../manifest/id.ts';
import type { NodeConfig, PlainMap, SourceNode } from '../manifest/node.ts';
import type { YamlMap } from '../project/project.ts';
import { isYamlMap } from '../project/yaml.ts';
import { columnsOf, mapOf, mapsOf, textsOf } from './column.ts';
import { laidOver, overlay, projectLayers, unrenderedLayers } from './config.ts';
import { configDefaults, noFreshness } from './config-default.ts';
import { describe } from './doc.ts';
import { addDisabled, type Parsing } from './draft.ts';
import { fqnOf } from './fqn.ts';
import { entryOrigin, type PropertyEntry } from './properties.ts';
import { rendered } from './rendered.ts';

/** The tables of one `sources:` entry. */
export function parseSource(parsing: Parsing, entry: PropertyEntry): void {
  const source = rendered(parsing, entry);
  for (const [index, table] of mapsOf(source['tables']).entries()) {
    if (table['name'] === undefined || table['name'] === null) continue;
    addTable(parsing, { entry, source, table, index, name: String(table['name']) });
  }
}

/** What a source's `unrendered_config` always has. */
const saysNothing = { loaded_at_field: null, loaded_at_query: null, meta: {}, tags: [] };

const noExternal = { location: null, file_format: null, row_format: null, tbl_properties: null, partitions: null };

interface SourceTable {
  readonly entry: PropertyEntry;
  readonly source: YamlMap;
  readonly table: YamlMap;
  readonly index: number;
  readonly name: string;
}

function addTable(parsing: Parsing, given: SourceTable): void {
  const { draft } = parsing;
  const node = sourceNode(parsing, given);
  const { entry, index } = given;
  draft.origins.set(node.unique_id, entryOrigin({ ...entry, path: [...entry.path, 'tables', index] }));
  if (node.config.enabled === false) addDisabled(draft, node);
  else draft.sources.set(node.unique_id, node);
}

function sourceNode(parsing: Parsing, { entry, source, table, index, name }: SourceTable): SourceNode {
  const { owner, file } = entry;
  const { config, given } = tableConfig(parsing, entry, source, table, name);
  const database = textOr(table['database'] ?? source['database'], parsing.shared.adapter.defaultDatabase);
  const schema = textOr(source['schema'], entry.name) ?? entry.name;
  const identifier = textOr(table['identifier'], name) ?? name;
  const quoting = { ...mapOf(source['quoting']), ...mapOf(table['quoting']) };
  const described = describe(parsing, entry, table['description'], ['tables', index, 'description']);
  const node: Omit<SourceNode, 'relation_name'> = {
    database,
    schema,
    name,
    resource_type: 'source',
    package_name: owner.name,
    path: file.path,
    original_file_path: file.path,
    unique_id: nodeId('source', owner.name, entry.name, name),
    fqn: fqnOf(owner.name, file.relativePath, entry.name, name),
    source_name: entry.name,
    source_description: describe(parsing, entry, source['description'], ['description']).text,
    loader: textOr(table['loader'] ?? source['loader'], '') ?? '',
    identifier,
    quoting: { database: null, schema: null, identifier: null, column: null, ...quoting } as PlainMap,
    loaded_at_field: textOr(config['loaded_at_field'] ?? table['loaded_at_field'] ?? source['loaded_at_field'], null),
    loaded_at_query: textOr(config['loaded_at_query'] ?? table['loaded_at_query'] ?? source['loaded_at_query'], null),
    freshness: (config['freshness'] ?? null) as PlainMap | null,
    external: isYamlMap(table['external']) ? ({ ...noExternal, ...table['external'] } as PlainMap) : null,
    description: described.text,
    columns: columnsOf(parsing, entry, table, ['tables', index]),
    meta: mapOf(config['meta']) as PlainMap,
    source_meta: { ...mapOf(source['meta']), ...mapOf(mapOf(source['config'])['meta']) } as PlainMap,
    tags: textsOf(config['tags']),
    config: config as unknown as NodeConfig,
    patch_path: null,
    unrendered_config: given as PlainMap,
    unrendered_database: textOr(entry.data['database'], null),
    unrendered_schema: textOr(entry.data['schema'], null),
    created_at: parsing.createdAt,
    doc_blocks: described.docBlocks,
  };
  const { adapter, quoting: usual } = parsing.shared;
  return { ...node, relation_name: sourceRelation(node, adapter.dialect, usual).text() };
}

const textOr = (value: unknown, fallback: string | null): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : fallback;

/** Project files, then the source's `config:`, then the table's; `tags`, `meta` and `freshness` may stand beside it. */
function tableConfig(
  { project }: Parsing,
  { owner, file, name: sourceName }: PropertyEntry,
  source: YamlMap,
  table: YamlMap,
  name: string,
): { readonly config: YamlMap; readonly given: YamlMap } {
  const fqn = fqnOf(owner.name, file.relativePath, sourceName, name);
  const own = (data: YamlMap): YamlMap => {
    const beside = ['tags', 'meta', 'freshness', 'loaded_at_field', 'loaded_at_query', 'enabled'].filter(
      key => data[key] !== undefined,
    );
    const config = mapOf(data['config']);
    const tested = [data['freshness'], config['freshness']];
    const freshness = tested.every(isYamlMap) ? { freshness: { ...tested[0], ...tested[1] } } : {};
    return { ...overlay(Object.fromEntries(beside.map(key => [key, data[key] ?? null])), config), ...freshness };
  };
  const root = project.packages[0];
  const written = overlay(own(source), own(table));
  // As in dbt, what project files say of a source's tags does not count.
  const tags = written['tags'] ?? [];
  const layers = [...projectLayers(root, owner, 'sources', fqn), own(source), own(table)];
  const config = { ...layers.reduce(overlay, configDefaults.source as YamlMap), freshness: freshnessOf(layers), tags };
  const freshness = 'freshness' in written ? { freshness: freshnessOf([own(source), own(table)]) } : {};
  const given = { ...laidOver(unrenderedLayers(root, owner, 'sources', fqn)), ...written, ...freshness, tags };
  return { config, given: { ...given, ...Object.fromEntries(Object.entries(saysNothing).filter(([key]) => !(key in given))) } };
}

/** Each threshold is taken from the most specific place that sets it; `freshness: null` turns the check off. */
function freshnessOf(layers: readonly YamlMap[]): YamlMap | null {
  let freshness: YamlMap | null = noFreshness;
  for (const layer of layers) {
    if (!('freshness' in layer)) continue;
    freshness = layer['freshness'] === null ? null : { ...(freshness ?? noFreshness), ...mapOf(layer['freshness']) };
  }
  return freshness;
}
