import type { NodeId } from '../manifest/id.ts';
import { graphNode, type Manifest } from '../manifest/manifest.ts';
import type { GraphNode, Plain, PlainMap, SemanticNode } from '../manifest/node.ts';
import { nodeRecord } from '../manifest/record.ts';

/** Which part of a node differs from the earlier manifest. `other`: its place, or what only its kind has. */
export type Change = 'body' | 'configs' | 'relation' | 'persisted_descriptions' | 'macros' | 'contract' | 'other';

/** What changed in a node since the earlier manifest; `new` when it was not there, empty when nothing did. */
export type ChangesOf = (node: GraphNode) => ReadonlySet<Change> | 'new';

/**
 * What counts as a change is what dbt takes for one. `names`: whether the places of sources are compared as templates gave them, or
 * as their author wrote them, so that another target is no change.
 */
export function changesSince(earlier: Manifest, manifest: Manifest, names: 'rendered' | 'written' = 'rendered'): ChangesOf {
  const macros = changedMacros(earlier, manifest);
  return node => {
    const before = graphNode(earlier, node.unique_id);
    if (before === undefined) return 'new';
    const compared = { before: nodeRecord(before), now: nodeRecord(node) };
    const usesChanged = 'depends_on' in node && (node.depends_on.macros ?? []).some(id => macros.has(id));
    return new Set([
      ...comparisons(node, compared, names)
        .filter(([, differs]) => differs)
        .map(([change]) => change),
      ...(usesChanged ? ['macros' as const] : []),
    ]);
  };
}

interface Compared {
  readonly before: PlainMap;
  readonly now: PlainMap;
}

type Differences = readonly (readonly [Change, boolean])[];

function comparisons(node: GraphNode, compared: Compared, names: 'rendered' | 'written'): Differences {
  const differ = differences(compared);
  const keys = (...names: readonly string[]): boolean => names.some(key => differ(record => record[key]));
  switch (node.resource_type) {
    case 'source':
      return [
        ['configs', differ(configs)],
        ['relation', keys('identifier', ...(names === 'rendered' ? placeKeys : unrenderedPlaceKeys))],
        ['other', keys('fqn', 'quoting', 'freshness', 'loaded_at_field', 'external')],
      ];
    case 'unit_test':
      return [['other', keys('checksum')]];
    case 'exposure':
      return [
        ['configs', differ(configs)],
        ['other', keys('fqn', 'type', 'owner', 'maturity', 'url', 'description', 'label') || differ(parents)],
      ];
    case 'metric':
    case 'semantic_model':
    case 'saved_query':
      return [
        ['configs', differ(configs)],
        ['other', differ(record => without(record, incidental))],
      ];
    default:
      return ofBuilt(node, compared, keys);
  }
}

const differences =
  ({ before, now }: Compared) =>
  (of: (record: PlainMap) => Plain | undefined): boolean =>
    !isSame(of(before), of(now));

const placeKeys = ['database', 'schema'];
const unrenderedPlaceKeys = ['unrendered_database', 'unrendered_schema'];
const configs = (record: PlainMap): PlainMap => mapOf(record['unrendered_config']);
const parents = (record: PlainMap): Plain => [...((mapOf(record['depends_on'])['nodes'] ?? []) as readonly string[])].sort();

/** Names of the target differ between environments, so only what the author wrote about them counts. */
const relationConfigs = ['database', 'schema', 'alias'];
/** Neither do they say how a node is built. */
const labelConfigs = ['tags', 'group'];
/** Where a node is in the project, and who may read it. */
const ownKeys = ['fqn', 'latest_version', 'access', 'deprecation_date', 'arguments', 'returns'];

function ofBuilt(
  node: Exclude<GraphNode, { readonly resource_type: 'source' | 'unit_test' | 'exposure' | SemanticNode['resource_type'] }>,
  compared: Compared,
  keys: (...names: readonly string[]) => boolean,
): Differences {
  const differ = differences(compared);
  return [
    ['body', differ(node.resource_type === 'seed' ? contentOf : bodyOf)],
    ['configs', differ(record => without(configs(record), [...relationConfigs, ...labelConfigs]))],
    ['relation', relationConfigs.some(key => differ(record => configs(record)[key]))],
    ['persisted_descriptions', differ(persistedDescriptions(compared.now))],
    ['contract', differ(record => mapOf(record['contract'])['checksum'])],
    ['other', keys(...ownKeys)],
  ];
}

/** Keys that say when, where or by what a record was made, not what it is. */
const incidental = [
  'created_at',
  'relation_name',
  'database',
  'schema',
  'path',
  'original_file_path',
  'patch_path',
  'config',
  'depends_on',
];

const contentOf = (record: PlainMap): Plain => mapOf(record['checksum'])['checksum'] ?? null;

/** Generic tests have no file of their own: their arguments are their body. */
const bodyOf = (record: PlainMap): Plain => {
  const test = record['test_metadata'];
  return test == null ? (record['raw_code'] ?? null) : [mapOf(test)['name'] ?? null, mapOf(test)['kwargs'] ?? null];
};

/** Descriptions count only where they are written to the warehouse. */
function persistedDescriptions(now: PlainMap): (record: PlainMap) => Plain {
  const persist = mapOf(mapOf(now['config'])['persist_docs']);
  const columns = (record: PlainMap): PlainMap =>
    Object.fromEntries(Object.entries(mapOf(record['columns'])).map(([name, one]) => [name, mapOf(one)['description'] ?? null]));
  return record => [
    persist['relation'] === true ? (record['description'] ?? null) : null,
    persist['columns'] === true ? columns(record) : null,
  ];
}

/**
 * The macros whose text changed, and those that call them, however far away. Those that come with the program are left
 * out: another version of it is not a change of the project.
 */
function changedMacros(earlier: Manifest, manifest: Manifest): ReadonlySet<string> {
  const builtIn = ['dbt', `dbt_${manifest.adapterType}`, `dbt_${earlier.adapterType}`];
  const callers = new Map<string, NodeId[]>();
  const changed = new Set<string>();
  for (const [id, macro] of manifest.macros) {
    for (const called of macro.depends_on.macros) callers.set(called, [...(callers.get(called) ?? []), id]);
    if (!builtIn.includes(macro.package_name) && earlier.macros.get(id)?.macro_sql !== macro.macro_sql) changed.add(id);
  }
  // A set hands out what is added to it while it is walked.
  for (const id of changed) for (const caller of callers.get(id) ?? []) changed.add(caller);
  return changed;
}

const mapOf = (value: Plain | undefined): PlainMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as PlainMap) : {};

const without = (map: PlainMap, keys: readonly string[]): PlainMap =>
  Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));

const isSame = (a: Plain | undefined, b: Plain | undefined): boolean => canonical(a) === canonical(b);

/** Text that is equal for equal values, whatever the order of keys. */
function canonical(value: Plain | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`)}}`;
}
