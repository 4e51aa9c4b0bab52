import { nodeId } from '../manifest/id.ts';
import type { AnalysisNode, SeedNode, TestNode } from '../manifest/node.ts';
import type { Package, ProjectFile, YamlMap } from '../project/project.ts';
import { fromPlain } from '../template/index.ts';
import { capture } from './capture.ts';
import { columnsOf, mapOf, textsOf } from './column.ts';
import { laidOver, overlay, projectLayers, unrenderedLayers } from './config.ts';
import { configDefaults } from './config-default.ts';
import { describe } from './doc.ts';
import { docsOf } from './docs-config.ts';
import type { Parsing } from './draft.ts';
import { fqnOf, nameOfFile } from './fqn.ts';
import { addNode } from './node-store.ts';
import { patchOf } from './patch.ts';
import { patchPath } from './properties.ts';
import type { Naming } from './relation-name.ts';
import { rendered } from './rendered.ts';
import { patchConfig, readSql, type SqlText, sqlRecord, trimmed } from './sql-node.ts';

/** An analysis: compiled, never run. */
export function parseAnalysis(parsing: Parsing, naming: Naming, owner: Package, file: ProjectFile): void {
  const name = nameOfFile(file.path);
  const text: SqlText = {
    owner,
    file: { ...file, relativePath: `analysis/${file.relativePath}` },
    name,
    uniqueId: nodeId('analysis', owner.name, name),
    fqn: fqnOf(owner.name, `analysis/${file.relativePath}`, name),
    ...trimmed(file.text),
    patch: parsing.properties.find('analyses', owner.name, name),
  };
  const node: AnalysisNode = {
    ...sqlRecord(parsing, naming, 'analysis', text, readSql(parsing, naming, 'analysis', text)),
    resource_type: 'analysis',
  };
  addNode(parsing.draft, node, { file: file.displayPath, path: null, start: text.start, packageDir: owner.dir });
}

/** A singular test: a select that should give no rows. */
export function parseSingularTest(parsing: Parsing, naming: Naming, owner: Package, file: ProjectFile): void {
  const name = nameOfFile(file.path);
  const text: SqlText = {
    owner,
    file,
    name,
    uniqueId: nodeId('test', owner.name, name),
    fqn: fqnOf(owner.name, file.relativePath, name),
    ...trimmed(file.text),
    patch: parsing.properties.find('data_tests', owner.name, name),
  };
  const node: TestNode = {
    ...sqlRecord(parsing, naming, 'test', text, readSql(parsing, naming, 'test', text)),
    resource_type: 'test',
    column_name: null,
    file_key_name: null,
    attached_node: null,
    test_metadata: null,
  };
  addNode(parsing.draft, node, { file: file.displayPath, path: null, start: text.start, packageDir: owner.dir });
}

/** A seed: a CSV file that the warehouse loads. */
export function parseSeed(parsing: Parsing, naming: Naming, owner: Package, file: ProjectFile): void {
  const name = nameOfFile(file.path);
  const fqn = fqnOf(owner.name, file.relativePath, name);
  const entry = patchOf(parsing, 'seeds', owner, name);
  const patch: YamlMap = entry ? rendered(parsing, entry) : {};
  const layers = [...projectLayers(parsing.project.packages[0], owner, 'seeds', fqn), patchConfig(patch)];
  const unrendered = [...unrenderedLayers(parsing.project.packages[0], owner, 'seeds', fqn), patchConfig(patch)];
  const config = layers.reduce(overlay, configDefaults.seed as YamlMap);
  const uniqueId = nodeId('seed', owner.name, name);
  const record = () =>
    fromPlain({ name, resource_type: 'seed', package_name: owner.name, unique_id: uniqueId, fqn, config, version: null });
  const place = naming.place({ packageName: owner.name, name, version: null, config, record });
  const hookMacros = (): readonly string[] =>
    capture(parsing, {
      packageName: owner.name,
      name,
      uniqueId,
      source: { file: file.displayPath, text: '' },
      config,
      record,
      mistakes: 'ignore',
    }).macros;
  const description = entry ? describe(parsing, entry, patch['description'], ['description']) : { text: '', docBlocks: [] };
  const node: SeedNode = {
    ...place,
    name,
    resource_type: 'seed',
    package_name: owner.name,
    path: file.relativePath,
    original_file_path: file.path,
    unique_id: uniqueId,
    fqn,
    checksum: file.checksum,
    config: config as unknown as SeedNode['config'],
    tags: textsOf(config['tags']),
    description: description.text,
    columns: entry ? columnsOf(parsing, entry, patch) : {},
    meta: mapOf(config['meta']) as SeedNode['meta'],
    group: typeof config['group'] === 'string' ? config['group'] : null,
    docs: docsOf(config),
    patch_path: entry ? patchPath(entry) : null,
    build_path: null,
    unrendered_config: laidOver(unrendered) as SeedNode['unrendered_config'],
    created_at: parsing.createdAt,
    relation_name: naming.relationText(place, config),
    raw_code: '',
    doc_blocks: description.docBlocks,
    root_path: owner.dir,
    depends_on: { macros: hookMacros() },
  };
  addNode(parsing.draft, node, { file: file.displayPath, path: null, start: { line: 1, column: 1 }, packageDir: owner.dir });
}
