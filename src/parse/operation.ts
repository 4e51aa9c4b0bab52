import { nodeId } from '../manifest/id.ts';
import type { OperationNode } from '../manifest/node.ts';
import type { Parsing } from './draft.ts';
import { addNode } from './node-store.ts';
import type { Naming } from './relation-name.ts';
import { readSql, type SqlText, sqlRecord } from './sql-node.ts';

/** `on-run-start` and `on-run-end` of every package as nodes, so that their references count. */
export function parseOperations(parsing: Parsing, naming: Naming): void {
  for (const owner of parsing.project.packages) {
    for (const when of ['on-run-start', 'on-run-end'] as const) {
      const hooks = when === 'on-run-start' ? owner.config.onRunStart : owner.config.onRunEnd;
      for (const [index, code] of hooks.entries()) {
        const name = `${owner.name}-${when}-${index}`;
        const text: SqlText = {
          owner,
          file: {
            path: `./${owner.config.file.split('/').at(-1)}`,
            relativePath: `hooks/${name}.sql`,
            displayPath: owner.config.file,
            checksum: owner.config.checksum,
          },
          name,
          uniqueId: nodeId('operation', owner.name, name),
          fqn: [owner.name, 'hooks', name],
          code,
          start: { line: 1, column: 1 },
          patch: undefined,
          path: [when, index],
        };
        const record = sqlRecord(parsing, naming, 'operation', text, readSql(parsing, naming, 'operation', text));
        const node: OperationNode = { ...record, resource_type: 'operation', tags: [when, ...record.tags], index };
        addNode(parsing.draft, node, { file: owner.config.file, path: [when, index], start: text.start, packageDir: owner.dir });
      }
    }
  }
}
