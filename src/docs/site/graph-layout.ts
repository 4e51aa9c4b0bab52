import { Graph, layout } from '@dagrejs/dagre';
import type { NodeIndex, NodeSummary } from '../page-data.ts';

export interface PlacedNode {
  readonly index: NodeIndex;
  /** The upper left corner. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly title: string;
  readonly subtitle: string;
}

export interface PlacedEdge {
  readonly from: NodeIndex;
  readonly to: NodeIndex;
  /** SVG path data. */
  readonly path: string;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

export const nodeHeight = 46;
const longestTitle = 32;

/** How wide a title is, in pixels. */
export type Measure = (title: string) => number;

/** Left to right, in layers. The same nodes give the same drawing. */
export function drawingOf(indexes: readonly NodeIndex[], nodes: readonly NodeSummary[], measure: Measure): Drawing {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 14, edgesep: 8, ranksep: 64, marginx: 16, marginy: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  const labels = new Map(indexes.map(index => [index, labelsOf(nodes[index], measure)]));
  for (const [index, { width }] of labels) graph.setNode(String(index), { width, height: nodeHeight });
  for (const index of indexes) {
    for (const parent of new Set(nodes[index]?.parents)) {
      if (parent !== index && labels.has(parent)) graph.setEdge(String(parent), String(index));
    }
  }
  layout(graph);
  const placed = new Map(indexes.map(index => [index, place(graph, index, labels.get(index) ?? noLabels)]));
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return { width: finite(width), height: finite(height), nodes: [...placed.values()], edges: edgesOf(graph, placed) };
}

interface Labels {
  readonly width: number;
  readonly title: string;
  readonly subtitle: string;
}

const noLabels: Labels = { title: '', subtitle: '', width: 0 };

function labelsOf(node: NodeSummary | undefined, measure: Measure): Labels {
  const label = node?.label ?? '';
  const title = label.length > longestTitle ? `${label.slice(0, longestTitle - 1)}…` : label;
  const subtitle = node === undefined ? '' : (node.materialized ?? node.kind.replace('_', ' '));
  return { title, subtitle, width: Math.ceil(Math.max(96, 35 + measure(title), 35 + measure(subtitle) * 0.85)) };
}

function place(graph: Graph, index: NodeIndex, labels: Labels): PlacedNode {
  const { x = 0, y = 0 } = graph.node(String(index)) as { x?: number; y?: number };
  return { index, x: x - labels.width / 2, y: y - nodeHeight / 2, ...labels };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function edgesOf(graph: Graph, placed: ReadonlyMap<NodeIndex, PlacedNode>): readonly PlacedEdge[] {
  const columns = columnWidths([...placed.values()]);
  return graph.edges().flatMap((edge: { readonly v: string; readonly w: string }) => {
    const from = placed.get(Number(edge.v));
    const to = placed.get(Number(edge.w));
    if (from === undefined || to === undefined) return [];
    const { points = [] } = graph.edge(edge) as { points?: readonly Point[] };
    const start = { x: from.x + from.width, y: from.y + nodeHeight / 2 };
    const end = { x: to.x, y: to.y + nodeHeight / 2 };
    // Every other point lies in a column, and only there has an edge to keep clear of nodes: it crosses the column on the level.
    const crossings = points.slice(1, -1).flatMap(({ x, y }) => {
      const half = (columns.get(Math.round(x)) ?? 0) / 2;
      return half === 0
        ? []
        : [
            { x: x - half, y },
            { x: x + half, y },
          ];
    });
    const between = crossings.filter(point => point.x > start.x && point.x < end.x);
    return [{ from: from.index, to: to.index, path: curve([start, ...between, end]) }];
  });
}

/** How wide the widest node of each column is, by the middle of the column. */
function columnWidths(placed: readonly PlacedNode[]): ReadonlyMap<number, number> {
  const widths = new Map<number, number>();
  for (const { x, width } of placed) {
    const middle = Math.round(x + width / 2);
    widths.set(middle, Math.max(width, widths.get(middle) ?? 0));
  }
  return widths;
}

/** Level at every point, so that the pieces join smoothly. */
function curve(points: readonly Point[]): string {
  const [first = { x: 0, y: 0 }, ...rest] = points.map(({ x, y }) => ({ x: rounded(x), y: rounded(y) }));
  let path = `M${first.x},${first.y}`;
  let last = first;
  for (const point of rest) {
    const middle = rounded((last.x + point.x) / 2);
    path += `C${middle},${last.y} ${middle},${point.y} ${point.x},${point.y}`;
    last = point;
  }
  return path;
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
const finite = (value: number): number => (Number.isFinite(value) ? value : 0);
