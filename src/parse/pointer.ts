import { diagnose } from '../diagnostic/diagnostic.ts';
import type { ManifestNode, ModelNode } from '../manifest/node.ts';
import { nodeRecord } from '../manifest/record.ts';
import type { Yaml, YamlMap } from '../project/project.ts';
import { describeYaml, isYamlMap } from '../project/yaml.ts';
import { fromPlain } from '../template/index.ts';
import { configSpan } from './config-span.ts';
import type { Parsing } from './draft.ts';
import type { Naming } from './relation-name.ts';

const KEY = 'latest_version_pointer';

/** Names the views that are to point at the latest versions, or that no longer are, and reports those whose name a node has. */
export function parsePointers(parsing: Parsing, naming: Naming): void {
  const { draft } = parsing;
  const builders = new Map([...draft.nodes.values()].map(node => [node.relation_name?.toLowerCase(), node]));
  for (const node of draft.nodes.values()) {
    if (!isLatest(node)) continue;
    const isWanted = isPointedAt(parsing, node);
    const config = node.config as unknown as YamlMap;
    const custom = settings(config)['alias'];
    const record = () => fromPlain(nodeRecord(node));
    const { package_name: packageName, name, version, database, schema } = node;
    const alias = naming.pointer({ packageName, name, version, config, record }, typeof custom === 'string' ? custom : null);
    const relation = naming.relationText({ database, schema, alias }, config);
    const other = builders.get(relation.toLowerCase());
    const pointer = { catalog: database, schema, name: alias };
    if (other === undefined) (isWanted ? draft.pointers : draft.retiredPointers).set(node.unique_id, pointer);
    else if (isWanted) {
      const params = { model: node.name, relation, other: other.unique_id };
      draft.diagnostics.push(diagnose('parse-pointer-taken', configSpan(parsing, node, KEY), params));
    }
    if (isWanted) builders.set(relation.toLowerCase(), node);
  }
}

/** What a query can read, of the version that `ref` means without one. */
const isLatest = (node: ManifestNode): node is ModelNode =>
  node.resource_type === 'model' &&
  node.relation_name !== null &&
  node.config.materialized !== 'table_function' &&
  node.version !== null &&
  String(node.version) === String(node.latest_version);

/** A model's own word counts more than the project's flag. */
function isPointedAt(parsing: Parsing, node: ModelNode): boolean {
  const config = node.config as unknown as YamlMap;
  const { enabled = null, alias = null } = settings(config);
  const report = (key: string, expected: string, found: Yaml): void => {
    const params = { key, expected, found: describeYaml(found) };
    parsing.draft.diagnostics.push(diagnose('parse-bad-value', configSpan(parsing, node, KEY), params));
  };
  const whole = config[KEY] ?? null;
  if (whole !== null && !isYamlMap(whole)) report(KEY, 'a map with `enabled` and `alias`', whole);
  if (enabled !== null && typeof enabled !== 'boolean') report(`${KEY}.enabled`, '`true` or `false`', enabled);
  if (alias !== null && typeof alias !== 'string') report(`${KEY}.alias`, 'a text', alias);
  return typeof enabled === 'boolean' ? enabled : parsing.shared.flags['LATEST_VERSION_POINTER_ENABLED_BY_DEFAULT'] === true;
}

function settings(config: YamlMap): YamlMap {
  const found = config[KEY];
  return isYamlMap(found) ? found : {};
}
