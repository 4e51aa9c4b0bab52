import { join } from 'node:path';
import { readManifest } from '../artifact/manifest-reader.ts';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import type { NodeChange } from '../docs/page-data.ts';
import { changesSince } from '../graph/changed.ts';
import { graphNodes, type Manifest } from '../manifest/manifest.ts';

/** By id, what is new or modified since the manifest that lies in a folder. Fails with StartFailure when it cannot be read. */
export async function docsChanges(stateDir: string, manifest: Manifest): Promise<ReadonlyMap<string, NodeChange>> {
  const path = join(stateDir, 'manifest.json');
  const earlier = await readManifest(path).catch(() => {
    throw new StartFailure([diagnose('command-docs-state', null, { path })]);
  });
  const changesOf = changesSince(earlier, manifest);
  const found = new Map<string, NodeChange>();
  for (const node of graphNodes(manifest)) {
    const changes = changesOf(node);
    if (changes === 'new') found.set(node.unique_id, 'new');
    else if (changes.size > 0) found.set(node.unique_id, 'modified');
  }
  return found;
}
