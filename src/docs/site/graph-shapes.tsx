import { Fragment } from 'preact';
import type { NodeChange, NodeIndex, NodeSummary } from '../page-data.ts';
import { type Box, boxHeight, type Drawing, rowHeight, shortened } from './graph-drawing.ts';
import type { Colouring } from './graph-state.ts';
import { nodeLink } from './route.ts';
import { type Tone, toneOf, worstTone } from './tone.ts';

/** What a drawing shows beside where things are. */
export interface Look {
  readonly nodes: readonly NodeSummary[];
  /** Of each node and its tests. */
  readonly tones: readonly Tone[];
  /** The node that the drawing is about. */
  readonly focus: NodeIndex | null;
  readonly picked?: NodeIndex | null;
  readonly colour?: Colouring;
  readonly changes?: ReadonlyMap<NodeIndex, NodeChange>;
  /** Keys of boxes that stay bright; null: all of them. */
  readonly bright: ReadonlySet<string> | null;
}

/** What the pointer and the keyboard do in a drawing. */
export interface Acts {
  readonly point: (box: Box | null) => void;
  /** Where a plain click on a node leads. */
  readonly linkOf: (index: NodeIndex) => string;
  readonly groupLink: (name: string) => string;
  /** Shows the neighbours of a node; null: there are none that are not shown. */
  readonly moreLink: (index: NodeIndex, side: 'up' | 'down') => string | null;
}

interface ShapesProps {
  readonly drawing: Drawing;
  readonly look: Look;
  readonly acts?: Acts;
}

/** Lines first, so that they run below the boxes. */
export function Shapes({ drawing, look, acts }: ShapesProps) {
  const { boxes, edges, hulls, strands } = drawing;
  const { bright } = look;
  const isDim = (box: Box | undefined): boolean => bright !== null && box !== undefined && !bright.has(box.key);
  return (
    <>
      {hulls.map(({ name, x, y, width, height }) => (
        <g key={name} class="hull">
          <rect x={x} y={y} width={width} height={height} rx="12" />
          <a href={acts?.groupLink(name) ?? '#/graph'} aria-label={`− ${shortened(name)}: close the group`}>
            <text x={x + 12} y={y + 19}>
              {`− ${shortened(name)}`}
            </text>
          </a>
        </g>
      ))}
      {edges.map(({ from, to, path }) => {
        const dim = strands.length > 0 || isDim(boxes[from]) || isDim(boxes[to]);
        return (
          <path
            key={`${boxes[from]?.key} ${boxes[to]?.key}`}
            class={dim ? 'edge dim' : bright === null ? 'edge' : 'edge lit'}
            d={path}
          />
        );
      })}
      {strands.map(({ path, how }) => (
        <path key={`strand ${path}`} class={`edge strand ${how}`} d={path} />
      ))}
      {boxes.map(box => (
        <BoxShape key={box.key} box={box} look={look} acts={acts} isDim={isDim(box)} />
      ))}
    </>
  );
}

interface BoxShapeProps {
  readonly box: Box;
  readonly look: Look;
  readonly acts: Acts | undefined;
  readonly isDim: boolean;
}

function BoxShape({ box, look, acts, isDim }: BoxShapeProps) {
  const place = `translate(${Math.round(box.x)} ${Math.round(box.y)})`;
  const dim = isDim ? ' dim' : '';
  const point = { onPointerEnter: () => acts?.point(box), onPointerLeave: () => acts?.point(null) };
  if (box.what.kind === 'group') {
    const { name, members } = box.what;
    const tone = worstTone(members.map(index => look.tones[index] ?? 'muted'));
    return (
      <g class={`group-box${dim}`} transform={place} {...point}>
        <title>{name}</title>
        <a
          class="node"
          href={acts?.groupLink(name) ?? '#/graph'}
          data-key={box.key}
          aria-label={`${box.title} ${box.subtitle}: open the group`}
        >
          <rect class="box shadow" x="4" y="4" width={box.width} height={box.height} rx="8" />
          <rect class="box" width={box.width} height={box.height} rx="8" />
          <Texts box={box} />
          <Mark tone={tone} width={box.width} />
        </a>
      </g>
    );
  }
  const { index, columns } = box.what;
  const node = look.nodes[index];
  if (node === undefined) return null;
  const tone = look.tones[index] ?? 'muted';
  const result = tone === toneOf(node.status) ? (node.status ?? '') : testWords[tone];
  const state = `${index === look.focus ? ' focus' : ''}${index === look.picked ? ' picked' : ''}${dim}`;
  return (
    <g
      class={`${colourOf(index, node, look)}${node.visibility === 'unlisted' ? ' unlisted' : ''}${state}`}
      transform={place}
      {...point}
    >
      <title>{node.summary === '' ? node.label : `${node.label}\n${node.summary}`}</title>
      <a
        class="node"
        href={acts?.linkOf(index) ?? nodeLink(node.id)}
        data-key={box.key}
        aria-label={[box.title, box.subtitle, ...columns.map(shortened), result].filter(Boolean).join(' ')}
      >
        <rect class="box" width={box.width} height={box.height} rx="8" />
        <rect class="band" x="8" y="10" width="3" height={boxHeight - 20} rx="1.5" />
        <Texts box={box} />
        <Mark tone={tone} width={box.width} />
      </a>
      {acts !== undefined && <More box={box} index={index} label={node.label} acts={acts} />}
    </g>
  );
}

const testWords: Readonly<Record<Tone, string>> = {
  busy: 'tests run',
  bad: 'tests failed',
  warn: 'tests warned',
  good: 'tests passed',
  muted: '',
};

/** One text with spaces between its lines, as what reads aloud takes it. */
const Texts = ({ box: { title, subtitle, what } }: { readonly box: Box }) => (
  <text>
    <tspan class="title" x="19" y="20">
      {title}
    </tspan>{' '}
    <tspan class="subtitle" x="19" y="35">
      {subtitle}
    </tspan>
    {what.kind === 'node' &&
      what.columns.map((column, row) => (
        <Fragment key={column}>
          {' '}
          <tspan class="row" x="19" y={boxHeight + row * rowHeight + 8}>
            {shortened(column)}
          </tspan>
        </Fragment>
      ))}
  </text>
);

const Mark = ({ tone, width }: { readonly tone: Tone; readonly width: number }) =>
  tone === 'bad' || tone === 'warn' || tone === 'busy' ? <circle class={`mark ${tone}`} cx={width - 10} cy="10" r="4" /> : null;

interface MoreProps {
  readonly box: Box;
  readonly index: NodeIndex;
  readonly label: string;
  readonly acts: Acts;
}

/** Handles on the sides where there are neighbours that are not shown. */
const More = ({ box, index, label, acts }: MoreProps) => (
  <>
    {(['up', 'down'] as const).map(side => {
      const link = acts.moreLink(index, side);
      if (link === null) return null;
      const words = side === 'up' ? `Show what ${label} reads` : `Show what reads ${label}`;
      return (
        <g key={side} class="more" transform={`translate(${side === 'up' ? 0 : box.width} ${boxHeight / 2})`}>
          <a href={link} aria-label={words}>
            <title>{words}</title>
            <circle r="7" />
            <path d="M-3 0h6M0 -3v6" />
          </a>
        </g>
      );
    })}
  </>
);

function colourOf(index: NodeIndex, node: NodeSummary, { colour = 'kind', changes, tones }: Look): string {
  switch (colour) {
    case 'kind':
      return `kind-${node.kind}`;
    case 'result':
      return `tone ${tones[index] ?? 'muted'}`;
    case 'change':
      return `change-${changes?.get(index) ?? 'none'}`;
    default:
      return colour satisfies never;
  }
}
