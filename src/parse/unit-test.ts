import { diagnose } from '../diagnostic/diagnostic.ts';
import { nodeId } from '../manifest/id.ts';
import type { ModelNode, NodeConfig, PlainMap, UnitTestNode } from '../manifest/node.ts';
import type { YamlMap } from '../project/project.ts';
import { mapOf, mapsOf, textsOf } from './column.ts';
import { overlay, projectLayers } from './config.ts';
import { configDefaults } from './config-default.ts';
import { describe } from './doc.ts';
import { addDisabled, type Parsing } from './draft.ts';
import { fixtureRecord } from './fixture.ts';
import { fqnOf } from './fqn.ts';
import { entryOrigin, entrySpan, type PropertyEntry } from './properties.ts';
import { rendered } from './rendered.ts';
import { patchConfig } from './sql-node.ts';
import { unitTestChecksum } from './unit-test-checksum.ts';

type Version = ModelNode['version'];

/** A unit test: given rows of a model's inputs, the rows that it should give. Of a versioned model, one for each version that it names. */
export function parseUnitTest(parsing: Parsing, entry: PropertyEntry): void {
  const data = rendered(parsing, entry);
  const known = versionsOf(parsing, entry, String(data['model'] ?? ''));
  checkVersions(parsing, entry, data, known);
  for (const version of known.length === 0 ? [null] : known.filter(chosen(mapOf(data['versions']))))
    addUnitTest(parsing, entry, data, version);
}

function versionsOf({ draft }: Parsing, { owner }: PropertyEntry, model: string): readonly Version[] {
  const all = [...draft.nodes.values()].filter(node => node.resource_type === 'model' && node.name === model) as ModelNode[];
  const own = all.filter(node => node.package_name === owner.name);
  return (own.length > 0 ? own : all).map(node => node.version).filter(version => version !== null);
}

/** `include:` or `exclude:` of `versions:`; all of them when it says neither. */
function chosen({ include, exclude }: YamlMap): (version: Version) => boolean {
  const included = new Set(textsOf(include));
  const excluded = new Set(textsOf(exclude));
  return version => (included.size === 0 || included.has(String(version))) && !excluded.has(String(version));
}

function checkVersions({ draft }: Parsing, entry: PropertyEntry, data: YamlMap, known: readonly Version[]): void {
  const names = new Set(known.map(String));
  const { include, exclude } = mapOf(data['versions']);
  for (const version of known.length === 0 ? [] : [...textsOf(include), ...textsOf(exclude)]) {
    if (names.has(version)) continue;
    const params = { name: String(data['model']), version, known: [...names].map(name => `v${name}`) };
    draft.diagnostics.push(diagnose('parse-unknown-version', entrySpan(entry, 'versions'), params));
  }
}

function addUnitTest(parsing: Parsing, entry: PropertyEntry, data: YamlMap, version: Version): void {
  const { owner, file, name } = entry;
  const model = String(data['model'] ?? '');
  const fqn = fqnOf(owner.name, file.relativePath, model, name);
  const layers = [...projectLayers(parsing.project.packages[0], owner, 'unit-tests', fqn), patchConfig(data, [])];
  const config = layers.reduce(overlay, configDefaults.unit_test as YamlMap);
  const written = {
    model,
    versions: versionRule(data['versions']),
    given: mapsOf(data['given']).map(given => ({
      ...(given['input'] === undefined ? {} : { input: given['input'] }),
      ...fixtureRecord(parsing, owner.name, given),
    })) as readonly PlainMap[],
    expect: fixtureRecord(parsing, owner.name, mapOf(data['expect'])),
    overrides: (data['overrides'] ?? null) as PlainMap | null,
  };
  const node: UnitTestNode = {
    ...written,
    name,
    resource_type: 'unit_test',
    package_name: owner.name,
    path: file.relativePath,
    original_file_path: file.path,
    unique_id: nodeId('unit_test', owner.name, model, version === null ? name : `${name}_v${version}`),
    fqn,
    description: describe(parsing, entry, data['description'], ['description']).text,
    depends_on: { macros: [], nodes: [] },
    config: config as unknown as NodeConfig,
    checksum: unitTestChecksum(written),
    schema: null,
    created_at: parsing.createdAt,
    version,
  };
  parsing.draft.origins.set(node.unique_id, entryOrigin(entry));
  if (config['enabled'] === false) addDisabled(parsing.draft, node);
  else parsing.draft.unitTests.set(node.unique_id, node);
}

const versionRule = (value: unknown): PlainMap | null =>
  typeof value === 'object' && value !== null
    ? ({ include: null, exclude: null, ...mapOf(value as YamlMap) } as unknown as PlainMap)
    : null;
