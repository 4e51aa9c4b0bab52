import type { RelationColumns, RelationInfo } from '../adapter/adapter.ts';
import type { NodeId } from '../manifest/id.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { ManifestNode, PlainMap, SourceNode } from '../manifest/node.ts';
import type { RelationKind, RelationName } from '../sql/relation.ts';
import { type ArtifactMeta, metadata } from './metadata.ts';

/** What the warehouse has, in bulk. */
export interface CatalogContent {
  readonly relations: readonly RelationInfo[];
  readonly columns: readonly RelationColumns[];
  /** What could not be read. */
  readonly errors: readonly string[];
}

/** `catalog.json`, schema v1: the tables and columns behind the nodes and sources, as the warehouse has them now. */
export function catalogArtifact(manifest: Manifest, content: CatalogContent, meta: ArtifactMeta): PlainMap {
  const tables = new Map(content.relations.map(info => [keyOf(info.name), info]));
  const columns = new Map(content.columns.map(found => [keyOf(found.relation), found]));
  const tableOf = (id: NodeId, name: RelationName): readonly (readonly [NodeId, PlainMap])[] => {
    const info = tables.get(keyOf(name)) ?? tables.get(keyOf({ ...name, catalog: null }));
    return info === undefined ? [] : [[id, catalogTable(id, info, columns.get(keyOf(info.name)))]];
  };
  const nodes = [...manifest.nodes.values()].filter(hasRelation).flatMap(node => tableOf(node.unique_id, nodeName(node)));
  const sources = [...manifest.sources.values()].flatMap(node => tableOf(node.unique_id, sourceName(node)));
  return {
    metadata: metadata('catalog/v1', meta),
    nodes: Object.fromEntries(nodes),
    sources: Object.fromEntries(sources),
    errors: content.errors.length === 0 ? null : content.errors,
  };
}

const hasRelation = (node: ManifestNode): boolean => ['model', 'seed', 'snapshot'].includes(node.resource_type);

const nodeName = (node: ManifestNode): RelationName => ({ catalog: node.database, schema: node.schema, name: node.alias });

const sourceName = (node: SourceNode): RelationName => ({ catalog: node.database, schema: node.schema, name: node.identifier });

/** Warehouses differ in the case they report. */
const keyOf = ({ catalog, schema, name }: RelationName): string => JSON.stringify([catalog, schema, name]).toLowerCase();

function catalogTable(id: NodeId, info: RelationInfo, columns: RelationColumns | undefined): PlainMap {
  const { name, kind, comment, owner } = info;
  return {
    metadata: { type: kindNames[kind], schema: name.schema, name: name.name, database: name.catalog, comment, owner },
    columns: Object.fromEntries(
      (columns?.columns ?? []).map((column, i) => [
        column.name,
        { type: column.nativeType, index: i + 1, name: column.name, comment: column.comment },
      ]),
    ),
    stats: statsOf(info),
    unique_id: id,
  };
}

const kindNames: Readonly<Record<RelationKind, string>> = {
  table: 'BASE TABLE',
  view: 'VIEW',
  'materialized-view': 'MATERIALIZED VIEW',
  external: 'EXTERNAL',
};

function statsOf({ rows, bytes }: RelationInfo): PlainMap {
  const stats: Record<string, PlainMap> = {};
  if (rows !== null) stats['num_rows'] = stat('num_rows', 'Rows', rows, 'How many rows the table has, maybe estimated');
  if (bytes !== null) stats['num_bytes'] = stat('num_bytes', 'Size', bytes, 'How many bytes the table takes, maybe estimated');
  const isKnown = rows !== null || bytes !== null;
  const has = stat('has_stats', 'Has statistics', isKnown, 'Whether the warehouse knows the size of the table');
  return { ...stats, has_stats: { ...has, include: false } };
}

const stat = (id: string, label: string, value: number | boolean, description: string): PlainMap => ({
  id,
  label,
  value,
  include: true,
  description,
});
