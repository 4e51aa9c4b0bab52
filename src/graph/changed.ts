import type { NodeId } from '../manifest/id.ts';
import { graphNode, type Manifest } from '../manifest/manifest.ts';
import type { GraphNode, Plain, PlainMap } from '../manifest/node.ts';
import { nodeRecord } from '../manifest/record.ts';

/** Which part of a node differs from the earlier manifest. `other`: its place, or what only sources, exposures … have. */
export type Change = 'body' | 'configs' | 'relation' | 'persisted_descriptions' | 'macros' | 'contract' | 'other';

/** What changed in a node since the earlier manifest; `new` when it was not there, empty when nothing did. */
export type ChangesOf = (node: GraphNode) => ReadonlySet<Change> | 'new';

export function changesSince(earlier: Manifest, manifest: Manifest): ChangesOf {
  const macros = changedMacros(earlier, manifest);
  return node => {
    const before = graphNode(earlier, node.unique_id);
    if (before === undefined) return 'new';
    const changes = comparisons(nodeRecord(before), nodeRecord(node), isBuilt(node));
    const usesChanged = 'depends_on' in node && (node.depends_on.macros ?? []).some(id => macros.has(id));
    return new Set([
      ...changes.filter(([, differs]) => differs).map(([change]) => change),
      ...(usesChanged ? ['macros' as const] : []),
    ]);
  };
}

const isBuilt = (node: GraphNode): 'built' | 'described' =>
  ['model', 'seed', 'snapshot', 'test', 'analysis', 'operation'].includes(node.resource_type) ? 'built' : 'described';

/** Names of the target differ between environments, so only what the author wrote about them counts. */
const relationConfigs = ['database', 'schema', 'alias'];

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

function comparisons(before: PlainMap, now: PlainMap, kind: 'built' | 'described'): readonly (readonly [Change, boolean])[] {
  const differ = (of: (record: PlainMap) => Plain | undefined): boolean => !isSame(of(before), of(now));
  const configs = (record: PlainMap): PlainMap => mapOf(record['unrendered_config']);
  if (kind === 'described')
    return [
      ['configs', differ(configs)],
      ['other', differ(record => without(record, incidental))],
    ];
  return [
    ['body', differ(bodyOf)],
    ['configs', differ(record => without(configs(record), relationConfigs))],
    ['relation', relationConfigs.some(key => differ(record => configs(record)[key]))],
    ['persisted_descriptions', differ(persistedDescriptions)],
    ['contract', differ(record => mapOf(record['contract'])['checksum'])],
    ['other', differ(record => record['fqn'])],
  ];
}

/** Generic tests have no file of their own: their arguments are their body. */
const bodyOf = (record: PlainMap): Plain => {
  const test = record['test_metadata'];
  return test == null
    ? (mapOf(record['checksum'])['checksum'] ?? null)
    : [mapOf(test)['name'] ?? null, mapOf(test)['kwargs'] ?? null];
};

/** Descriptions count only where they are written to the warehouse. */
function persistedDescriptions(record: PlainMap): Plain {
  const persist = mapOf(mapOf(record['config'])['persist_docs']);
  const columns = Object.entries(mapOf(record['columns'])).map(([name, column]) => [name, mapOf(column)['description'] ?? null]);
  return [persist['relation'] === true ? (record['description'] ?? null) : null, persist['columns'] === true ? columns : null];
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
