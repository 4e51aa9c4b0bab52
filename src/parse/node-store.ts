import { diagnose } from '../diagnostic/diagnostic.ts';
import type { Span } from '../diagnostic/span.ts';
import type { Origin } from '../manifest/manifest.ts';
import type { ManifestNode } from '../manifest/node.ts';
import { addDisabled, type Draft } from './draft.ts';

const originStart = ({ file, start }: Origin): Span => ({ file, line: start.line, column: start.column, length: 1 });

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
    draft.diagnostics.push(
      diagnose('parse-duplicate-name', originStart(origin), {
        name: node.name,
        kinds: [node.resource_type, node.resource_type],
        files,
      }),
    );
    return;
  }
  draft.nodes.set(node.unique_id, node);
  draft.origins.set(node.unique_id, origin);
}
