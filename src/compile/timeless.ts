import { findMacro } from '../context/macro-index.ts';
import type { ProjectContext } from '../context/project-context.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { ManifestNode } from '../manifest/node.ts';
import type { Template } from '../template/index.ts';
import type { Deferral } from './deferral.ts';
import type { Reading } from './reading.ts';

export interface Reader {
  readonly manifest: Manifest;
  readonly context: ProjectContext;
  readonly reading?: Reading;
  readonly deferral?: Deferral | null;
}

/** What these give is the same from the start of a run to its end, and they do nothing else. */
const lasting: ReadonlySet<string> = new Set(['ref', 'source', 'config', 'this', 'target']);

/** Whether a model's text is the same whenever it is rendered, and nobody can tell when it was: it asks no warehouse and says nothing. */
export function isTimeless(node: ManifestNode, template: Template, { manifest, context, reading, deferral }: Reader): boolean {
  if (node.resource_type !== 'model' || node.language !== 'sql') return false;
  // Where a reference leads then depends on what has been built by then.
  if (deferral != null) return false;
  if (reading !== undefined && (reading.rows !== 'all' || reading.sample !== null)) return false;
  const isEphemeral = (id: ManifestNode['unique_id']): boolean => manifest.nodes.get(id)?.config.materialized === 'ephemeral';
  if (node.depends_on.nodes.some(isEphemeral)) return false;
  return template
    .namesRead()
    .every(name => lasting.has(name) && findMacro(context.macros, node.package_name, name) === undefined);
}
