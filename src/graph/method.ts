import { graphNodes, type Manifest } from '../manifest/manifest.ts';
import type { GraphNode, Plain } from '../manifest/node.ts';
import { type EarlierMethod, earlierValues } from './earlier.ts';
import { namePattern, placePattern } from './name-pattern.ts';
import { pathPattern } from './path-pattern.ts';
import { resourceTypes } from './resource-type.ts';
import type { Criterion, Method } from './selection.ts';

/** What selects a node, and the names that a mistyped value may have meant. */
export interface MethodRule {
  /** Only nodes for which `names` is not empty can match. */
  readonly names: (node: GraphNode) => readonly string[];
  readonly test: (criterion: Criterion, manifest: Manifest) => (node: GraphNode) => boolean;
}

/** All that the manifest alone answers. */
export type ManifestMethod = Exclude<Method, EarlierMethod | 'selector'>;

/** Sources have a method of their own, since their names are not unique. */
const hasBareName = (node: GraphNode): boolean => node.resource_type !== 'source' && node.resource_type !== 'operation';

const byNames =
  (names: MethodRule['names']): MethodRule['test'] =>
  ({ value }) => {
    const matches = namePattern(value);
    return node => names(node).some(matches);
  };

const named = (names: MethodRule['names']): MethodRule => ({ names, test: byNames(names) });

/** `name` or `package.name` of one kind of node. */
function ofKind(kind: GraphNode['resource_type']): MethodRule {
  const isKind = (node: GraphNode): boolean => node.resource_type === kind;
  return {
    names: node => (isKind(node) ? [node.name] : []),
    test: ({ value }) => {
      const matches = dotted(value);
      return node => isKind(node) && matches([node.package_name, node.name]);
    },
  };
}

/** Matches the last parts of a place. */
function dotted(value: string): (place: readonly string[]) => boolean {
  const patterns = value.split('.').map(namePattern);
  return place => patterns.every((matches, i) => matches(place[place.length - patterns.length + i] ?? ''));
}

const source: MethodRule = {
  names: node => (node.resource_type === 'source' ? [node.source_name, `${node.source_name}.${node.name}`] : []),
  test: ({ value }) => {
    const matches = dotted(value.includes('.') ? value : `${value}.*`);
    return node => node.resource_type === 'source' && matches([node.package_name, node.source_name, node.name]);
  },
};

const fqn: MethodRule = {
  names: node => (hasBareName(node) ? [node.name, ...node.fqn.slice(0, -1)] : []),
  test: ({ value }) => {
    const matches = placePattern(value);
    return node => hasBareName(node) && matches(node.fqn, isVersioned(node));
  },
};

const isVersioned = (node: GraphNode): boolean =>
  (node.resource_type === 'model' || node.resource_type === 'unit_test') && node.version !== null && node.version !== undefined;

const path: MethodRule = {
  names: node => pathsOf(node).flatMap(file => [file, file.slice(0, Math.max(0, file.lastIndexOf('/')))]),
  test: ({ value }, manifest) => {
    const matches = pathPattern(value, rootPaths(manifest));
    return node => pathsOf(node).some(matches);
  },
};

/** A path is one of the project's own folders; what a package keeps in a folder of the same name comes along. */
function* rootPaths(manifest: Manifest): Generator<string> {
  for (const node of graphNodes(manifest)) if (node.package_name === manifest.projectName) yield* pathsOf(node);
}

/** Where a node is written and where its properties are. */
function pathsOf(node: GraphNode): readonly string[] {
  const patch = 'patch_path' in node && node.patch_path ? [node.patch_path.replace(/^.*?:\/\//, '')] : [];
  return [node.original_file_path, ...patch].map(file => file.replaceAll('\\', '/'));
}

const file = named(node => {
  const name = node.original_file_path.split(/[\\/]/).at(-1) ?? '';
  return [name, name.replace(/\.[^.]*$/, '')];
});

const tag = named(node => {
  const tags = 'tags' in node && node.tags !== undefined ? node.tags : node.config.tags;
  return typeof tags === 'string' ? [tags] : (tags ?? []);
});

const packageRule: MethodRule = {
  names: node => [node.package_name],
  test: ({ value }, manifest) => {
    const matches = namePattern(value === 'this' ? manifest.projectName : value);
    return node => matches(node.package_name);
  },
};

const group = named(node => {
  const name = node.config['group'] ?? ('group' in node ? node.group : null);
  return typeof name === 'string' ? [name] : [];
});

const testType: MethodRule = {
  names: node => {
    if (node.resource_type === 'unit_test') return ['unit'];
    if (node.resource_type !== 'test') return [];
    return ['data', node.test_metadata == null ? 'singular' : 'generic'];
  },
  test: ({ value }) => {
    const wanted = value === 'schema' ? 'generic' : value;
    return node => testType.names(node).includes(wanted);
  },
};

/** `latest`, `prerelease`, `old`, `none`; a version that is not a number is compared as text. */
const version: MethodRule = {
  names: node => (node.resource_type === 'model' ? [ageOf(node.version, node.latest_version)] : []),
  test: ({ value }) => {
    return node => version.names(node).includes(value);
  },
};

function ageOf(own: string | number | null | undefined, latest: string | number | null | undefined): string {
  if (own === null || own === undefined) return 'none';
  if (latest === null || latest === undefined || String(own) === String(latest)) return 'latest';
  const [a, b] = [Number(own), Number(latest)];
  const isNewer = Number.isNaN(a) || Number.isNaN(b) ? String(own) > String(latest) : a > b;
  return isNewer ? 'prerelease' : 'old';
}

const config: MethodRule = {
  names: () => [],
  test: ({ path: keys, value }) => {
    const matches = configPattern(value);
    return node => {
      if (!isConfigurable(node)) return false;
      let at: Plain | undefined = node.config;
      for (const key of keys) at = isMap(at) ? at[key] : undefined;
      return at !== undefined && at !== null && matches(at);
    };
  },
};

const isConfigurable = (node: GraphNode): boolean =>
  !['exposure', 'metric', 'semantic_model', 'saved_query'].includes(node.resource_type);

const isMap = (value: Plain | undefined): value is { readonly [key: string]: Plain | undefined } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list matches by one of its items, a map by one of its keys, anything else by its text. */
function configPattern(value: string): (config: Plain) => boolean {
  const truth = /^(true|false)$/i.test(value) ? value.toLowerCase() : null;
  const isSame = (item: Plain | undefined): boolean =>
    typeof item === 'boolean' ? String(item) === truth : typeof item !== 'object' && String(item) === value;
  return found => {
    if (Array.isArray(found)) return found.some(isSame);
    return isMap(found) ? Object.keys(found).some(isSame) : isSame(found);
  };
}

export const rules: Readonly<Record<ManifestMethod, MethodRule>> = {
  fqn,
  path,
  file,
  tag,
  source,
  exposure: ofKind('exposure'),
  package: packageRule,
  config,
  resource_type: named(node => [node.resource_type]),
  test_type: testType,
  test_name: named(node => (node.resource_type === 'test' && node.test_metadata != null ? [node.test_metadata.name] : [])),
  group,
  access: named(node => (node.resource_type === 'model' ? [node.access] : [])),
  version,
  unit_test: ofKind('unit_test'),
  metric: ofKind('metric'),
  semantic_model: ofKind('semantic_model'),
  saved_query: ofKind('saved_query'),
};

/** The methods whose values are a fixed list. */
export const closedValues: Partial<Record<Method, readonly string[]>> = {
  ...earlierValues,
  resource_type: resourceTypes,
  test_type: ['generic', 'singular', 'unit', 'data', 'schema'],
  access: ['private', 'protected', 'public'],
  version: ['latest', 'prerelease', 'old', 'none'],
};
