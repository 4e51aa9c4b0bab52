import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { NodePiece } from '../docs-data.ts';
import type { NodeDetail, NodeIndex, NodeSummary, Overview, SearchWords } from '../page-data.ts';

/** The overview, and what follows from it. */
export interface Site {
  readonly overview: Overview;
  readonly nodes: readonly NodeSummary[];
  readonly indexes: ReadonlyMap<string, NodeIndex>;
  readonly children: readonly (readonly NodeIndex[])[];
}

export const SiteContext = createContext<Site | null>(null);

export function useSite(): Site {
  const site = useContext(SiteContext);
  if (site === null) throw new Error('used outside of the page');
  return site;
}

let opened: (site: Site) => void = () => {};
const arrived = new Map<string, unknown>();
const loading = new Map<string, Promise<void>>();
const details = new Map<NodeIndex, NodeDetail>();

export const whenOpened = (open: (site: Site) => void): void => {
  opened = open;
};

/** What a data file hands over. */
export function receive(name: string, json: string): void {
  const value: unknown = JSON.parse(json);
  if (name === 'overview') opened(siteOf(value as Overview));
  else if (name.startsWith('nodes')) for (const [index, detail] of value as NodePiece) details.set(index, detail);
  else arrived.set(name, value);
}

function siteOf(overview: Overview): Site {
  const children: NodeIndex[][] = overview.nodes.map(() => []);
  overview.nodes.forEach((node, index) => {
    for (const parent of new Set(node.parents)) children[parent]?.push(index);
  });
  const indexes = new Map(overview.nodes.map((node, index) => [node.id, index]));
  return { overview, nodes: overview.nodes, indexes, children };
}

/** A script each, once: pages from `file://` may not fetch. */
function load(file: string): Promise<void> {
  const known = loading.get(file);
  if (known !== undefined) return known;
  const done = new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `docs/${file}`;
    script.onload = () => resolve();
    script.onerror = () => {
      loading.delete(file);
      script.remove();
      reject(new Error(file));
    };
    document.head.append(script);
  });
  loading.set(file, done);
  return done;
}

export type Loaded<T> = { readonly kind: 'loading' } | { readonly kind: 'failed' } | { readonly kind: 'here'; readonly value: T };

/** The details of a node; they come with those of its neighbours in the list. */
export function useDetail(index: NodeIndex): Loaded<NodeDetail> {
  const { overview, nodes } = useSite();
  const file = overview.pieces[nodes[index]?.piece ?? 0] ?? '';
  return useLoaded(file, () => details.get(index));
}

/** The words to search in. They start to load when this is first used. */
export function useSearchWords(): Loaded<readonly SearchWords[]> {
  const { overview } = useSite();
  return useLoaded(overview.searchFile, () => arrived.get('search') as readonly SearchWords[] | undefined);
}

function useLoaded<T>(file: string, get: () => T | undefined): Loaded<T> {
  const [failed, setFailed] = useState<string | null>(null);
  const [, repaint] = useState(0);
  const value = get();
  const isMissing = value === undefined;
  useEffect(() => {
    if (!isMissing) return;
    load(file).then(
      () => repaint(count => count + 1),
      () => setFailed(file),
    );
  }, [file, isMissing]);
  if (value !== undefined) return { kind: 'here', value };
  return { kind: failed === file ? 'failed' : 'loading' };
}
