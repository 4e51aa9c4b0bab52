import { useEffect, useMemo, useState } from 'preact/hooks';
import type { LiveChange, LiveNode, LiveState } from '../live-event.ts';
import type { NodeSummary } from '../page-data.ts';
import { showDocs } from './data.ts';

/** What is known of the project that is being worked on; these docs are served by `model dev`. */
export interface Live extends LiveState {
  readonly server: 'there' | 'gone';
  /** `docs`: what is known of the last run is in the docs that are shown. */
  readonly newest: 'events' | 'docs';
}

let live: Live | null = null;
const listeners = new Set<() => void>();

/** Listens where the page says so, which a page on a disk does not. */
export function listen(): void {
  const path = document.querySelector<HTMLMetaElement>('meta[name="live-events"]')?.content;
  if (path === undefined) return;
  const events = new EventSource(path);
  events.onmessage = ({ data }) => take(JSON.parse(data) as LiveChange);
  events.onerror = () => {
    if (live !== null) put({ ...live, server: 'gone' });
    // A browser gives up for good when something else answers at the address.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, retryMs);
  };
}

const retryMs = 3000;

function take({ isNewRun, nodes, ...rest }: LiveChange): void {
  const known = isNewRun === true ? {} : (live?.nodes ?? {});
  const newest = nodes === undefined ? (live?.newest ?? 'events') : 'events';
  put({ ...(live ?? nothing), ...rest, nodes: { ...known, ...nodes }, server: 'there', newest });
  const { overview } = rest;
  if (overview == null) return;
  void showDocs(overview).then(isShown => {
    if (isShown && live !== null && live.overview === overview && live.phase !== 'building') put({ ...live, newest: 'docs' });
  });
}

const nothing: Live = {
  phase: 'idle',
  total: 0,
  done: 0,
  nodes: {},
  ended: null,
  problems: [],
  overview: null,
  server: 'there',
  newest: 'events',
};

function put(next: Live): void {
  live = next;
  for (const listener of listeners) listener();
}

/** Null where nobody tells. */
export function useLive(): Live | null {
  const [, repaint] = useState(0);
  useEffect(() => {
    const listener = (): void => repaint(count => count + 1);
    listeners.add(listener);
    // What came between painting and now.
    listener();
    return () => void listeners.delete(listener);
  }, []);
  return live;
}

/** What is known of a node beyond what the docs say; null: nothing. */
export function useLiveNode(id: string): LiveNode | null {
  const live = useLive();
  return live?.newest === 'events' ? (live.nodes[id] ?? null) : null;
}

/** The nodes with what is known of them at this moment. */
export function useLiveNodes(nodes: readonly NodeSummary[]): readonly NodeSummary[] {
  const live = useLive();
  const known = live?.newest === 'events' ? live.nodes : undefined;
  return useMemo(
    () =>
      known === undefined || Object.keys(known).length === 0
        ? nodes
        : nodes.map(node => {
            const status = Object.hasOwn(known, node.id) ? known[node.id]?.status : undefined;
            return status === undefined || status === node.status ? node : { ...node, status };
          }),
    [nodes, known],
  );
}
