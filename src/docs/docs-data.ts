import type { ColumnLineage } from '../artifact/column-lineage.ts';
import type { RunEntry } from '../artifact/run-history.ts';
import type { PlainMap } from '../manifest/node.ts';
import { columnTable } from './column-table.ts';
import { nodeDetail } from './detail.ts';
import { freshnessResults } from './freshness.ts';
import { inheritedTexts } from './inherited.ts';
import { runRecords } from './last-run.ts';
import { lineageTable } from './lineage-table.ts';
import { nodeTable } from './node-index.ts';
import { packNodes } from './pack.ts';
import type { NodeChange, NodeDetail, NodeIndex, Overview } from './page-data.ts';
import { type DataFile, dataFile, inPieces } from './piece.ts';
import { mapOf, textOf } from './plain-reader.ts';
import { projectFigures } from './project-figures.ts';
import { resolvedLineage } from './resolved-lineage.ts';
import { selectionData } from './selection-data.ts';
import { nodeSummary } from './summary.ts';
import { wordIndex } from './words.ts';

/** The artifacts as they are in their files, and what no artifact tells. */
export interface DocsInput {
  readonly manifest: PlainMap;
  /** Null: the warehouse was not asked. */
  readonly catalog: PlainMap | null;
  /** Null: nothing ran yet. */
  readonly runResults: PlainMap | null;
  /** Oldest first. */
  readonly history?: readonly RunEntry[];
  /** `sources.json`; null: freshness was not looked at. */
  readonly freshness?: PlainMap | null;
  readonly lineage?: ColumnLineage | null;
  /** By id: what is wrong with a node, with what describes it, or with a macro that it calls. */
  readonly problems?: ReadonlyMap<string, string>;
  /** What is wrong with the project and with no node of it. */
  readonly mistakes?: readonly string[];
  /** By id, since the manifest that these docs are compared with; null: there is none. */
  readonly changes?: ReadonlyMap<string, NodeChange> | null;
}

export interface DocsData {
  readonly project: string;
  /** The file that the page loads first; it names the others. */
  readonly first: DataFile;
  readonly others: readonly DataFile[];
}

export function docsData(input: DocsInput): DocsData {
  const { manifest } = input;
  const table = nodeTable(manifest);
  const runs = runRecords(input);
  const freshness = freshnessResults(input.freshness ?? null);
  const lineage = resolvedLineage(input.lineage ?? { nodes: {} }, table);
  const inherited = inheritedTexts(lineage, table);
  const context = { ...input, lineage, inherited, table, runs, freshness, problems: input.problems ?? new Map<string, string>() };
  const details = table.records.map((found, index) => nodeDetail(index, found, context));
  const nodes = table.records.map((found, index) => nodeSummary(index, found, context));
  const pieces = inPieces(details.map((detail, index) => [index, detail] as const));
  const pieceFiles = pieces.map((piece, number) => dataFile(`nodes${number}`, piece));
  const columns = dataFile('columns', columnTable(details));
  const words = dataFile(
    'words',
    wordIndex(
      details,
      nodes.map(({ label }) => label),
    ),
  );
  const selection = dataFile('selection', selectionData(table.records));
  const paths = input.lineage == null ? null : dataFile('lineage', lineageTable(lineage, table));
  const overview: Overview = {
    ...projectFacts(manifest),
    mistakes: input.mistakes ?? [],
    figures: projectFigures(nodes, details, textOf(mapOf(manifest['metadata'])['project_name']) ?? ''),
    nodes: packNodes(nodes),
    pieces: pieceFiles.map(({ name }, number) => ({ name, first: pieces[number]?.[0]?.[0] ?? 0 })),
    files: { columns: columns.name, words: words.name, selection: selection.name, lineage: paths?.name ?? null },
    changes: input.changes == null ? null : [...input.changes].flatMap(([id, change]) => indexed(table.indexOf(id), change)),
  };
  return {
    project: overview.project,
    first: dataFile('overview', overview),
    others: [columns, words, selection, ...(paths === null ? [] : [paths]), ...pieceFiles],
  };
}

/** A piece as the page gets it. */
export type NodePiece = readonly (readonly [NodeIndex, NodeDetail])[];

const indexed = <T>(index: NodeIndex | null, value: T): readonly (readonly [NodeIndex, T])[] =>
  index === null ? [] : [[index, value]];

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
