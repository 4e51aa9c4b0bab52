import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { NodeIndex } from '../page-data.ts';
import { useSite } from './data.ts';
import { drawingOf } from './graph-drawing.ts';
import { around } from './graph-scope.ts';
import { Shapes } from './graph-shapes.tsx';
import { useLiveNodes } from './live.ts';
import { titleWidth } from './text-width.ts';
import { tonesOf } from './tone.ts';

/** More neighbours than this are better read as a list. */
const most = 24;

/** A node between what it reads and what reads it, as large as it is: what does not fit scrolls. */
export function LineageStrip({ index }: { readonly index: NodeIndex }) {
  const site = useSite();
  const nodes = useLiveNodes(site.nodes);
  const tones = useMemo(() => tonesOf(nodes, site.tests), [nodes, site]);
  const box = useRef<HTMLDivElement>(null);
  const indexes = useMemo(() => around(index, { up: 1, down: 1 }, site), [index, site]);
  const drawing = useMemo(
    () => (indexes.length < 2 || indexes.length > most ? null : drawingOf({ indexes, nodes: site.nodes, measure: titleWidth })),
    [indexes, site],
  );
  const focus = drawing?.boxes.find(({ key }) => key === `n${index}`);
  useEffect(() => {
    if (box.current !== null && focus !== undefined) {
      box.current.scrollLeft = focus.x + focus.width / 2 - box.current.clientWidth / 2;
    }
  }, [focus]);
  if (drawing === null) return null;
  const { width, height } = drawing;
  return (
    <div class="strip" ref={box}>
      {/* biome-ignore lint/a11y/useSemanticElements: a field set holds fields, this holds links */}
      <svg class="graph" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-label="Lineage">
        <Shapes drawing={drawing} look={{ nodes, tones, focus: index, bright: null }} />
      </svg>
    </div>
  );
}
