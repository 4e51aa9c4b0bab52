import { md5 } from '../context/md5.ts';
import { nodeId } from '../manifest/id.ts';
import type { NodeConfig, PlainMap, UnitTestNode } from '../manifest/node.ts';
import type { YamlMap } from '../project/project.ts';
import { mapOf, mapsOf } from './column.ts';
import { overlay, projectLayers } from './config.ts';
import { configDefaults } from './config-default.ts';
import { describe } from './doc.ts';
import { addDisabled, type Parsing } from './draft.ts';
import { fqnOf } from './fqn.ts';
import type { PropertyEntry } from './properties.ts';
import { rendered } from './rendered.ts';
import { patchConfig } from './sql-node.ts';

/** A unit test: given rows of a model's inputs, the rows that it should give. */
export function parseUnitTest(parsing: Parsing, entry: PropertyEntry): void {
  const { owner, file, name } = entry;
  const data = rendered(parsing, entry);
  const model = String(data['model'] ?? '');
  const fqn = fqnOf(owner.name, file.relativePath, model, name);
  const layers = [...projectLayers(parsing.project.packages[0], owner, 'unit-tests', fqn), patchConfig(data, [])];
  const config = layers.reduce(overlay, configDefaults.unit_test as YamlMap);
  const node: UnitTestNode = {
    model,
    given: mapsOf(data['given']).map(fixture) as readonly PlainMap[],
    expect: fixture(mapOf(data['expect'])) as PlainMap,
    name,
    resource_type: 'unit_test',
    package_name: owner.name,
    path: file.relativePath,
    original_file_path: file.path,
    unique_id: nodeId('unit_test', owner.name, model, name),
    fqn,
    description: describe(parsing, entry, data['description'], ['description']).text,
    overrides: (data['overrides'] ?? null) as PlainMap | null,
    depends_on: { macros: [], nodes: [] },
    config: config as unknown as NodeConfig,
    checksum: md5(JSON.stringify([model, data['given'], data['expect'], data['overrides']])),
    schema: parsing.shared.adapter.defaultSchema,
    created_at: parsing.createdAt,
    versions: (data['versions'] ?? null) as PlainMap | null,
    version: null,
  };
  parsing.draft.origins.set(node.unique_id, {
    file: file.displayPath,
    path: entry.path,
    start: { line: 1, column: 1 },
    packageDir: owner.dir,
  });
  if (config['enabled'] === false) addDisabled(parsing.draft, node);
  else parsing.draft.unitTests.set(node.unique_id, node);
}

const fixture = (data: YamlMap): YamlMap => ({
  ...(data['input'] === undefined ? {} : { input: data['input'] }),
  rows: data['rows'] ?? null,
  format: data['format'] ?? 'dict',
  fixture: data['fixture'] ?? null,
});
