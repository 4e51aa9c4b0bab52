import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { NodePiece } from '../docs-data.ts';
import type {
  ColumnTable,
  LineageTable,
  NodeDetail,
  NodeIndex,
  NodeSummary,
  Overview,
  SelectionData,
  WordIndex,
} from '../page-data.ts';
import { unpackNodes } from './unpack.ts';

/** The overview, and what follows from it. */
export interface Site {
  readonly overview: Overview;
  readonly nodes: readonly NodeSummary[];
  readonly indexes: ReadonlyMap<string, NodeIndex>;
  readonly children: readonly (readonly NodeIndex[])[];
  /** The tests about each node. */
  readonly tests: readonly (readonly NodeIndex[])[];
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
  const nodes = unpackNodes(overview.nodes);
  const children: NodeIndex[][] = nodes.map(() => []);
  const tests: NodeIndex[][] = nodes.map(() => []);
  nodes.forEach((node, index) => {
    for (const parent of new Set(node.parents)) children[parent]?.push(index);
    if (node.about !== null) tests[node.about]?.push(index);
  });
  return { overview, nodes, indexes: new Map(nodes.map((node, index) => [node.id, index])), children, tests };
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
  const { overview } = useSite();
  const file = overview.pieces.findLast(({ first }) => first <= index)?.name ?? '';
  return useLoaded(file, () => details.get(index));
}

/** What each of these loads starts to load when it is first used. */
export const useColumns = (): Loaded<ColumnTable> =>
  useLoaded(useSite().overview.files.columns, () => arrived.get('columns') as ColumnTable | undefined);

export const useWords = (): Loaded<WordIndex> =>
  useLoaded(useSite().overview.files.words, () => arrived.get('words') as WordIndex | undefined);

export const useSelectionData = (isNeeded: boolean): Loaded<SelectionData> =>
  useLoaded(isNeeded ? useSite().overview.files.selection : null, () => arrived.get('selection') as SelectionData | undefined);

export const useLineage = (isNeeded: boolean): Loaded<LineageTable> =>
  useLoaded(isNeeded ? useSite().overview.files.lineage : null, () => arrived.get('lineage') as LineageTable | undefined);

/** Null: nothing yet. */
function useLoaded<T>(file: string | null, get: () => T | undefined): Loaded<T> {
  const [failed, setFailed] = useState<string | null>(null);
  const [, repaint] = useState(0);
  const value = get();
  const isMissing = value === undefined;
  useEffect(() => {
    if (!isMissing || file === null) return;
    load(file).then(
      () => repaint(count => count + 1),
      () => setFailed(file),
    );
  }, [file, isMissing]);
  if (value !== undefined) return { kind: 'here', value };
  return { kind: failed === file ? 'failed' : 'loading' };
}
