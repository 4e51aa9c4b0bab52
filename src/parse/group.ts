import { nodeId } from '../manifest/id.ts';
import type { PlainMap } from '../manifest/node.ts';
import { mapOf } from './column.ts';
import { describe } from './doc.ts';
import type { Parsing } from './draft.ts';
import type { PropertyEntry } from './properties.ts';
import { rendered } from './rendered.ts';

/** Who owns a set of nodes, and whose private nodes only its members may refer to. */
export function parseGroup(parsing: Parsing, entry: PropertyEntry): void {
  const { owner, file, name } = entry;
  const data = rendered(parsing, entry);
  const uniqueId = nodeId('group', owner.name, name);
  parsing.draft.groups.set(uniqueId, {
    name,
    resource_type: 'group',
    package_name: owner.name,
    path: file.relativePath,
    original_file_path: file.path,
    unique_id: uniqueId,
    owner: { email: null, name: null, ...mapOf(data['owner']) } as PlainMap,
    description: data['description'] === undefined ? null : describe(parsing, entry, data['description'], ['description']).text,
    config: { meta: mapOf(mapOf(data['config'])['meta'] ?? data['meta']) } as PlainMap,
  });
}
