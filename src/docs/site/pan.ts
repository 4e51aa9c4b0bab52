import type { TargetedPointerEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { moved, type Viewport, zoomed } from './viewport.ts';

export type ViewChange = (view: Viewport) => Viewport;

/** By hand, since a listener that keeps the page from scrolling has to say so when it is added. */
export function useWheel(box: { readonly current: HTMLDivElement | null }, setView: (change: ViewChange) => void): void {
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
export function usePointers(setView: (change: ViewChange) => void) {
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
    if (travelled.current > 4) {
      event.currentTarget.setPointerCapture(event.pointerId);
      // The drawing is a picture of its own while it moves, which costs memory, so only then.
      event.currentTarget.classList.add('moving');
    }
    const other = [...held.current].find(([id]) => id !== event.pointerId)?.[1];
    held.current.set(event.pointerId, point);
    const { left, top } = event.currentTarget.getBoundingClientRect();
    if (other === undefined) setView(view => moved(view, point.x - last.x, point.y - last.y));
    else setView(view => pinched(view, { last, point, other }, { x: left, y: top }));
  };
  const release = (event: TargetedPointerEvent<HTMLDivElement>): void => {
    held.current.delete(event.pointerId);
    if (held.current.size === 0) event.currentTarget.classList.remove('moving');
  };
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
