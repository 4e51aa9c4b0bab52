import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Box, Drawing } from './graph-drawing.ts';
import { type GraphState, isSamePoint, type Viewpoint } from './graph-state.ts';
import { useWheel, type ViewChange } from './pan.ts';
import { graphLink, parseRoute } from './route.ts';
import { centred, fitted, moved, opening, showing, sizeOf, type Viewport, viewpointOf } from './viewport.ts';

export interface Viewed {
  readonly drawing: Drawing;
  /** Keys of boxes that it is about, the first of them most. */
  readonly about: readonly string[];
  /** Keys of boxes to be seen; null: whichever. */
  readonly lit: ReadonlySet<string> | null;
  readonly state: GraphState;
}

export interface KeptView {
  readonly view: Viewport;
  readonly setView: (change: ViewChange) => void;
  readonly showAll: () => void;
}

type Window = { readonly current: HTMLDivElement | null };

/**
 * Where the drawing lies. When it changes, what it is about stays where it was, and what is lit then is brought into the window. Once
 * somebody moved it, the address says where to, so that a link, a reload, back and forward show the same.
 */
export function useKeptView({ drawing, about, lit, state }: Viewed, box: Window): KeptView {
  const [view, put] = useState<Viewport>({ x: 0, y: 0, k: 1 });
  const address = graphLink({ ...state, at: null });
  const shown = useRef({ drawing: null as Drawing | null, address: '', at: null as Viewpoint | null });
  // `asked`: where the address wants it, also when more of the drawing arrives later.
  const place = useRef<'ours' | 'asked' | 'moved'>('ours');
  useLayoutEffect(() => {
    const before = shown.current;
    const { at } = state;
    shown.current = { drawing, address, at };
    const isElsewhere = before.address !== address || !isSamePoint(before.at, at);
    const window = sizeOf(box.current);
    if (at !== null && (isElsewhere || place.current === 'asked')) {
      place.current = 'asked';
      put(centred(at, at, window));
    } else if (before.drawing !== drawing) {
      const pair = same(about, before.drawing, drawing);
      if (pair === null) place.current = 'ours';
      const bright = lit === null ? [] : drawing.boxes.filter(({ key }) => lit.has(key));
      put(last => {
        const next = pair === null ? opened(drawing, about, window) : stayed(last, pair);
        return bright.length > 1 ? showing(next, bright, window) : next;
      });
    }
  }, [drawing, address, state.at]);
  useWritten(view, { address, state, isOurs: place.current === 'ours' }, box);
  const setView = (change: ViewChange): void => {
    put(before => {
      const after = change(before);
      if (after !== before) place.current = 'moved';
      return after;
    });
  };
  const showAll = (): void => {
    place.current = 'ours';
    put(fitted(drawing, sizeOf(box.current)));
  };
  useWheel(box, setView);
  return { view, setView, showAll };
}

type Pair = readonly [Box, Box];

/** The box that both drawings are about. */
function same(about: readonly string[], before: Drawing | null, now: Drawing): Pair | null {
  const find = (drawing: Drawing | null): Box | undefined =>
    about.map(key => drawing?.boxes.find(one => one.key === key)).find(one => one !== undefined);
  const [old, next] = [find(before), find(now)];
  return old !== undefined && next !== undefined && old.key === next.key ? [old, next] : null;
}

const stayed = (view: Viewport, [old, now]: Pair): Viewport => moved(view, (old.x - now.x) * view.k, (old.y - now.y) * view.k);

function opened(drawing: Drawing, about: readonly string[], window: ReturnType<typeof sizeOf>): Viewport {
  const box = about.map(key => drawing.boxes.find(one => one.key === key)).find(one => one !== undefined);
  return opening(drawing, window, box === undefined ? null : { x: box.x + box.width / 2, y: box.y + box.height / 2 });
}

interface Written {
  readonly address: string;
  readonly state: GraphState;
  readonly isOurs: boolean;
}

/** Browsers allow a hundred changes of the address in half a minute. */
const writeEveryMs = 400;

/** Nothing is written of where the drawing lies by itself, nor once the address is of something else. */
function useWritten(view: Viewport, written: Written, box: Window): void {
  const latest = useRef({ view, written });
  latest.current = { view, written };
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const write = (): void => {
    if (timer.current === null) return;
    clearTimeout(timer.current);
    timer.current = null;
    const { address, state, isOurs } = latest.current.written;
    const at = isOurs ? null : viewpointOf(latest.current.view, sizeOf(box.current));
    const route = parseRoute(location.hash);
    if (route.page !== 'graph' || graphLink({ ...route.state, at: null }) !== address || isSamePoint(route.state.at, at)) return;
    history.replaceState(null, '', graphLink({ ...state, at }));
  };
  useEffect(() => {
    timer.current ??= setTimeout(write, writeEveryMs);
  }, [view, written.address, written.isOurs]);
  useEffect(() => {
    // Whoever leaves by a link finds this place again when he comes back.
    addEventListener('click', write, true);
    return () => {
      removeEventListener('click', write, true);
      clearTimeout(timer.current ?? undefined);
    };
  }, []);
}
