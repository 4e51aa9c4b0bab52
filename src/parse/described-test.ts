import { nodeId } from '../manifest/id.ts';
import type { Yaml, YamlMap } from '../project/project.ts';
import { repr } from '../template/index.ts';
import { mapOf, mapsOf, textsOf } from './column.ts';
import type { Parsing } from './draft.ts';
import { parseGenericTest, type TestSubject } from './generic-test.ts';
import type { ModelVersion, ModelVersions } from './model.ts';
import type { PropertyEntry } from './properties.ts';
import type { Naming } from './relation-name.ts';

/** Adds every generic test that the property files list. */
export function parseDescribedTests(parsing: Parsing, naming: Naming, versions: ModelVersions): void {
  const versionsOf = versionsByEntry(versions);
  for (const kind of ['models', 'seeds', 'snapshots'] as const) {
    for (const entry of parsing.properties.all(kind)) {
      const subjects = nodeSubjects(entry, kind, parsing, versionsOf.get(entry) ?? []);
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
function nodeSubjects(
  entry: PropertyEntry,
  kind: 'models' | 'seeds' | 'snapshots',
  parsing: Parsing,
  versions: readonly ModelVersion[],
): readonly Subject[] {
  const { owner, name, data } = entry;
  const resource = kind.slice(0, -1);
  if (versions.length === 0) {
    const id = nodeId(resource, owner.name, name);
    return [
      {
        subject: {
          entry,
          label: name,
          prefix: '',
          call: `ref(${repr(name)})`,
          reads: { refs: [{ name, package: null, version: null }], sources: [] },
          tags: [],
          ...attachment(parsing, id),
          fileKey: `${kind}.${name}`,
        },
        data,
      },
    ];
  }
  return versions.map(one => {
    const id = nodeId(resource, owner.name, name, `v${one.version}`);
    const call = `ref(${repr(name)}, version=${repr(String(one.version))})`;
    const subject = {
      entry,
      label: `${name}_v${one.version}`,
      prefix: '',
      call,
      reads: { refs: [{ name, package: null, version: one.version }], sources: [] },
      tags: [],
      ...attachment(parsing, id),
      fileKey: `${kind}.${name}`,
    };
    return { subject, data: { ...data, ...one.overlay } };
  });
}

function attachment({ draft }: Parsing, id: TestSubject['attached'] & string) {
  return { attached: id, group: draft.nodes.get(id)?.group ?? null };
}

function addTests(
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
