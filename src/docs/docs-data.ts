import type { PlainMap } from '../manifest/node.ts';
import { nodeDetail } from './detail.ts';
import { lastRuns } from './last-run.ts';
import { nodeTable } from './node-index.ts';
import type { NodeDetail, NodeIndex, Overview, SearchWords } from './page-data.ts';
import { type DataFile, dataFile, inPieces } from './piece.ts';
import { mapOf, textOf } from './plain-reader.ts';
import { nodeSummary } from './summary.ts';

/** The artifacts as they are in their files. */
export interface DocsInput {
  readonly manifest: PlainMap;
  /** Null: the warehouse was not asked. */
  readonly catalog: PlainMap | null;
  /** Null: nothing ran yet. */
  readonly runResults: PlainMap | null;
}

export interface DocsData {
  readonly project: string;
  /** The file that the page loads first; it names the others. */
  readonly first: DataFile;
  readonly others: readonly DataFile[];
}

export function docsData({ manifest, catalog, runResults }: DocsInput): DocsData {
  const table = nodeTable(manifest);
  const runs = lastRuns(runResults);
  const relations = { ...mapOf(catalog?.['nodes']), ...mapOf(catalog?.['sources']) };
  const groups = mapOf(manifest['groups']);
  const details = table.records.map((found, index) => nodeDetail(index, found, { table, runs, groups, relations }));
  const pieces = inPieces(details.map((detail, index) => [index, detail] as const));
  const pieceOf = new Map(pieces.flatMap((piece, number) => piece.map(([index]) => [index, number] as const)));
  const nodes = table.records.map((found, index) => nodeSummary(index, found, { table, runs, piece: pieceOf.get(index) ?? 0 }));
  const pieceFiles = pieces.map((piece, number) => dataFile(`nodes${number}`, piece));
  const search = dataFile('search', details.map(searchWords));
  const overview: Overview = {
    ...projectFacts(manifest),
    nodes,
    pieces: pieceFiles.map(({ name }) => name),
    searchFile: search.name,
  };
  return { project: overview.project, first: dataFile('overview', overview), others: [search, ...pieceFiles] };
}

/** A piece as the page gets it. */
export type NodePiece = readonly (readonly [NodeIndex, NodeDetail])[];

const searchWords = ({ description, columns, tags }: NodeDetail): SearchWords => ({
  description,
  columns: columns.map(({ name }) => name),
  tags,
});

function projectFacts(manifest: PlainMap): Pick<Overview, 'project' | 'adapter' | 'version' | 'generatedAt' | 'welcome'> {
  const metadata = mapOf(manifest['metadata']);
  const project = textOf(metadata['project_name']) ?? '';
  return {
    project,
    adapter: textOf(metadata['adapter_type']) ?? '',
    version: textOf(metadata['dbt_version']) ?? '',
    generatedAt: textOf(metadata['generated_at']) ?? '',
    welcome: textOf(mapOf(mapOf(manifest['docs'])[`doc.${project}.__overview__`])['block_contents']) ?? '',
  };
}
