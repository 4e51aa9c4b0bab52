import type { PlainMap } from '../manifest/node.ts';
import { columnDetails } from './column.ts';
import { factsOf, nodeFacts, ownerOf } from './fact.ts';
import type { NodeTable } from './node-index.ts';
import type { PageRecord } from './node-kind.ts';
import type { ArgumentDetail, LastRun, NodeDetail, NodeIndex } from './page-data.ts';
import { listOf, mapOf, textOf, textsOf } from './plain-reader.ts';

export interface DetailInput {
  readonly table: NodeTable;
  readonly runs: ReadonlyMap<string, LastRun>;
  readonly groups: PlainMap;
  /** Of the catalog: the relations of nodes and of sources by id. */
  readonly relations: PlainMap;
}

export function nodeDetail(index: NodeIndex, found: PageRecord, { table, runs, groups, relations }: DetailInput): NodeDetail {
  const { id, record } = found;
  const relation = relations[id] === undefined ? null : mapOf(relations[id]);
  return {
    description: textOf(record['description']) ?? textOf(mapOf(relation?.['metadata'])['comment']) ?? '',
    path: textOf(record['original_file_path']) ?? '',
    relationName: textOf(record['relation_name']),
    columns: columnDetails(record, { table: relation, tests: testsByColumn(table, index) }),
    arguments: argumentDetails(record),
    code: codeOf(found),
    compiledCode: textOf(record['compiled_code']),
    language: textOf(record['language']) ?? 'sql',
    tags: [...new Set([...textsOf(record['tags']), ...textsOf(mapOf(record['config'])['tags'])])],
    owner: ownerOf(record, groups, relation),
    meta: factsOf({ ...mapOf(mapOf(record['config'])['meta']), ...mapOf(record['meta']) }),
    facts: nodeFacts(found, relation),
    url: textOf(record['url']),
    run: runs.get(id) ?? null,
    about: table.about(index),
    columnName: textOf(record['column_name']),
    macros: table.macros(index),
    callers: table.callers(index),
  };
}

/** A seed's `raw_code` is empty, and what people wrote of the semantic kinds is YAML that no artifact keeps. */
function codeOf({ kind, record }: PageRecord): string | null {
  if (kind === 'macro') return textOf(record['macro_sql']);
  if (kind === 'unit_test') return JSON.stringify({ given: record['given'], expect: record['expect'] }, null, 2);
  return textOf(record['raw_code']);
}

const argumentDetails = (record: PlainMap): readonly ArgumentDetail[] =>
  listOf(record['arguments']).map(item => {
    const argument = mapOf(item);
    return {
      name: textOf(argument['name']) ?? '',
      type: textOf(argument['type']),
      description: textOf(argument['description']) ?? '',
    };
  });

function testsByColumn(table: NodeTable, index: NodeIndex): ReadonlyMap<string, readonly NodeIndex[]> {
  const found = new Map<string, NodeIndex[]>();
  for (const test of table.tests(index)) {
    const column = textOf(table.records[test]?.record['column_name'])
      ?.toLowerCase()
      .replace(/^["`[]|["`\]]$/g, '');
    if (column !== undefined) found.set(column, [...(found.get(column) ?? []), test]);
  }
  return found;
}
