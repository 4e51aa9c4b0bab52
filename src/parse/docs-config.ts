import type { DocsConfig } from '../manifest/node.ts';
import type { YamlMap } from '../project/project.ts';
import { mapOf } from './column.ts';

/** How the documentation shows what has this configuration. */
export function docsOf(config: YamlMap): DocsConfig {
  const docs = mapOf(config['docs']);
  return { show: docs['show'] !== false, node_color: typeof docs['node_color'] === 'string' ? docs['node_color'] : null };
}
