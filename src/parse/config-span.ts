import type { Span } from '../diagnostic/span.ts';
import { spanAt } from '../diagnostic/span.ts';
import type { ManifestNode } from '../manifest/node.ts';
import type { ConfigTreeKind, YamlMap } from '../project/project.ts';
import { isYamlMap, yamlSpan } from '../project/yaml.ts';
import { mapOf } from './column.ts';
import { fileText, originSpan, type Parsing } from './draft.ts';
import { entrySpan, type PropertyKind } from './properties.ts';

const kinds: Readonly<Partial<Record<string, PropertyKind & ConfigTreeKind>>> = {
  model: 'models',
  seed: 'seeds',
  snapshot: 'snapshots',
  analysis: 'analyses',
};

/** Where a node gets a configuration from: its own text, its property file or a project file; the node itself when none of these. */
export function configSpan(parsing: Parsing, node: ManifestNode, key: string): Span | null {
  return (
    inText(parsing, node, key) ?? inProperties(parsing, node, key) ?? inProjectFile(parsing, node, key) ?? ofNode(parsing, node)
  );
}

function inText({ draft, project }: Parsing, node: ManifestNode, key: string): Span | null {
  const origin = draft.origins.get(node.unique_id);
  if (!origin || origin.path !== null || !node.raw_code.includes('config')) return null;
  const text = fileText(project, origin.file);
  const found = text === null ? null : new RegExp(`\\b${key}\\s*=\\s*('[^']*'|"[^"]*"|[\\w.]+)`).exec(text);
  return text === null || !found ? null : spanAt(origin.file, text, found.index, found[0].length);
}

function inProperties({ properties }: Parsing, node: ManifestNode, key: string): Span | null {
  const kind = kinds[node.resource_type];
  const entry = kind && properties.find(kind, node.package_name, node.name);
  if (!entry) return null;
  if (mapOf(entry.data['config'])[key] !== undefined) return entrySpan(entry, 'config', key);
  return entry.data[key] === undefined ? null : entrySpan(entry, key);
}

/** The most specific line of the config tree, the root project's before the package's own. */
function inProjectFile({ project }: Parsing, node: ManifestNode, key: string): Span | null {
  const kind = kinds[node.resource_type];
  if (!kind) return null;
  for (const owner of new Set([project.packages[0], ...project.packages.filter(one => one.name === node.package_name)])) {
    const { configTrees, file, text } = owner.config;
    const path = lastPath(configTrees[kind], node.fqn, key);
    if (path) return yamlSpan({ file, text }, [kind, ...path]);
  }
  return null;
}

function lastPath(tree: YamlMap, fqn: readonly string[], key: string): readonly string[] | null {
  const [step, ...rest] = fqn;
  const below = step === undefined ? undefined : tree[step];
  const deeper = step !== undefined && isYamlMap(below) ? lastPath(below, rest, key) : null;
  if (deeper && step !== undefined) return [step, ...deeper];
  const written = [`+${key}`, key].find(name => tree[name] !== undefined);
  return written === undefined ? null : [written];
}

function ofNode({ draft, project }: Parsing, node: ManifestNode): Span | null {
  const origin = draft.origins.get(node.unique_id);
  return origin ? originSpan(project, origin) : null;
}
