import type { NodeIndex, NodeSummary } from '../page-data.ts';
import { type Drawing, nodeHeight, type PlacedNode } from './graph-layout.ts';
import { nodeLink } from './route.ts';
import { toneOf } from './status.tsx';

interface ShapesProps {
  readonly drawing: Drawing;
  readonly nodes: readonly NodeSummary[];
  /** The node that the drawing is about. */
  readonly focus: NodeIndex | null;
  /** What stays bright while the pointer is on a node; null: all of it. */
  readonly bright: ReadonlySet<NodeIndex> | null;
  readonly onPoint?: (index: NodeIndex | null) => void;
}

/** Lines first, so that they run below the nodes. */
export function Shapes({ drawing, nodes, focus, bright, onPoint }: ShapesProps) {
  const isDim = (...indexes: readonly NodeIndex[]): boolean => bright !== null && indexes.some(index => !bright.has(index));
  return (
    <>
      {drawing.edges.map(({ from, to, path }) => (
        <path key={`${from}-${to}`} class={`edge${isDim(from, to) ? ' dim' : bright === null ? '' : ' lit'}`} d={path} />
      ))}
      {drawing.nodes.map(placed => (
        <NodeShape
          key={placed.index}
          placed={placed}
          node={nodes[placed.index]}
          look={`${placed.index === focus ? ' focus' : ''}${isDim(placed.index) ? ' dim' : ''}`}
          onPoint={onPoint}
        />
      ))}
    </>
  );
}

interface NodeShapeProps {
  readonly placed: PlacedNode;
  readonly node: NodeSummary | undefined;
  readonly look: string;
  readonly onPoint: ((index: NodeIndex | null) => void) | undefined;
}

function NodeShape({ placed: { index, x, y, width, title, subtitle }, node, look, onPoint }: NodeShapeProps) {
  if (node === undefined) return null;
  const tone = toneOf(node.status);
  const hidden = node.visibility === 'unlisted' ? ' unlisted' : '';
  return (
    <g transform={`translate(${x} ${y})`}>
      <a
        class={`node kind-${node.kind}${hidden}${look}`}
        href={nodeLink(node.id)}
        data-index={index}
        aria-label={`${node.label}, ${subtitle}`}
        onPointerEnter={() => onPoint?.(index)}
        onPointerLeave={() => onPoint?.(null)}
      >
        <title>{node.summary === '' ? node.label : `${node.label}\n${node.summary}`}</title>
        <rect class="box" width={width} height={nodeHeight} rx="7" />
        <rect class="band" x="8" y="10" width="3" height={nodeHeight - 20} rx="1.5" />
        <text class="title" x="19" y="20">
          {title}
        </text>
        <text class="subtitle" x="19" y="35">
          {subtitle}
        </text>
        {(tone === 'bad' || tone === 'warn') && <circle class={`mark ${tone}`} cx={width - 10} cy="10" r="4" />}
      </a>
    </g>
  );
}
