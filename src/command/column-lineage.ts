import { join } from 'node:path';
import { lineageShare } from '../artifact/column-lineage.ts';
import type { CatalogColumn, TableFacts } from '../lineage/known-table.ts';
import { cacheText, readCache } from '../lineage/lineage-cache.ts';
import { type ProjectLineage, projectLineage } from '../lineage/project-lineage.ts';
import type { NodeId } from '../manifest/id.ts';
import type { Plain, PlainMap, SeedNode } from '../manifest/node.ts';
import { csvColumnTypes } from '../sql/csv-type.ts';
import type { Effects } from './effects.ts';
import type { OpenProject } from './open-project.ts';
import type { TargetFolder } from './target-folder.ts';

export interface LineageSources {
  /** Compiled SQL of models and snapshots. */
  readonly sql: ReadonlyMap<NodeId, string>;
  /** The content of `catalog.json`; null when there is none. */
  readonly catalog: PlainMap | null;
}

/** Works out column lineage with what the target folder remembers of the last time, and remembers this time. */
export async function columnLineage(
  open: OpenProject,
  { sql, catalog }: LineageSources,
  folder: TargetFolder,
  effects: Effects,
): Promise<ProjectLineage> {
  const { manifest, graph } = open;
  const text = await textAt(join(folder.dir, cacheFile), effects);
  const facts = await tableFacts(open, catalog, effects);
  const result = await projectLineage({ manifest, graph, sql, facts, cache: readCache(text) });
  const after = cacheText(result.cache);
  if (after !== text) await folder.writeText(cacheFile, after);
  return result;
}

/** What is known of tables without reading SQL: from `catalog.json`, and from the files of seeds. */
export async function tableFacts(
  { manifest, plugin }: OpenProject,
  catalog: PlainMap | null,
  effects: Effects,
): Promise<(id: NodeId) => TableFacts> {
  const found = catalogColumns(catalog);
  const files = new Map<NodeId, readonly CatalogColumn[]>();
  for (const node of manifest.nodes.values()) {
    if (node.resource_type !== 'seed' || found.has(node.unique_id)) continue;
    const types = await seedTypes(node, effects);
    if (types === null) continue;
    const columns = [...types].map(([name, type]) => ({ name, type: plugin.dialect.typeName(type) as string }));
    files.set(node.unique_id, columns);
  }
  return id => ({ catalog: found.get(id) ?? null, file: files.get(id) ?? null });
}

const cacheFile = 'lineage_cache.json';

async function textAt(path: string, { files }: Effects): Promise<string | null> {
  const bytes = await files.read(path).catch(() => null);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

/** Larger seeds are left to the warehouse. */
const MOST_CHARACTERS = 8 * 1024 * 1024;

async function seedTypes(node: SeedNode, effects: Effects) {
  const text = await textAt(
    node.root_path === null ? node.original_file_path : join(node.root_path, node.original_file_path),
    effects,
  );
  if (text === null || text.length > MOST_CHARACTERS) return null;
  const delimiter = node.config['delimiter'];
  return csvColumnTypes(text, {
    delimiter: typeof delimiter === 'string' && delimiter !== '' ? delimiter : ',',
    nulls: 'empty-or-word',
  });
}

/** By node; only tables that the warehouse has. */
function catalogColumns(catalog: PlainMap | null): ReadonlyMap<NodeId, readonly CatalogColumn[]> {
  const tables = [...entriesOf(catalog?.['nodes']), ...entriesOf(catalog?.['sources'])];
  return new Map(
    tables.map(([id, table]) => {
      const columns = entriesOf(isMap(table) ? table['columns'] : null).map(([name, column]) => ({
        name,
        type: isMap(column) && typeof column['type'] === 'string' ? column['type'] : null,
      }));
      return [id as NodeId, columns] as const;
    }),
  );
}

const isMap = (value: Plain | undefined): value is PlainMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const entriesOf = (value: Plain | undefined): readonly (readonly [string, Plain | undefined])[] =>
  isMap(value) ? Object.entries(value) : [];

/** `column_lineage.json`. */
export const lineageArtifact = ({ lineage }: ProjectLineage): Plain => JSON.parse(JSON.stringify(lineage)) as Plain;

/** What is known, in a line. */
export function lineageNote({ lineage }: ProjectLineage): string {
  const { columns, known, unread, incomplete, statements } = lineageShare(lineage);
  if (statements === 0) return 'Column lineage: there are no models.';
  const share = columns === 0 ? 0 : Math.floor((1000 * known) / columns) / 10;
  const rest = [
    ...(unread === 0 ? [] : [`${unread} of ${statements} models are not understood`]),
    ...(incomplete === 0 ? [] : [`${incomplete} may have more columns`]),
  ];
  return `Column lineage: known for ${share} % of ${columns} columns${rest.map(one => `; ${one}`).join('')}.`;
}
