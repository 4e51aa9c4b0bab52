import { nodeId } from '../manifest/id.ts';
import type { FunctionNode, Plain, PlainMap } from '../manifest/node.ts';
import type { Package, ProjectFile } from '../project/project.ts';
import { mapOf, mapsOf } from './column.ts';
import { addDisabled, type Parsing } from './draft.ts';
import { fqnOf, nameOfFile } from './fqn.ts';
import { textOrNull } from './metric-body.ts';
import type { Naming } from './relation-name.ts';
import { readSql, type SqlText, sqlRecord, trimmed } from './sql-node.ts';

const notTemplate = { refs: [], sources: [], functions: [], macros: [], config: {}, given: {} } as const;

/** A function that the warehouse keeps: its body in a file, its arguments and what it returns in a property file. */
export function parseFunction(parsing: Parsing, naming: Naming, owner: Package, file: ProjectFile): void {
  const name = nameOfFile(file.path);
  const isPython = file.path.endsWith('.py');
  const text: SqlText = {
    owner,
    file,
    name,
    uniqueId: nodeId('function', owner.name, name),
    fqn: fqnOf(owner.name, file.relativePath, name),
    ...trimmed(file.text),
    patch: parsing.properties.find('functions', owner.name, name),
    ...(isPython ? { found: notTemplate } : {}),
  };
  const reading = readSql(parsing, naming, 'function', text);
  const node: FunctionNode = {
    ...sqlRecord(parsing, naming, 'function', text, reading),
    resource_type: 'function',
    language: isPython ? 'python' : 'sql',
    arguments: mapsOf(reading.patch['arguments']).map(one => ({
      name: textOrNull(one['name']) ?? '',
      data_type: textOrNull(one['data_type']) ?? '',
      description: textOrNull(one['description']),
      default_value: (one['default_value'] ?? null) as Plain,
    })),
    returns: returned(mapOf(reading.patch['returns'])),
  };
  parsing.draft.origins.set(node.unique_id, {
    file: file.displayPath,
    path: null,
    start: text.start,
    packageDir: owner.dir,
  });
  if (node.config.enabled === false) addDisabled(parsing.draft, node);
  else parsing.draft.functions.set(node.unique_id, node);
}

const returned = (data: ReturnType<typeof mapOf>): PlainMap => ({
  data_type: textOrNull(data['data_type']) ?? '',
  description: textOrNull(data['description']),
});
