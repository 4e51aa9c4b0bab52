import { diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { Span } from '../diagnostic/span.ts';
import type { Origin } from '../manifest/manifest.ts';
import type { Package, Project, ProjectFile, Yaml, YamlMap } from '../project/project.ts';
import { describeYaml, isYamlMap, type Report, readYamlFile, yamlSpan } from '../project/yaml.ts';
import { type ParseMemory, rememberedYaml } from './memory.ts';
import { checkEntry, misspeltName } from './property-check.ts';
import { checkValues } from './property-value.ts';

/** What a top-level key of a property file lists. */
export type PropertyKind =
  | 'models'
  | 'seeds'
  | 'snapshots'
  | 'sources'
  | 'analyses'
  | 'macros'
  | 'exposures'
  | 'groups'
  | 'metrics'
  | 'semantic_models'
  | 'saved_queries'
  | 'unit_tests'
  | 'data_tests'
  | 'functions';

/** One item of a list in a property file, as written. */
export interface PropertyEntry {
  readonly kind: PropertyKind;
  readonly name: string;
  readonly data: YamlMap;
  readonly file: ProjectFile;
  readonly owner: Package;
  /** The path of the item in its file, for positions. */
  readonly path: readonly (string | number)[];
}

/** All property files of a project, by what they describe. */
export interface Properties {
  all(kind: PropertyKind): readonly PropertyEntry[];
  /** The entry that describes a node of that package; undefined when there is none. */
  find(kind: PropertyKind, packageName: string, name: string): PropertyEntry | undefined;
  /** The entries of that name in all packages. */
  named(kind: PropertyKind, name: string): readonly PropertyEntry[];
}

const topLevel: Readonly<Record<string, PropertyKind | null>> = {
  version: null,
  anchors: null,
  models: 'models',
  seeds: 'seeds',
  snapshots: 'snapshots',
  sources: 'sources',
  analyses: 'analyses',
  macros: 'macros',
  exposures: 'exposures',
  groups: 'groups',
  metrics: 'metrics',
  semantic_models: 'semantic_models',
  saved_queries: 'saved_queries',
  unit_tests: 'unit_tests',
  data_tests: 'data_tests',
  tests: 'data_tests',
  functions: 'functions',
};

const kinds: readonly PropertyKind[] = [...new Set(Object.values(topLevel))].filter(kind => kind !== null);

export const readProperties = (project: Project, memory: ParseMemory | null, report: Report): Properties =>
  indexed(
    project.packages.flatMap(owner =>
      owner.files.filter(file => file.kind === 'properties').flatMap(file => readFile({ owner, file, memory }, report)),
    ),
    report,
  );

/** The same with each entry changed. */
export const changedProperties = (
  properties: Properties,
  change: (entry: PropertyEntry) => PropertyEntry,
  report: Report,
): Properties =>
  indexed(
    kinds.flatMap(kind => properties.all(kind).map(change)),
    report,
  );

function indexed(entries: readonly PropertyEntry[], report: Report): Properties {
  const byKind = grouped(entries, ({ kind }) => kind);
  const byName = grouped(entries, ({ kind, name }) => `${kind} ${name}`);
  const index = new Map<string, PropertyEntry>();
  for (const entry of entries) addToIndex(index, entry, report);
  return {
    all: kind => byKind.get(kind) ?? [],
    find: (kind, packageName, name) => index.get(`${kind} ${packageName} ${name}`),
    named: (kind, name) => byName.get(`${kind} ${name}`) ?? [],
  };
}

function grouped<K>(
  entries: readonly PropertyEntry[],
  keyOf: (entry: PropertyEntry) => K,
): ReadonlyMap<K, readonly PropertyEntry[]> {
  const groups = new Map<K, PropertyEntry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return groups;
}

/** Sources of one name may be spread over files; anything else is described once. */
function addToIndex(index: Map<string, PropertyEntry>, entry: PropertyEntry, report: Report): void {
  const key = `${entry.kind} ${entry.owner.name} ${entry.name}`;
  const first = index.get(key);
  if (!first) {
    index.set(key, entry);
    return;
  }
  if (entry.kind === 'sources' || entry.kind === 'unit_tests') return;
  const files = [first, entry].map(one => one.file.displayPath);
  report(
    diagnose('parse-duplicate-properties', entrySpan(entry, 'name'), { name: entry.name, kind: singular(entry.kind), files }),
  );
}

interface Reading {
  readonly owner: Package;
  readonly file: ProjectFile;
  readonly memory: ParseMemory | null;
}

function readFile({ owner, file, memory }: Reading, report: Report): PropertyEntry[] {
  const yaml = rememberedYaml(memory, { file: file.displayPath, text: file.text }, () => {
    let isSound = true;
    const note: Report = diagnostic => {
      isSound = false;
      report(diagnostic);
    };
    return { yaml: readYamlFile(file.displayPath, file.text, note), isSound };
  });
  if (!yaml) return [];
  return Object.entries(yaml.data).flatMap(([key, value]) => {
    const kind = Object.hasOwn(topLevel, key) ? topLevel[key] : undefined;
    if (kind) return readList({ owner, file, kind, key, value, report });
    if (kind === undefined && !key.startsWith('x-')) {
      const near = nearest(key, Object.keys(topLevel));
      const params = { key, where: 'a property file', near };
      report(diagnose('parse-unknown-key', yamlSpan(yaml, [key]), params, { severity: 'warning' }));
    }
    return [];
  });
}

interface ListReading {
  readonly owner: Package;
  readonly file: ProjectFile;
  readonly kind: PropertyKind;
  readonly key: string;
  readonly value: Yaml;
  readonly report: Report;
}

function readList({ owner, file, kind, key, value, report }: ListReading): PropertyEntry[] {
  const source = { file: file.displayPath, text: file.text };
  if (value === null) return [];
  if (!Array.isArray(value)) {
    report(
      diagnose('parse-bad-value', yamlSpan(source, [key], 'value'), { key, expected: 'a list', found: describeYaml(value) }),
    );
    return [];
  }
  return value.flatMap((data: Yaml, index): PropertyEntry[] => {
    const path = [key, index];
    if (!isYamlMap(data)) {
      report(
        diagnose('parse-bad-value', yamlSpan(source, path), {
          key: `${key}[${index}]`,
          expected: 'a map with a `name`',
          found: describeYaml(data),
        }),
      );
      return [];
    }
    const name = data['name'];
    if (typeof name !== 'string' && typeof name !== 'number') {
      report(diagnose('parse-missing-name', yamlSpan(source, path), { where: key, misspelt: misspeltName(data) }));
      return [];
    }
    const entry: PropertyEntry = { kind, name: String(name), data, file, owner, path };
    // What is wrong in installed packages is not for this project to mend.
    if (owner.prefix === '') {
      checkEntry(entry, report);
      checkValues(entry, report);
    }
    return [entry];
  });
}

export const singular = (kind: PropertyKind): string =>
  ({
    analyses: 'analysis',
    saved_queries: 'saved query',
    semantic_models: 'semantic model',
    unit_tests: 'unit test',
    data_tests: 'test',
  })[kind as string] ?? kind.replace(/s$/, '');

/** Where what an entry describes is written. */
export const entryOrigin = ({ file, path, owner }: Pick<PropertyEntry, 'file' | 'path' | 'owner'>): Origin => ({
  file: file.displayPath,
  path,
  start: { line: 1, column: 1 },
  packageDir: owner.dir,
});

/** Where the entry, or something inside it, is written. */
export const entrySpan = (entry: PropertyEntry, ...below: readonly (string | number)[]): Span =>
  yamlSpan({ file: entry.file.displayPath, text: entry.file.text }, [...entry.path, ...below]);

/** The same of a key's value. */
export const valueSpan = (entry: PropertyEntry, ...below: readonly (string | number)[]): Span =>
  yamlSpan({ file: entry.file.displayPath, text: entry.file.text }, [...entry.path, ...below], 'value');

/** `shop://models/staging/_staging.yml`: how manifests name a property file. */
export const patchPath = (entry: PropertyEntry): string => `${entry.owner.name}://${entry.file.path}`;
