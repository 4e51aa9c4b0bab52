import type { TargetedKeyboardEvent } from 'preact';
import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import type { Box, Drawing } from './graph-drawing.ts';
import { download, pngOf, svgText } from './graph-export.ts';
import { type Acts, type Look, Shapes } from './graph-shapes.tsx';
import type { Colouring, GraphState } from './graph-state.ts';
import { useKeptView } from './kept-view.ts';
import { Minimap } from './minimap.tsx';
import { usePointers, type ViewChange } from './pan.ts';
import { centred, moved, type Size, sizeOf, type Viewport, zoomed } from './viewport.ts';

interface GraphViewProps {
  readonly state: GraphState;
  readonly drawing: Drawing;
  readonly look: Omit<Look, 'bright'>;
  readonly acts: Omit<Acts, 'point'>;
  /** Keys of boxes that stay bright while the pointer is on none; null: all of them. */
  readonly lit: ReadonlySet<string> | null;
  /** For the names of exported files. */
  readonly name: string;
}

/** A drawing to zoom and pan: by wheel, pointer, two fingers, keys and buttons. */
export function GraphView({ state, drawing, look, acts, lit, name }: GraphViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const [pointed, setPointed] = useState<Box | null>(null);
  const about = [look.picked, look.focus].flatMap(index => (index == null ? [] : [`n${index}`]));
  const { view, setView, showAll } = useKeptView({ drawing, about, lit, state }, box);
  const bright = useMemo(() => lit ?? (pointed === null ? null : related(pointed, drawing)), [lit, pointed, drawing]);
  const point = useCallback((at: Box | null) => {
    if (!(box.current?.classList.contains('moving') ?? false)) setPointed(at);
  }, []);
  const shapes = useMemo(
    () => <Shapes drawing={drawing} look={{ ...look, bright }} acts={{ ...acts, point }} />,
    [drawing, look, bright, acts, point],
  );
  const pointers = usePointers(setView);
  const middle = (): { x: number; y: number } => {
    const { width, height } = sizeOf(box.current);
    return { x: width / 2, y: height / 2 };
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const change = keyChange(event.key, middle());
    const act = event.key === '0' ? showAll : change === null ? null : () => setView(change);
    if (act === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: no element stands for a drawing that is moved by keys
    <div
      ref={box}
      class="graph-view"
      role="group"
      aria-label="Graph. Arrow keys move it, plus and minus zoom, 0 shows all of it."
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by keys
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocusIn={event => setView(before => inSight(before, event.target, { drawing, window: sizeOf(box.current) }))}
      {...pointers}
    >
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: the group around it has the name */}
      <svg
        ref={svg}
        class="graph"
        width={drawing.width}
        height={drawing.height}
        style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.k})` }}
      >
        {shapes}
      </svg>
      <Minimap
        drawing={drawing}
        view={view}
        window={sizeOf(box.current)}
        onGo={(x, y) => setView(before => centred(before, { x, y }, sizeOf(box.current)))}
      />
      <div class="zoom">
        <ZoomButton label="Zoom in" sign="+" onClick={() => setView(before => zoomed(before, 1.3, middle()))} />
        <ZoomButton label="Zoom out" sign="−" onClick={() => setView(before => zoomed(before, 1 / 1.3, middle()))} />
        <ZoomButton label="Show all" sign="⤢" onClick={showAll} />
      </div>
      <Export drawing={drawing} svg={svg} name={name} />
      <Legend colour={look.colour ?? 'kind'} />
    </div>
  );
}

interface ExportProps {
  readonly drawing: Drawing;
  readonly svg: { readonly current: SVGSVGElement | null };
  readonly name: string;
}

function Export({ drawing, svg, name }: ExportProps) {
  const [state, setState] = useState<'ready' | 'failed'>('ready');
  const text = (): string => (svg.current === null ? '' : svgText(svg.current, drawing));
  const savePng = (): void => {
    pngOf(text(), drawing).then(
      blob => download(blob, `${name}.png`),
      () => setState('failed'),
    );
  };
  return (
    <div class="export">
      <button
        type="button"
        class="button quiet"
        onClick={() => download(new Blob([text()], { type: 'image/svg+xml' }), `${name}.svg`)}
      >
        SVG
      </button>
      <button type="button" class="button quiet" onClick={savePng}>
        {state === 'ready' ? 'PNG' : 'Too large'}
      </button>
    </div>
  );
}

/** What colours mean. Those of kinds go without: each box says what it is. */
const Legend = ({ colour }: { readonly colour: Colouring }) =>
  colour === 'kind' ? null : (
    <ul class="legend">
      {legends[colour].map(([look, words]) => (
        <li key={look} class={look}>
          {words}
        </li>
      ))}
    </ul>
  );

const legends: Readonly<Record<Exclude<Colouring, 'kind'>, readonly (readonly [string, string])[]>> = {
  result: [
    ['good', 'success'],
    ['warn', 'warning'],
    ['bad', 'failure'],
    ['muted', 'not run'],
  ],
  change: [
    ['change-new', 'new'],
    ['change-modified', 'modified'],
    ['change-none', 'as before'],
  ],
};

interface ZoomButtonProps {
  readonly label: string;
  readonly sign: string;
  readonly onClick: () => void;
}

const ZoomButton = ({ label, sign, onClick }: ZoomButtonProps) => (
  <button type="button" aria-label={label} title={label} onClick={onClick}>
    {sign}
  </button>
);

const middleOf = ({ x, y, width, height }: Box): { x: number; y: number } => ({ x: x + width / 2, y: y + height / 2 });

/** The keys of a box, of all that it comes from, and of all that comes from it, within the drawing. */
function related(box: Box, { boxes, edges }: Drawing): ReadonlySet<string> {
  const found = new Set([box.key]);
  for (const [from, to] of [
    ['from', 'to'],
    ['to', 'from'],
  ] as const) {
    const next = new Map<string, string[]>();
    for (const edge of edges) {
      const [start, end] = [boxes[edge[from]]?.key ?? '', boxes[edge[to]]?.key ?? ''];
      next.set(start, [...(next.get(start) ?? []), end]);
    }
    // A set hands out what is added to it while it is walked.
    const reachedKeys = new Set([box.key]);
    for (const key of reachedKeys) for (const end of next.get(key) ?? []) reachedKeys.add(end);
    for (const key of reachedKeys) found.add(key);
  }
  return found;
}

function keyChange(key: string, middle: { readonly x: number; readonly y: number }): ViewChange | null {
  const step = 60;
  switch (key) {
    case 'ArrowLeft':
      return view => moved(view, step, 0);
    case 'ArrowRight':
      return view => moved(view, -step, 0);
    case 'ArrowUp':
      return view => moved(view, 0, step);
    case 'ArrowDown':
      return view => moved(view, 0, -step);
    case '+':
    case '=':
      return view => zoomed(view, 1.3, middle);
    case '-':
      return view => zoomed(view, 1 / 1.3, middle);
    default:
      return null;
  }
}

interface Seeing {
  readonly drawing: Drawing;
  readonly window: Size;
}

/** Brings the box that got the focus into the window. */
function inSight(view: Viewport, target: EventTarget | null, { drawing, window }: Seeing): Viewport {
  const key = target instanceof SVGElement ? target.dataset['key'] : undefined;
  const box = drawing.boxes.find(one => one.key === key);
  if (box === undefined) return view;
  const point = middleOf(box);
  const x = view.x + point.x * view.k;
  const y = view.y + point.y * view.k;
  const isInside = x > 40 && y > 20 && x < window.width - 40 && y < window.height - 20;
  return isInside ? view : centred(view, point, window);
}
