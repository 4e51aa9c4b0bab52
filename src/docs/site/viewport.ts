import type { Viewpoint } from './graph-state.ts';

/** How a drawing lies in its window: moved by `x`, `y` and scaled by `k`. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const sizeOf = (element: { readonly clientWidth: number; readonly clientHeight: number } | null): Size => ({
  width: element?.clientWidth ?? 0,
  height: element?.clientHeight ?? 0,
});

/** What is in the middle of the window, as exactly as an address has to be. */
export const viewpointOf = ({ x, y, k }: Viewport, window: Size): Viewpoint => ({
  x: Math.round((window.width / 2 - x) / k),
  y: Math.round((window.height / 2 - y) / k),
  k: Math.round(k * 1000) / 1000,
});

const smallest = 0.05;
const largest = 3;

/** Of the window, free on each side. */
const edge = 20;

/** All of the drawing in the middle of the window, never larger than it is. */
export function fitted(drawing: Size, window: Size): Viewport {
  const room = { width: Math.max(1, window.width - 2 * edge), height: Math.max(1, window.height - 2 * edge) };
  const k = clamped(Math.min(1, room.width / (drawing.width || 1), room.height / (drawing.height || 1)));
  return { k, x: (window.width - drawing.width * k) / 2, y: (window.height - drawing.height * k) / 2 };
}

/** What begins the view: all of it if it can be read then, else the focused point with what is around it. */
export function opening(drawing: Size, window: Size, focus: { readonly x: number; readonly y: number } | null): Viewport {
  const whole = fitted(drawing, window);
  if (focus === null || whole.k >= 0.7) return whole;
  const k = 0.9;
  return { k, x: window.width / 2 - focus.x * k, y: window.height / 2 - focus.y * k };
}

/** The point of the window stays over the same point of the drawing. */
export function zoomed(view: Viewport, factor: number, { x, y }: { readonly x: number; readonly y: number }): Viewport {
  const k = clamped(view.k * factor);
  const ratio = k / view.k;
  return { k, x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio };
}

export const moved = (view: Viewport, dx: number, dy: number): Viewport => ({ ...view, x: view.x + dx, y: view.y + dy });

/** The point of the drawing in the middle of the window. */
export const centred = (
  { k }: Pick<Viewport, 'k'>,
  point: { readonly x: number; readonly y: number },
  window: Size,
): Viewport => ({
  k,
  x: window.width / 2 - point.x * k,
  y: window.height / 2 - point.y * k,
});

interface Rectangle extends Size {
  readonly x: number;
  readonly y: number;
}

/** The same view if the rectangles are all in the window; else one in which they are. */
export function showing(view: Viewport, rectangles: readonly Rectangle[], window: Size): Viewport {
  const left = Math.min(...rectangles.map(one => one.x)) - edge;
  const top = Math.min(...rectangles.map(one => one.y)) - edge;
  const width = Math.max(...rectangles.map(one => one.x + one.width)) + edge - left;
  const height = Math.max(...rectangles.map(one => one.y + one.height)) + edge - top;
  const [x, y] = [view.x + left * view.k, view.y + top * view.k];
  const isInside = x >= 0 && y >= 0 && x + width * view.k <= window.width && y + height * view.k <= window.height;
  if (isInside) return view;
  const k = Math.min(view.k, fitted({ width, height }, window).k);
  return centred({ ...view, k }, { x: left + width / 2, y: top + height / 2 }, window);
}

const clamped = (k: number): number => Math.min(largest, Math.max(smallest, k));
