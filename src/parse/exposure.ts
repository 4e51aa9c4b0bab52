import { nodeId } from '../manifest/id.ts';
import type { ExposureNode, NodeConfig, PlainMap } from '../manifest/node.ts';
import type { YamlMap } from '../project/project.ts';
import { mapOf, textsOf } from './column.ts';
import { laidOver, overlay, projectLayers, unrenderedLayers } from './config.ts';
import { configDefaults } from './config-default.ts';
import { dependencies } from './dependency.ts';
import { describe } from './doc.ts';
import { addDisabled, type Parsing } from './draft.ts';
import { fqnOf } from './fqn.ts';
import { entryOrigin, type PropertyEntry } from './properties.ts';
import { rendered } from './rendered.ts';
import { patchConfig } from './sql-node.ts';

/** What uses the project's tables: a dashboard, a notebook, an application. */
export function parseExposure(parsing: Parsing, entry: PropertyEntry): void {
  const { owner, file, name } = entry;
  const data = rendered(parsing, entry);
  const fqn = fqnOf(owner.name, file.relativePath, name);
  const root = parsing.project.packages[0];
  const own = patchConfig(data, ['tags', 'meta']);
  const layers = [...projectLayers(root, owner, 'exposures', fqn), own];
  const config = layers.reduce(overlay, configDefaults.exposure as YamlMap);
  const listed = Array.isArray(data['depends_on']) ? textsOf(data['depends_on']) : [];
  const written = listed.map((text, index) => ({ text, below: ['depends_on', index] }));
  const { refs, sources, metrics } = dependencies(parsing, entry, written);
  const node: ExposureNode = {
    name,
    resource_type: 'exposure',
    package_name: owner.name,
    path: file.relativePath,
    original_file_path: file.path,
    unique_id: nodeId('exposure', owner.name, name),
    fqn,
    type: typeof data['type'] === 'string' ? data['type'] : '',
    owner: { email: null, name: null, ...mapOf(data['owner']) } as PlainMap,
    description: describe(parsing, entry, data['description'], ['description']).text,
    label: typeof data['label'] === 'string' ? data['label'] : null,
    maturity: typeof data['maturity'] === 'string' ? data['maturity'] : null,
    meta: mapOf(config['meta']) as PlainMap,
    tags: textsOf(config['tags']),
    config: config as unknown as NodeConfig,
    unrendered_config: laidOver([...unrenderedLayers(root, owner, 'exposures', fqn), mapOf(data['config'])]) as PlainMap,
    url: typeof data['url'] === 'string' ? data['url'] : null,
    depends_on: { macros: [], nodes: [] },
    refs,
    sources,
    metrics,
    created_at: parsing.createdAt,
  };
  parsing.draft.origins.set(node.unique_id, entryOrigin(entry));
  if (config['enabled'] === false) addDisabled(parsing.draft, node);
  else parsing.draft.exposures.set(node.unique_id, node);
}
