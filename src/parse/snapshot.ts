import { nodeId } from '../manifest/id.ts';
import type { SnapshotNode } from '../manifest/node.ts';
import type { Package, ProjectFile, YamlMap } from '../project/project.ts';
import { mapOf } from './column.ts';
import type { Parsing } from './draft.ts';
import { fqnOf, nameOfFile } from './fqn.ts';
import { blocksOf } from './macro.ts';
import { addNode } from './node-store.ts';
import { patchOf } from './patch.ts';
import type { PropertyEntry } from './properties.ts';
import type { Naming, NodePlace } from './relation-name.ts';
import { readSql, type SqlText, sqlRecord } from './sql-node.ts';

/** The `snapshot` blocks of a file. */
export function parseSnapshots(parsing: Parsing, naming: Naming, owner: Package, file: ProjectFile): void {
  for (const block of blocksOf(parsing.draft, file)) {
    if (block.kind !== 'snapshot') continue;
    addSnapshot(parsing, naming, {
      owner,
      file,
      name: block.name,
      uniqueId: nodeId('snapshot', owner.name, block.name),
      fqn: fqnOf(owner.name, file.relativePath, nameOfFile(file.path), block.name),
      code: block.contents,
      start: block.contentsStart,
      patch: patchOf(parsing, 'snapshots', owner, block.name),
    });
  }
}

/** A snapshot of a `relation:` that is declared in a property file alone. */
export function parseYamlSnapshot(parsing: Parsing, naming: Naming, entry: PropertyEntry): void {
  const relation = entry.data['relation'];
  if (typeof relation !== 'string') return;
  const { owner, file, name } = entry;
  addSnapshot(parsing, naming, {
    owner,
    file: { ...file, relativePath: `${file.relativePath}/${name}.sql` },
    name,
    uniqueId: nodeId('snapshot', owner.name, name),
    fqn: fqnOf(owner.name, file.relativePath, name),
    code: `select * from {{ ${relation} }}`,
    start: { line: 1, column: 1 },
    patch: entry,
    path: [...entry.path, 'relation'],
  });
}

function addSnapshot(parsing: Parsing, naming: Naming, text: SqlText): void {
  const reading = readSql(parsing, naming, 'snapshot', text);
  const place = snapshotPlace(reading.config, reading.place);
  const placed = { ...reading, place };
  const node: SnapshotNode = { ...sqlRecord(parsing, naming, 'snapshot', text, placed), resource_type: 'snapshot' };
  addNode(parsing.draft, node, {
    file: text.file.displayPath,
    path: text.path ?? null,
    start: text.start,
    packageDir: text.owner.dir,
  });
}

/** `target_schema` and `target_database` are taken as they are, without the naming macros. */
function snapshotPlace(config: YamlMap, place: NodePlace): NodePlace {
  const { target_schema: schema, target_database: database } = mapOf(config);
  return {
    ...place,
    schema: typeof schema === 'string' ? schema : place.schema,
    database: typeof database === 'string' ? database : place.database,
  };
}
