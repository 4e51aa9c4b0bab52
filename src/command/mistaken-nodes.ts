import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Span } from '../diagnostic/span.ts';
import type { NodeId } from '../manifest/id.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { GraphNode, MacroNode } from '../manifest/node.ts';
import type { ConfigTreeKind, Package, ProjectFile, Yaml, YamlMap } from '../project/project.ts';
import { isYamlMap, readYamlFile, yamlSpan } from '../project/yaml.ts';
import type { OpenProject } from './open-project.ts';

type Read = Pick<OpenProject, 'manifest' | 'project'>;

/** The nodes that a mistake is about, by its place and the places it was called from; empty when it is about the project as a whole. */
export function mistakenNodes({ span, frames }: Diagnostic, read: Read): readonly NodeId[] {
  const places = [span, ...frames.map(frame => frame.span)].filter(place => place !== null);
  return [...new Set(places.flatMap(place => nodesAt(place, read)))];
}

function nodesAt(place: Span, { manifest, project }: Read): readonly NodeId[] {
  for (const owner of project.packages) {
    if (owner.config.file === place.file) return configuredAt(place, owner, manifest);
    const file = owner.files.find(one => one.displayPath === place.file);
    if (file?.kind === 'properties') return describedAt(place, { file, owner }, manifest);
    if (file?.kind === 'macro' || file?.kind === 'test-macro') return macrosAt(place, file, owner, manifest);
    if (file !== undefined)
      return [...manifest.origins].flatMap(([id, one]) => (one.path === null && one.file === place.file ? [id] : []));
  }
  return [];
}

/** Below what a macro file's line stands. */
function macrosAt({ line }: Span, { text }: ProjectFile, { name }: Package, { macros }: Manifest): readonly NodeId[] {
  const holdsLine = ({ macro_sql: code, package_name }: MacroNode): boolean => {
    const start = package_name === name ? text.indexOf(code) : -1;
    if (start < 0) return false;
    const first = linesIn(text.slice(0, start));
    return line >= first && line < first + linesIn(code);
  };
  return [...macros.values()].filter(holdsLine).map(({ unique_id }) => unique_id);
}

const linesIn = (text: string): number => text.split('\n').length;

interface PropertyFile {
  readonly file: ProjectFile;
  readonly owner: Package;
}

/** What the entry of a property file describes. Where the file cannot be read, all that it names. */
function describedAt({ line }: Span, { file, owner }: PropertyFile, manifest: Manifest): readonly NodeId[] {
  const source = { file: file.displayPath, text: file.text };
  const own = allNodes(manifest).filter(node => node.package_name === owner.name);
  const read = readYamlFile(source.file, file.text, () => {});
  if (read === null) {
    const names = new Set(Array.from(file.text.matchAll(/^\s*-?\s*name:\s*["']?([^"'\s#]+)/gm), found => found[1]));
    return own.filter(({ name, resource_type: type }) => names.has(name) && isNamedOnce(type)).map(({ unique_id }) => unique_id);
  }
  const entries = Object.entries(read.data).flatMap(([key, list]) => entriesOf(key, list, path => yamlSpan(source, path).line));
  const entry = entries
    .filter(one => one.line <= line)
    .reduce<Entry | null>((a, b) => (a !== null && a.line > b.line ? a : b), null);
  return entry === null ? [] : own.filter(entry.isAbout).map(({ unique_id }) => unique_id);
}

/** A column or a table of a source may well have the name of a model's description; only these are found by name alone. */
const isNamedOnce = (type: string): boolean => ['model', 'seed', 'snapshot', 'macro', 'exposure', 'metric'].includes(type);

type Described = GraphNode | MacroNode;

interface Entry {
  /** Where it begins. */
  readonly line: number;
  readonly isAbout: (node: Described) => boolean;
}

function entriesOf(key: string, list: Yaml, lineOf: (path: readonly (string | number)[]) => number): readonly Entry[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: Yaml, index): readonly Entry[] => {
    if (!isYamlMap(item)) return [];
    const name = String(item['name']);
    const isAbout = (node: Described): boolean =>
      key === 'sources' ? 'source_name' in node && node.source_name === name : node.name === name && listOf(node) === key;
    const tables = key === 'sources' && Array.isArray(item['tables']) ? item['tables'] : [];
    return [
      { line: lineOf([key, index]), isAbout },
      ...tables.map((table: Yaml, place) => ({
        line: lineOf([key, index, 'tables', place]),
        isAbout: (node: Described) => isAbout(node) && isYamlMap(table) && node.name === String(table['name']),
      })),
    ];
  });
}

/** The key of a property file that lists such nodes. */
function listOf({ resource_type: type }: Described): string {
  switch (type) {
    case 'analysis':
      return 'analyses';
    case 'saved_query':
      return 'saved_queries';
    default:
      return `${type}s`;
  }
}

/** The nodes below the folder whose configuration stands on a line of a project file. */
function configuredAt({ line }: Span, { config }: Package, manifest: Manifest): readonly NodeId[] {
  const source = { file: config.file, text: config.text };
  const kinds = Object.keys(config.configTrees) as ConfigTreeKind[];
  const paths = kinds.flatMap(kind => pathsIn(config.configTrees[kind]).map(path => [kind, ...path]));
  const found = paths.find(path => yamlSpan(source, path).line === line);
  if (found === undefined) return [];
  const [kind, ...path] = found;
  const folder = path.slice(0, -1);
  return allNodes(manifest)
    .filter(
      node =>
        listOf(node) === kind?.replace('-', '_') && 'fqn' in node && folder.every((step, place) => node.fqn[place] === step),
    )
    .map(({ unique_id }) => unique_id);
}

/** Of all values in a tree, those that are deepest first. */
const pathsIn = (tree: YamlMap): readonly (readonly string[])[] =>
  Object.entries(tree).flatMap(([key, value]) => [
    ...(isYamlMap(value) ? pathsIn(value).map(path => [key, ...path]) : []),
    [key],
  ]);

const allNodes = (manifest: Manifest): readonly Described[] =>
  [
    manifest.nodes,
    manifest.sources,
    manifest.exposures,
    manifest.unitTests,
    manifest.metrics,
    manifest.semanticModels,
    manifest.savedQueries,
    manifest.functions,
    manifest.macros,
  ].flatMap(map => [...(map as ReadonlyMap<NodeId, Described>).values()]);
