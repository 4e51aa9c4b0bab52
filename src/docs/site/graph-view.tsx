import type { TargetedKeyboardEvent, TargetedPointerEvent } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { NodeIndex } from '../page-data.ts';
import { type Site, useSite } from './data.ts';
import { type Drawing, nodeHeight } from './graph-layout.ts';
import { reached } from './graph-scope.ts';
import { Shapes } from './graph-shapes.tsx';
import { fitted, moved, opening, type Size, type Viewport, zoomed } from './viewport.ts';

interface GraphViewProps {
  readonly drawing: Drawing;
  readonly focus: NodeIndex | null;
}

/** A drawing to zoom and pan: by wheel, pointer, two fingers, keys and buttons. */
export function GraphView({ drawing, focus }: GraphViewProps) {
  const site = useSite();
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<Viewport>({ x: 0, y: 0, k: 1 });
  const [pointed, setPointed] = useState<NodeIndex | null>(null);
  const bright = useMemo(() => (pointed === null ? null : related(pointed, site)), [pointed, site]);
  const shapes = useMemo(
    () => <Shapes drawing={drawing} nodes={site.nodes} focus={focus} bright={bright} onPoint={setPointed} />,
    [drawing, site, focus, bright],
  );
  useLayoutEffect(() => setView(opening(drawing, sizeOf(box.current), pointOf(drawing, focus))), [drawing, focus]);
  useWheel(box, setView);
  const pointers = usePointers(setView);
  const middle = (): { x: number; y: number } => {
    const { width, height } = sizeOf(box.current);
    return { x: width / 2, y: height / 2 };
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const change = keyChange(event.key, { middle: middle(), whole: () => fitted(drawing, sizeOf(box.current)) });
    if (change === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setView(change);
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
      <svg class="graph" width="100%" height="100%">
        <g transform={`translate(${view.x} ${view.y}) scale(${view.k})`}>{shapes}</g>
      </svg>
      <div class="zoom">
        <ZoomButton label="Zoom in" sign="+" onClick={() => setView(before => zoomed(before, 1.3, middle()))} />
        <ZoomButton label="Zoom out" sign="−" onClick={() => setView(before => zoomed(before, 1 / 1.3, middle()))} />
        <ZoomButton label="Show all" sign="⤢" onClick={() => setView(fitted(drawing, sizeOf(box.current)))} />
      </div>
    </div>
  );
}

const ZoomButton = ({
  label,
  sign,
  onClick,
}: {
  readonly label: string;
  readonly sign: string;
  readonly onClick: () => void;
}) => (
  <button type="button" aria-label={label} title={label} onClick={onClick}>
    {sign}
  </button>
);

const sizeOf = (element: HTMLElement | null): Size => ({
  width: element?.clientWidth ?? 0,
  height: element?.clientHeight ?? 0,
});

function pointOf(drawing: Drawing, index: NodeIndex | null): { x: number; y: number } | null {
  const node = drawing.nodes.find(placed => placed.index === index);
  return node === undefined ? null : { x: node.x + node.width / 2, y: node.y + nodeHeight / 2 };
}

/** A node with all that it comes from and all that comes from it. */
const related = (index: NodeIndex, { nodes, children }: Site): ReadonlySet<NodeIndex> =>
  new Set([index, ...reached(index, 'all', at => nodes[at]?.parents ?? []), ...reached(index, 'all', at => children[at] ?? [])]);

type Change = (view: Viewport) => Viewport;

interface KeyInput {
  readonly middle: { readonly x: number; readonly y: number };
  readonly whole: () => Viewport;
}

function keyChange(key: string, { middle, whole }: KeyInput): Change | null {
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
    case '0':
      return whole;
    default:
      return null;
  }
}

/** Brings the node that got the focus into the window. */
function inSight(
  view: Viewport,
  target: EventTarget | null,
  { drawing, window }: { readonly drawing: Drawing; readonly window: Size },
): Viewport {
  const index = target instanceof SVGElement ? Number(target.dataset['index']) : null;
  const point = index === null ? null : pointOf(drawing, index);
  if (point === null) return view;
  const x = view.x + point.x * view.k;
  const y = view.y + point.y * view.k;
  const isInside = x > 40 && y > 20 && x < window.width - 40 && y < window.height - 20;
  return isInside ? view : moved(view, window.width / 2 - x, window.height / 2 - y);
}

/** By hand, since a listener that keeps the page from scrolling has to say so when it is added. */
function useWheel(box: { readonly current: HTMLDivElement | null }, setView: (change: Change) => void): void {
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      // A pinch on a touch pad comes as a wheel with the control key, in small steps.
      const factor = Math.exp((-event.deltaY * lines * (event.ctrlKey ? 8 : 1.5)) / 1000);
      setView(view => zoomed(view, factor, { x: event.clientX - left, y: event.clientY - top }));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, []);
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** One pointer pans, two zoom. After a pan, the click that ends it opens nothing. */
function usePointers(setView: (change: Change) => void) {
  const held = useRef(new Map<number, Point>());
  const travelled = useRef(0);
  const onPointerDown = (event: TargetedPointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    if (held.current.size === 0) travelled.current = 0;
    held.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
  };
  const onPointerMove = (event: TargetedPointerEvent<HTMLDivElement>): void => {
    const last = held.current.get(event.pointerId);
    if (last === undefined) return;
    const point = { x: event.clientX, y: event.clientY };
    travelled.current += Math.hypot(point.x - last.x, point.y - last.y);
    // Not before it moved: a captured pointer clicks the whole drawing, no node.
    if (travelled.current > 4) event.currentTarget.setPointerCapture(event.pointerId);
    const other = [...held.current].find(([id]) => id !== event.pointerId)?.[1];
    held.current.set(event.pointerId, point);
    const { left, top } = event.currentTarget.getBoundingClientRect();
    if (other === undefined) setView(view => moved(view, point.x - last.x, point.y - last.y));
    else setView(view => pinched(view, { last, point, other }, { x: left, y: top }));
  };
  const release = (event: TargetedPointerEvent<HTMLDivElement>): void => void held.current.delete(event.pointerId);
  const onClickCapture = (event: Event): void => {
    if (travelled.current <= 4) return;
    event.preventDefault();
    travelled.current = 0;
  };
  const onDragStart = (event: Event): void => event.preventDefault();
  return {
    onPointerDown,
    onPointerMove,
    onPointerUp: release,
    onPointerCancel: release,
    onPointerLeave: release,
    onClickCapture,
    onDragStart,
  };
}

interface Pinch {
  readonly last: Point;
  readonly point: Point;
  readonly other: Point;
}

function pinched(view: Viewport, { last, point, other }: Pinch, origin: Point): Viewport {
  const before = Math.hypot(last.x - other.x, last.y - other.y);
  const after = Math.hypot(point.x - other.x, point.y - other.y);
  const middle = { x: (point.x + other.x) / 2 - origin.x, y: (point.y + other.y) / 2 - origin.y };
  const shifted = moved(view, (point.x - last.x) / 2, (point.y - last.y) / 2);
  return before === 0 ? shifted : zoomed(shifted, after / before, middle);
}
