import type { PlainMap } from '../manifest/node.ts';
import { foldersOf, labelOf, testArgumentsText } from './label.ts';
import type { RunRecords } from './last-run.ts';
import type { NodeTable } from './node-index.ts';
import type { PageRecord } from './node-kind.ts';
import type { Freshness, NodeIndex, NodeKind, NodeSummary, RelationPlace } from './page-data.ts';
import { mapOf, textOf } from './plain-reader.ts';

export interface SummaryInput {
  readonly table: NodeTable;
  readonly runs: RunRecords;
  readonly freshness: ReadonlyMap<string, Freshness>;
  readonly problems: ReadonlyMap<string, string>;
}

export function nodeSummary(
  index: NodeIndex,
  found: PageRecord,
  { table, runs, freshness, problems }: SummaryInput,
): NodeSummary {
  const { id, kind, record } = found;
  const about = table.about(index);
  const aboutRecord = about === null ? undefined : table.records[about];
  return {
    id,
    kind,
    label: labelOf(found),
    packageName: textOf(record['package_name']) ?? '',
    folders: foldersOf(found, aboutRecord === undefined ? null : labelOf(aboutRecord)),
    summary: firstSentence(textOf(record['description']) ?? '') || testArgumentsText(record),
    materialized: kind === 'model' ? textOf(mapOf(record['config'])['materialized']) : null,
    place: relationPlace(kind, record),
    parents: table.parents(index),
    about,
    status: problems.has(id) ? 'broken' : (runs.last(id)?.status ?? freshness.get(id)?.status ?? null),
    visibility: isUnlisted(record) ? 'unlisted' : 'listed',
  };
}

export function relationPlace(kind: NodeKind, record: PlainMap): RelationPlace | null {
  if (!relationKinds.has(kind) || mapOf(record['config'])['materialized'] === 'ephemeral') return null;
  const name = textOf(record['alias']) ?? textOf(record['identifier']) ?? textOf(record['name']) ?? '';
  return { database: textOf(record['database']), schema: textOf(record['schema']) ?? '', name };
}

const relationKinds: ReadonlySet<NodeKind> = new Set(['model', 'seed', 'snapshot', 'source']);

const isUnlisted = (record: PlainMap): boolean =>
  mapOf(record['docs'])['show'] === false || mapOf(mapOf(record['config'])['docs'])['show'] === false;

/** Up to 160 characters of a Markdown text, its marks taken off. */
export function firstSentence(markdown: string): string {
  const paragraph = markdown.split(/\n\s*\n/).find(text => /[\p{L}\p{N}]/u.test(text) && !/^\s*(#|\||```)/.test(text)) ?? '';
  const plain = paragraph
    .slice(0, 2000)
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]+|<[^>]*>|^\s*[->]\s+/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  const sentence = /^.*?[.!?](?=\s+\p{Lu}|$)/u.exec(plain)?.[0] ?? plain;
  return sentence.length <= 160 ? sentence : `${sentence.slice(0, 159).trimEnd()}…`;
}
