import type { TargetedPointerEvent } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Drawing } from './graph-drawing.ts';
import type { Size, Viewport } from './viewport.ts';

const largest = { width: 190, height: 120 };

interface MinimapProps {
  readonly drawing: Drawing;
  readonly view: Viewport;
  readonly window: Size;
  /** Brings a point of the drawing into the middle. */
  readonly onGo: (x: number, y: number) => void;
}

/** All of the drawing, with a frame around what the window shows; nothing while that is all of it. */
export function Minimap({ drawing, view, window, onGo }: MinimapProps) {
  const scale = Math.min(largest.width / (drawing.width || 1), largest.height / (drawing.height || 1));
  // One path for all boxes: a thousand elements would cost more than they show.
  const boxes = useMemo(
    () => drawing.boxes.map(({ x, y, width, height }) => `M${x | 0},${y | 0}h${width}v${height}h${-width}z`).join(''),
    [drawing],
  );
  const go = (event: TargetedPointerEvent<SVGSVGElement>): void => {
    event.stopPropagation();
    if (event.buttons !== 1) return;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    onGo((event.clientX - left) / scale, (event.clientY - top) / scale);
  };
  const right = view.x + drawing.width * view.k;
  const bottom = view.y + drawing.height * view.k;
  if (view.x >= 0 && view.y >= 0 && right <= window.width && bottom <= window.height) return null;
  return (
    <svg
      class="minimap"
      width={drawing.width * scale}
      height={drawing.height * scale}
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      aria-hidden="true"
      onPointerDown={go}
      onPointerMove={go}
    >
      <path d={boxes} />
      <rect x={-view.x / view.k} y={-view.y / view.k} width={window.width / view.k} height={window.height / view.k} />
    </svg>
  );
}
