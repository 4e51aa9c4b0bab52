import { join } from 'node:path';
import type { ColumnLineage } from '../artifact/column-lineage.ts';
import { manifestOf } from '../artifact/manifest-reader.ts';
import { buildGraph } from '../graph/graph.ts';
import type { TableFacts } from '../lineage/known-table.ts';
import { noCache } from '../lineage/lineage-cache.ts';
import { projectLineage } from '../lineage/project-lineage.ts';
import type { NodeId } from '../manifest/id.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { PlainMap } from '../manifest/node.ts';
import { tableFacts } from './column-lineage.ts';
import type { Invocation } from './invocation.ts';
import type { OpenProject } from './open-project.ts';
import { jsonAt } from './project-columns.ts';
import { targetFolder } from './target-folder.ts';

export interface EarlierColumns {
  /** A target folder of another version. */
  readonly folder: string;
  /** Its `manifest.json`; null when it has none. */
  readonly manifest: PlainMap | null;
  /** The project as it is now. */
  readonly open: OpenProject;
}

/**
 * The lineage of another version: what `docs generate` has written there, else worked out from the compiled SQL in its manifest, which
 * dbt writes too. Null when there is neither.
 */
export async function earlierColumns(earlier: EarlierColumns, invocation: Invocation): Promise<ColumnLineage | null> {
  const { folder, manifest } = earlier;
  const written = await jsonAt(join(folder, 'column_lineage.json'), invocation);
  if (written !== null) return written as unknown as ColumnLineage;
  const before = manifest === null ? null : manifestOf(manifest);
  const sql = before === null ? new Map<NodeId, string>() : compiledSql(before);
  if (before === null || sql.size === 0) return null;
  const facts = await factsOf(earlier, before, invocation);
  return (await projectLineage({ manifest: before, graph: buildGraph(before), sql, facts, cache: noCache })).lineage;
}

function compiledSql({ nodes }: Manifest): ReadonlyMap<NodeId, string> {
  const sql = new Map<NodeId, string>();
  for (const node of nodes.values()) {
    const code = 'compiled_code' in node ? node.compiled_code : null;
    if (['model', 'snapshot'].includes(node.resource_type) && typeof code === 'string') sql.set(node.unique_id, code);
  }
  return sql;
}

/** Where the other version has no catalog, sources and unchanged seeds are what they are now; of all else, only the SQL tells. */
async function factsOf(
  { folder, open }: EarlierColumns,
  { nodes }: Manifest,
  invocation: Invocation,
): Promise<(id: NodeId) => TableFacts> {
  const own = await jsonAt(join(folder, 'catalog.json'), invocation);
  const catalog = own ?? (await jsonAt(join(targetFolder(open.project, invocation).dir, 'catalog.json'), invocation));
  const known = await tableFacts(open, catalog, invocation.effects);
  const isSame = (id: NodeId): boolean => {
    const [was, is] = [nodes.get(id), open.manifest.nodes.get(id)];
    return open.manifest.sources.has(id) || (is?.resource_type === 'seed' && was?.checksum.checksum === is.checksum.checksum);
  };
  return id => ({ catalog: own !== null || isSame(id) ? known(id).catalog : null, file: isSame(id) ? known(id).file : null });
}
