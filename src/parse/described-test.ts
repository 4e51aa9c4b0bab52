import { nodeId } from '../manifest/id.ts';
import type { Yaml, YamlMap } from '../project/project.ts';
import { repr } from '../template/index.ts';
import { mapOf, mapsOf, textsOf } from './column.ts';
import type { Parsing } from './draft.ts';
import { parseGenericTest, type TestSubject } from './generic-test.ts';
import { remembered } from './memory.ts';
import type { ModelVersion, ModelVersions } from './model.ts';
import type { PropertyEntry } from './properties.ts';
import type { Naming } from './relation-name.ts';

/** Adds every generic test that the property files list. */
export function parseDescribedTests(parsing: Parsing, naming: Naming, versions: ModelVersions): void {
  const versionsOf = versionsByEntry(versions);
  for (const kind of ['models', 'seeds', 'snapshots'] as const) {
    for (const entry of parsing.properties.all(kind)) {
      const subjects = nodeSubjects(parsing, entry, versionsOf.get(entry) ?? []);
      for (const { subject, data } of subjects) addTests(parsing, naming, subject, data, []);
    }
  }
  for (const entry of parsing.properties.all('sources')) {
    for (const [index, table] of mapsOf(entry.data['tables']).entries()) {
      const name = String(table['name']);
      const subject: TestSubject = {
        entry,
        label: `${entry.name}_${name}`,
        prefix: 'source_',
        call: `source(${repr(entry.name)}, ${repr(name)})`,
        reads: { refs: [], sources: [[entry.name, name]] },
        tags: [...new Set([...textsOf(entry.data['tags']), ...textsOf(table['tags'])])],
        attached: null,
        group: null,
        fileKey: `sources.${entry.name}`,
      };
      addTests(parsing, naming, subject, table, ['tables', index]);
    }
  }
}

/** Each version once, though the latest one is known by two file names. */
function versionsByEntry(versions: ModelVersions): ReadonlyMap<PropertyEntry, readonly ModelVersion[]> {
  const found = new Map<PropertyEntry, ModelVersion[]>();
  for (const one of versions.values()) {
    const known = found.get(one.entry) ?? [];
    if (!known.some(({ version }) => version === one.version)) found.set(one.entry, [...known, one]);
  }
  return found;
}

interface Subject {
  readonly subject: TestSubject;
  readonly data: YamlMap;
}

/** The entry's node, or each of its versions. */
function nodeSubjects(parsing: Parsing, entry: PropertyEntry, versions: readonly ModelVersion[]): readonly Subject[] {
  if (versions.length === 0) return [{ subject: nodeSubject(parsing, entry, null), data: entry.data }];
  return versions.map(({ version, overlay }) => ({
    subject: nodeSubject(parsing, entry, version),
    data: { ...entry.data, ...overlay(entry.data) },
  }));
}

function nodeSubject({ draft }: Parsing, entry: PropertyEntry, version: ModelVersion['version'] | null): TestSubject {
  const { owner, name, kind } = entry;
  const suffix = version === null ? [] : [`v${version}`];
  const node = draft.nodes.get(nodeId(kind.slice(0, -1), owner.name, name, ...suffix));
  const versionArgument = version === null ? '' : `, version=${repr(String(version))}`;
  return {
    entry,
    label: [name, ...suffix].join('_'),
    prefix: '',
    call: `ref(${repr(name)}${versionArgument})`,
    reads: { refs: [{ name, package: null, version }], sources: [] },
    tags: [],
    attached: node?.unique_id ?? null,
    group: node?.group ?? null,
    fileKey: `${kind}.${name}`,
  };
}

function addTests(
  parsing: Parsing,
  naming: Naming,
  subject: TestSubject,
  data: YamlMap,
  below: readonly (string | number)[],
): void {
  const { entry, attached, group, label } = subject;
  const key = `tests ${entry.kind} ${entry.owner.name} ${entry.file.displayPath} ${label} ${below.join()}`;
  const inputs = [entry.data, entry.path.join(), attached, group, subject.tags.join('\n')];
  remembered(parsing, { key, inputs }, own => parseTests(own, naming, subject, data, below));
}

function parseTests(
  parsing: Parsing,
  naming: Naming,
  subject: TestSubject,
  data: YamlMap,
  below: readonly (string | number)[],
): void {
  for (const [key, index, item] of testsOf(data)) parseGenericTest(parsing, naming, subject, null, item, [...below, key, index]);
  for (const [position, column] of mapsOf(data['columns']).entries()) {
    const name = String(column['name']);
    const tags = [...textsOf(column['tags']), ...textsOf(mapOf(column['config'])['tags'])];
    for (const [key, index, item] of testsOf(column)) {
      const path = [...below, 'columns', position, key, index];
      parseGenericTest(parsing, naming, subject, { name, quoted: column['quote'] === true, tags }, item, path);
    }
  }
}

/** Items of `data_tests:` and of its older name `tests:`. */
function* testsOf(data: YamlMap): Generator<readonly [string, number, Yaml]> {
  for (const key of ['data_tests', 'tests']) {
    const list = data[key];
    if (Array.isArray(list)) for (const [index, item] of list.entries()) yield [key, index, item as Yaml];
  }
}
