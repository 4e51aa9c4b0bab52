import type { ColumnLineage } from '../artifact/column-lineage.ts';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import { type ColumnRef, columnGraph, type Direction, edgesFrom } from '../lineage/column-path.ts';
import type { NodeId } from '../manifest/id.ts';
import { graphNode, type Manifest } from '../manifest/manifest.ts';
import type { Effects } from './effects.ts';
import { invoke } from './invocation.ts';
import { type LineagePicture, lineageJson, lineageMermaid, lineageTree } from './lineage-picture.ts';
import { openProject } from './open-project.ts';
import type { ProjectOptions } from './options.ts';
import { fine, type Outcome } from './outcome.ts';
import { projectColumns } from './project-columns.ts';

export interface LineageOptions extends ProjectOptions {
  /** `orders.amount`, or `orders` for all of its columns. */
  readonly of: string;
  /** Empty for both. */
  readonly directions: readonly Direction[];
  readonly format: LineageFormat;
}
export const lineageFormats = ['tree', 'json', 'mermaid'] as const;
export type LineageFormat = (typeof lineageFormats)[number];

/** Shows where columns come from and where they go. Builds nothing. */
export const lineage = (options: LineageOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  invoke(options, { effects, signal }, async invocation => {
    const open = await openProject(options, invocation);
    const { lineage } = (await projectColumns(open, invocation)).lineage;
    const starts = startsOf(options.of, lineage, open.manifest);
    const directions = options.directions.length > 0 ? options.directions : (['upstream', 'downstream'] as const);
    const graph = columnGraph(lineage);
    const picture: LineagePicture = {
      starts: starts.map(start => ({
        start,
        ways: directions.map(direction => ({ direction, edges: edgesFrom(graph, start, direction) })),
      })),
      lineage,
      nameOf: id => nodeName(id, open.manifest),
    };
    const write = { tree: lineageTree, json: lineageJson, mermaid: lineageMermaid }[options.format];
    effects.emit({ kind: 'output', at: effects.clock.now(), text: write(picture), node: null });
    return fine;
  });

export const nodeName = (id: string, manifest: Manifest): string => {
  const node = graphNode(manifest, id as NodeId);
  if (node === undefined) return id;
  return node.resource_type === 'source' ? `${node.source_name}.${node.name}` : node.name;
};

type Start = ColumnRef & { readonly column: string };

/** Fails with StartFailure when there is no such node or column. */
function startsOf(text: string, { nodes }: ColumnLineage, manifest: Manifest): readonly Start[] {
  const ids = Object.keys(nodes);
  const named = (name: string): string | undefined => ids.find(id => id === name || nodeName(id, manifest) === name);
  const dot = text.lastIndexOf('.');
  const [left, column] = dot === -1 ? [text, ''] : [text.slice(0, dot), text.slice(dot + 1)];
  const whole = named(text);
  const node = named(left);
  if (whole !== undefined) return (nodes[whole]?.columns ?? []).map(({ name }) => ({ node: whole, column: name }));
  if (node === undefined) {
    const near = nearest(
      left,
      ids.map(id => nodeName(id, manifest)),
    );
    throw new StartFailure([diagnose('column-no-node', null, { name: left, near })]);
  }
  const columns = (nodes[node]?.columns ?? []).map(one => one.name);
  const found = columns.find(name => name.toLowerCase() === column.toLowerCase());
  if (found !== undefined) return [{ node, column: found }];
  // Columns nobody declares may still be read.
  if (columnGraph({ nodes }).edges({ node, column }, 'downstream').length > 0) return [{ node, column }];
  const near = nearest(column, columns);
  const gaps = nodes[node]?.gaps ?? [];
  throw new StartFailure([diagnose('column-no-column', null, { node: left, column, near, columns, gap: gaps[0] ?? null })]);
}
