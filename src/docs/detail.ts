import type { ColumnLineage } from '../artifact/column-lineage.ts';
import type { PlainMap } from '../manifest/node.ts';
import { columnDetails } from './column.ts';
import { factsOf, nodeFacts, ownerOf } from './fact.ts';
import type { Inherited } from './inherited.ts';
import type { RunRecords } from './last-run.ts';
import type { NodeTable } from './node-index.ts';
import type { PageRecord } from './node-kind.ts';
import type { ArgumentDetail, Freshness, NodeDetail, NodeIndex } from './page-data.ts';
import { listOf, mapOf, textOf, textsOf } from './plain-reader.ts';
import { semanticParts } from './semantic.ts';

export interface DetailInput {
  readonly table: NodeTable;
  readonly runs: RunRecords;
  readonly manifest: PlainMap;
  readonly catalog: PlainMap | null;
  readonly freshness: ReadonlyMap<string, Freshness>;
  readonly problems: ReadonlyMap<string, string>;
  readonly lineage: ColumnLineage;
  readonly inherited: Inherited;
}

export function nodeDetail(index: NodeIndex, found: PageRecord, input: DetailInput): NodeDetail {
  const { id, record } = found;
  const { table, runs, manifest, freshness, problems } = input;
  const relation = relationOf(id, input);
  const owner = ownerOf(record, mapOf(manifest['groups']), relation);
  return {
    description: textOf(record['description']) ?? textOf(mapOf(relation?.['metadata'])['comment']) ?? '',
    path: textOf(record['original_file_path']) ?? '',
    relationName: textOf(record['relation_name']),
    columns: columnDetails(found, {
      ...input,
      relation,
      lineage: input.lineage.nodes[id] ?? null,
      tests: testsByColumn(table, index),
    }),
    gaps: input.lineage.nodes[id]?.gaps ?? [],
    arguments: [...argumentDetails(record), ...semanticParts(found)],
    code: codeOf(found),
    compiledCode: textOf(record['compiled_code']),
    language: textOf(record['language']) ?? 'sql',
    tags: [...new Set([...textsOf(record['tags']), ...textsOf(mapOf(record['config'])['tags'])])],
    owner,
    meta: factsOf({ ...mapOf(mapOf(record['config'])['meta']), ...mapOf(record['meta']) }).filter(
      ({ label, value }) => label !== 'owner' || value !== owner,
    ),
    facts: nodeFacts(found, relation),
    url: textOf(record['url']),
    run: runs.last(id),
    history: runs.history(id),
    freshness: freshness.get(id) ?? null,
    problem: problems.get(id) ?? null,
    columnName: textOf(record['column_name']),
    macros: table.macros(index),
    callers: table.callers(index),
    members: table.members(index).filter(member => !isTest(table.records[member])),
  };
}

function relationOf(id: string, { catalog }: DetailInput): PlainMap | null {
  const found = mapOf(catalog?.['nodes'])[id] ?? mapOf(catalog?.['sources'])[id];
  return found === undefined ? null : mapOf(found);
}

/** A seed's `raw_code` is empty, and what people wrote of the semantic kinds is YAML that no artifact keeps. */
function codeOf({ kind, record }: PageRecord): string | null {
  if (kind === 'macro') return textOf(record['macro_sql']);
  if (kind === 'unit_test') return JSON.stringify({ given: record['given'], expect: record['expect'] }, null, 2);
  return textOf(record['raw_code']);
}

const isTest = (found: PageRecord | undefined): boolean => found?.kind === 'test' || found?.kind === 'unit_test';

const argumentDetails = (record: PlainMap): readonly ArgumentDetail[] =>
  listOf(record['arguments']).map(item => {
    const argument = mapOf(item);
    return {
      name: textOf(argument['name']) ?? '',
      type: textOf(argument['type']) ?? textOf(argument['data_type']),
      description: textOf(argument['description']) ?? '',
      code: null,
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
