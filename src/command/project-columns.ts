import { join } from 'node:path';
import type { ProjectLineage } from '../lineage/project-lineage.ts';
import type { NodeId } from '../manifest/id.ts';
import type { PlainMap } from '../manifest/node.ts';
import { columnLineage } from './column-lineage.ts';
import { type CompiledNodes, compileNodes, compilerOf } from './compile-nodes.ts';
import type { Invocation } from './invocation.ts';
import { lazyPort } from './lazy-port.ts';
import type { OpenProject } from './open-project.ts';
import { targetFolder } from './target-folder.ts';

export interface ProjectColumns {
  readonly compiled: CompiledNodes;
  readonly lineage: ProjectLineage;
}

/**
 * Compiles all models and snapshots and works out their lineage. The columns of tables that others fill are those of
 * `catalog.json`, where an earlier command has left it. What cannot be compiled is told.
 */
export async function projectColumns(open: OpenProject, invocation: Invocation): Promise<ProjectColumns> {
  const { effects } = invocation;
  const folder = targetFolder(open.project, invocation);
  const ids = open.graph.ids.filter(id => ['model', 'snapshot'].includes(open.manifest.nodes.get(id)?.resource_type ?? ''));
  const lazy = lazyPort(open, invocation);
  try {
    const compiled = await compileNodes({ open, compiler: compilerOf(open, ids), port: lazy.port }, ids);
    for (const diagnostic of compiled.diagnostics) effects.emit({ kind: 'diagnostic', at: effects.clock.now(), diagnostic });
    const sql = new Map<NodeId, string>(compiled.compiled.map(one => [one.node.unique_id, one.sql]));
    const catalog = await jsonAt(join(folder.dir, 'catalog.json'), invocation);
    return { compiled, lineage: await columnLineage(open, { sql, catalog }, folder, effects) };
  } finally {
    await lazy.close();
  }
}

/** Null when there is no such file, or nothing that can be read in it. */
export async function jsonAt(path: string, { effects }: Invocation): Promise<PlainMap | null> {
  const bytes = await effects.files.read(path).catch(() => null);
  if (bytes === null) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as PlainMap) : null;
  } catch {
    return null;
  }
}
