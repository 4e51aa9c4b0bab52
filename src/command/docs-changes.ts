import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import type { NodeChange } from '../docs/page-data.ts';
import { changesSince } from '../graph/changed.ts';
import { graphNodes } from '../manifest/manifest.ts';
import type { OpenProject } from './open-project.ts';

/** By id, what is new or modified since the run that `--state` names; null when it names none. Fails with StartFailure when there is no manifest. */
export function docsChanges({ earlierRuns: { compared }, manifest }: OpenProject): ReadonlyMap<string, NodeChange> | null {
  if (compared === null) return null;
  if (compared.manifest === null)
    throw new StartFailure([diagnose('command-docs-state', null, { path: compared.missing.state ?? '' })]);
  const changesOf = changesSince(compared.manifest, manifest, compared.sourceNames);
  const found = new Map<string, NodeChange>();
  for (const node of graphNodes(manifest)) {
    const changes = changesOf(node);
    if (changes === 'new') found.set(node.unique_id, 'new');
    else if (changes.size > 0) found.set(node.unique_id, 'modified');
  }
  return found;
}
