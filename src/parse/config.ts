import type { ConfigTreeKind, Package, Yaml, YamlMap } from '../project/project.ts';
import { isYamlMap } from '../project/yaml.ts';

/** Keys whose values of all layers are joined, general ones first. */
const appended: ReadonlySet<string> = new Set(['tags', 'pre-hook', 'post-hook', 'packages']);
/** Keys whose maps are laid over each other. All other keys: the most specific layer wins. */
const merged: ReadonlySet<string> = new Set([
  'meta',
  'quoting',
  'column_types',
  'docs',
  'persist_docs',
  'contract',
  'snapshot_meta_column_names',
]);
const aliases: Readonly<Record<string, string>> = {
  pre_hook: 'pre-hook',
  post_hook: 'post-hook',
  project: 'database',
  dataset: 'schema',
};

/** One layer laid over another, by each key's rule. */
export function overlay(base: YamlMap, layer: YamlMap): YamlMap {
  const entries = Object.entries(layer);
  if (entries.length === 0) return base;
  const result: Record<string, Yaml> = { ...base };
  for (const [written, value] of entries) {
    const key = Object.hasOwn(aliases, written) ? (aliases[written] ?? written) : written;
    // Assigned, it would become the prototype, and its entries settings.
    if (key === '__proto__') continue;
    result[key] = joined(key, result[key], value);
  }
  return result;
}

/** What the layers say, the most specific one for each key, as `unrendered_config` shows it: nothing is joined. */
export function laidOver(layers: readonly YamlMap[]): YamlMap {
  const entries = layers.flatMap(layer => Object.entries(layer));
  return Object.fromEntries(entries.map(([key, value]) => [Object.hasOwn(aliases, key) ? (aliases[key] ?? key) : key, value]));
}

function joined(key: string, base: Yaml | undefined, value: Yaml): Yaml {
  if (appended.has(key)) return appendedList(key, base, value);
  // Without a base, `+select` stays as written: a later overlay knows what it adds to.
  if (key === 'grants') return base === undefined ? value : joinedGrants(base, value);
  if (merged.has(key) && isYamlMap(base) && isYamlMap(value)) return { ...base, ...value };
  return value;
}

function appendedList(key: string, base: Yaml | undefined, value: Yaml): Yaml {
  const list = [...listOf(base), ...listOf(value).map(item => (key.endsWith('-hook') ? hook(item) : item))];
  return key === 'tags' ? [...new Set(list)] : list;
}

const listOf = (value: Yaml | undefined): readonly Yaml[] =>
  value === null || value === undefined ? [] : Array.isArray(value) ? value : [value as Yaml];

/** Hooks are SQL, or SQL and whether it runs inside the node's transaction. */
function hook(value: Yaml): Yaml {
  if (!isYamlMap(value)) return { sql: String(value), transaction: true, index: null };
  return { sql: value['sql'] ?? '', transaction: value['transaction'] ?? true, index: value['index'] ?? null };
}

/** A privilege written `+select` adds grantees; without the `+` it replaces them. */
function joinedGrants(base: Yaml | undefined, value: Yaml): Yaml {
  const result: Record<string, Yaml> = isYamlMap(base) ? { ...base } : {};
  for (const [written, grantees] of Object.entries(isYamlMap(value) ? value : {})) {
    const privilege = written.replace(/^\+/, '');
    const before = written.startsWith('+') ? listOf(result[privilege]) : [];
    result[privilege] = [...new Set([...before, ...listOf(grantees)])];
  }
  return result;
}

/** The layers of a project file's config tree that apply to a node, from the top to its own folder or name. */
function treeLayers(tree: YamlMap, fqn: readonly string[]): YamlMap[] {
  const layers = [settingsOf(tree)];
  let level = tree;
  for (const step of fqn) {
    const below: Yaml | undefined = level[step];
    if (!isYamlMap(below)) break;
    level = below;
    layers.push(settingsOf(level));
  }
  return layers;
}

/** The settings of each level of a config tree, since thousands of nodes share them. */
const settingsByLevel = new WeakMap<YamlMap, YamlMap>();

function settingsOf(level: YamlMap): YamlMap {
  const known = settingsByLevel.get(level);
  if (known) return known;
  const own = Object.entries(level).filter(([key, value]) => key.startsWith('+') || !isYamlMap(value));
  const settings = Object.fromEntries(own.map(([key, value]) => [key.replace(/^\+/, '').trim(), value]));
  settingsByLevel.set(level, settings);
  return settings;
}

/** What the project files say about a node: the package's own first, then the root project's over it. */
export const projectLayers = (root: Package, own: Package, kind: ConfigTreeKind, fqn: readonly string[]): YamlMap[] =>
  (own === root ? [own] : [own, root]).flatMap(({ config }) => treeLayers(config.configTrees[kind], fqn));

/** The same as written, with its `{{ }}`. */
export const unrenderedLayers = (root: Package, own: Package, kind: ConfigTreeKind, fqn: readonly string[]): YamlMap[] =>
  (own === root ? [own] : [own, root]).flatMap(({ config }) => treeLayers(config.unrenderedConfigTrees[kind], fqn));

/** The paths of a config tree that lead to a setting: `[['shop', 'staging']]`. */
export function treeKeys(tree: YamlMap): readonly (readonly string[])[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    if (key.startsWith('+') || !isYamlMap(value)) return [];
    const below = treeKeys(value).map(path => [key, ...path]);
    return below.length === 0 ? [[key]] : below;
  });
}
