import { diagnose } from '../diagnostic/diagnostic.ts';
import type { Origin } from '../manifest/manifest.ts';
import type { ManifestNode } from '../manifest/node.ts';
import { addDisabled, type Draft } from './draft.ts';

/** Adds a node, or puts it aside when it is disabled. Two enabled nodes of one id are reported. */
export function addNode(draft: Draft, node: ManifestNode, origin: Origin): void {
  if (node.config.enabled === false) {
    addDisabled(draft, node);
    draft.origins.set(node.unique_id, draft.origins.get(node.unique_id) ?? origin);
    return;
  }
  const first = draft.nodes.get(node.unique_id);
  if (first) {
    const files = [first.original_file_path, node.original_file_path];
    const span = { file: origin.file, line: 1, column: 1, length: 1 };
    draft.diagnostics.push(diagnose('parse-duplicate-name', span, { name: node.name, kind: node.resource_type, files }));
    return;
  }
  draft.nodes.set(node.unique_id, node);
  draft.origins.set(node.unique_id, origin);
}
