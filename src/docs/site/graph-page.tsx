import { useMemo, useState } from 'preact/hooks';
import type { NodeIndex, SelectionData } from '../page-data.ts';
import { columnGraph, columnPath } from './column-path.ts';
import { type Site, useLineage, useSelectionData, useSite } from './data.ts';
import { type ColumnPath, type Drawing, drawingOf } from './graph-drawing.ts';
import { GraphPanel } from './graph-panel.tsx';
import { groupsOf, isDrawn, scopeOf } from './graph-scope.ts';
import type { Acts } from './graph-shapes.tsx';
import type { GraphState, Viewpoint } from './graph-state.ts';
import { GraphTools } from './graph-tools.tsx';
import { GraphView } from './graph-view.tsx';
import { useLiveNodes } from './live.ts';
import { plural } from './plural.ts';
import { graphLink } from './route.ts';
import { type Selected, selectorOf, tagsAt } from './selector.ts';
import { titleWidth } from './text-width.ts';
import { tonesOf } from './tone.ts';

/** More boxes than this take seconds to draw, so they wait to be asked for. */
const mostAtOnce = 1200;

export function GraphPage({ state: { at, ...rest } }: { readonly state: GraphState }) {
  const site = useSite();
  // Links to other states of the graph leave out where it lies.
  const state: GraphState = { ...rest, at: null };
  const [allowed, setAllowed] = useState(mostAtOnce);
  const { selected, data } = useSelected(state);
  const path = usePath(state);
  const indexes = useScope(state, selected?.indexes ?? null, path);
  const groups = useMemo(
    () => groupsOf(indexes, state.group, { nodes: site.nodes, tagsOf: index => (data === null ? [] : tagsAt(data, index)) }),
    [indexes, state.group, site, data],
  );
  const open = useMemo(() => new Set(state.open), [state.open.join('\n')]);
  const boxCount = indexes.filter(index => !isInClosed(groups.get(index), open)).length;
  const isTooMuch = boxCount > allowed;
  const drawing = useMemo(
    () => (isTooMuch ? null : drawingOf({ indexes, nodes: site.nodes, measure: titleWidth, groups, open, path })),
    [isTooMuch, indexes, site, groups, open, path],
  );
  const picked = state.picked === null ? null : (site.indexes.get(state.picked) ?? null);
  return (
    <div class="graph-page">
      <h1 class="unseen">Graph</h1>
      <GraphTools state={state} count={indexes.length} messages={selected?.messages ?? []} />
      <div class="graph-body">
        {drawing === null ? (
          <TooMuch state={state} count={boxCount} onAll={() => setAllowed(Number.POSITIVE_INFINITY)} />
        ) : indexes.length === 0 ? (
          <p class="graph-empty">Nothing to draw: no model, source or exposure is chosen.</p>
        ) : (
          <Graph state={state} at={at} drawing={drawing} indexes={indexes} picked={picked} path={path} />
        )}
        {picked !== null && <GraphPanel state={state} index={picked} />}
      </div>
    </div>
  );
}

const isInClosed = (group: string | undefined, open: ReadonlySet<string>): boolean => group !== undefined && !open.has(group);

/** The way of the picked column; null without one, or while the data loads. */
function usePath({ picked, column }: GraphState): ColumnPath | null {
  const { indexes } = useSite();
  const loaded = useLineage(column !== null);
  const table = loaded.kind === 'here' ? loaded.value : null;
  const graph = useMemo(() => (table === null ? null : columnGraph(table)), [table]);
  const index = picked === null ? undefined : indexes.get(picked);
  return useMemo(
    () => (graph === null || column === null || index === undefined ? null : columnPath(graph, index, column)),
    [graph, index, column],
  );
}

/** Null while the data loads, or without a selector. */
function useSelected(state: GraphState): { readonly selected: Selected | null; readonly data: SelectionData | null } {
  const { nodes, overview } = useSite();
  const loaded = useSelectionData(state.select !== '' || state.group === 'tag');
  const data = loaded.kind === 'here' ? loaded.value : null;
  const isAsked = state.select !== '';
  const selector = useMemo(
    () => (data === null || !isAsked ? null : selectorOf(nodes, data, overview.project)),
    [data, nodes, overview, isAsked],
  );
  const selected = useMemo(() => (isAsked ? (selector?.(state.select) ?? null) : null), [selector, state.select, isAsked]);
  return { selected, data };
}

function useScope(state: GraphState, selected: ReadonlySet<NodeIndex> | null, path: ColumnPath | null): readonly NodeIndex[] {
  const { nodes, children, indexes } = useSite();
  const { id, up, down, expanded } = state;
  const key = expanded.join('\n');
  return useMemo(
    () => scopeOf({ id, up, down, expanded }, { nodes, children, indexes, selected, always: [...(path?.columns.keys() ?? [])] }),
    [nodes, children, indexes, id, up, down, key, selected, path],
  );
}

interface GraphProps {
  readonly state: GraphState;
  readonly at: Viewpoint | null;
  readonly drawing: Drawing;
  readonly indexes: readonly NodeIndex[];
  readonly picked: NodeIndex | null;
  readonly path: ColumnPath | null;
}

function Graph({ state, at, drawing, indexes, picked, path }: GraphProps) {
  const site = useSite();
  const focus = state.id === null ? null : (site.indexes.get(state.id) ?? null);
  const nodes = useLiveNodes(site.nodes);
  const tones = useMemo(() => tonesOf(nodes, site.tests), [nodes, site]);
  const look = useMemo(
    () => ({ nodes, tones, focus, picked, colour: state.colour, changes: new Map(site.overview.changes ?? []) }),
    [site, nodes, tones, focus, picked, state.colour],
  );
  const address = graphLink(state);
  const acts = useMemo(() => actsOf(state, new Set(indexes), site), [address, indexes, site]);
  const lit = useMemo(() => (path === null ? null : new Set([...path.columns.keys()].map(index => `n${index}`))), [path]);
  const name = (focus === null ? site.overview.project : site.nodes[focus]?.label) || 'graph';
  return <GraphView key={state.id ?? ''} state={{ ...state, at }} {...{ drawing, look, acts, lit, name }} />;
}

function actsOf(state: GraphState, shown: ReadonlySet<NodeIndex>, { nodes, children }: Site): Omit<Acts, 'point'> {
  const idOf = (index: NodeIndex): string => nodes[index]?.id ?? '';
  return {
    linkOf: index => graphLink({ ...state, picked: idOf(index), column: null }),
    groupLink: name => {
      const open = state.open.includes(name) ? state.open.filter(one => one !== name) : [...state.open, name];
      return graphLink({ ...state, open });
    },
    moreLink: (index, side) => {
      const near = (side === 'up' ? nodes[index]?.parents : children[index]) ?? [];
      if (near.every(one => shown.has(one) || !isDrawn(nodes[one]))) return null;
      const expanded = side === 'up' ? `+${idOf(index)}` : `${idOf(index)}+`;
      return graphLink({ ...state, expanded: [...state.expanded, expanded] });
    },
  };
}

interface TooMuchProps {
  readonly state: GraphState;
  readonly count: number;
  readonly onAll: () => void;
}

const TooMuch = ({ state, count, onAll }: TooMuchProps) => (
  <div class="graph-empty">
    <p>
      {plural(count, 'node')} at once are more than anyone can read. Group them, choose some with a selector, or look for one
      node.
    </p>
    <p>
      <a class="button" href={graphLink({ ...state, group: 'folder', open: [] })}>
        Group by folder
      </a>{' '}
      <button type="button" class="button" onClick={onAll}>
        Draw them all
      </button>
    </p>
  </div>
);
