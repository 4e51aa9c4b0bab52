import { createContext } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
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
import { type Tone, tonesOf } from './tone.ts';
import { unpackNodes } from './unpack.ts';

/** The overview, and what follows from it. */
export interface Site {
  readonly overview: Overview;
  readonly nodes: readonly NodeSummary[];
  readonly indexes: ReadonlyMap<string, NodeIndex>;
  readonly children: readonly (readonly NodeIndex[])[];
  /** The tests about each node. */
  readonly tests: readonly (readonly NodeIndex[])[];
  /** How each node and its tests ended, the worst of it. */
  readonly tones: readonly Tone[];
}

export const SiteContext = createContext<Site | null>(null);

export function useSite(): Site {
  const site = useContext(SiteContext);
  if (site === null) throw new Error('used outside of the page');
  return site;
}

let opened: (site: Site) => void = () => {};
/** By the file that brought it, whose name tells its content. */
const arrived = new Map<string, unknown>();
const loading = new Map<string, Promise<void>>();
/** The files of a site that the page needs as it is now, one for each place where it shows some of them. */
const needed = new Set<(site: Site) => string | null>();
/** The overview that the page is waiting for; empty: the first that comes. */
let awaited = '';
let opening: Promise<void> = Promise.resolve();

export const whenOpened = (open: (site: Site) => void): void => {
  opened = open;
};

/** What a data file hands over. */
export function receive(name: string, json: string): void {
  const value: unknown = JSON.parse(json);
  const { src = '' } = (document.currentScript as HTMLScriptElement | null) ?? {};
  const file = src.replace(/^.*\//, '');
  if (name === 'overview') opening = open(file, siteOf(value as Overview));
  else arrived.set(file, name.startsWith('nodes') ? new Map(value as NodePiece) : value);
}

/** A page that shows an earlier version of the docs first gets what it shows of them, so that nothing on it vanishes meanwhile. */
async function open(file: string, site: Site): Promise<void> {
  if (awaited === '') awaited = file;
  const files = [...needed].flatMap(fileIn => fileIn(site) ?? []);
  const loaded = files.length === 0 ? [] : await Promise.allSettled(files.map(load));
  // What is not there has given way to a yet newer version, which will be told.
  if (awaited !== file || loaded.some(({ status }) => status === 'rejected')) return;
  opened(site);
  forgetOthers(site);
}

/** Versions follow each other all day where somebody works on the project. */
function forgetOthers({ overview: { files, pieces } }: Site): void {
  const kept = new Set([...Object.values(files), ...pieces.map(({ name }) => name)]);
  for (const known of [arrived, loading]) for (const name of [...known.keys()]) if (!kept.has(name)) known.delete(name);
}

/** Shows a newer version of the docs, which lies beside the one that is shown. Gives whether that was the newest when it was there. */
export async function showDocs(overview: string): Promise<boolean> {
  if (awaited !== overview) {
    awaited = overview;
    await load(overview).catch(() => undefined);
  }
  await opening;
  return awaited === overview;
}

function siteOf(overview: Overview): Site {
  const nodes = unpackNodes(overview.nodes);
  const children: NodeIndex[][] = nodes.map(() => []);
  const tests: NodeIndex[][] = nodes.map(() => []);
  nodes.forEach((node, index) => {
    for (const parent of new Set(node.parents)) children[parent]?.push(index);
    if (node.about !== null) tests[node.about]?.push(index);
  });
  const tones = tonesOf(nodes, tests);
  return { overview, nodes, tones, indexes: new Map(nodes.map((node, index) => [node.id, index])), children, tests };
}

/** A script each, once: pages from `file://` may not fetch. */
function load(file: string): Promise<void> {
  const known = loading.get(file);
  if (known !== undefined) return known;
  const done = new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `docs/${file}`;
    script.onload = () => {
      script.remove();
      resolve();
    };
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
  const id = useSite().nodes[index]?.id ?? '';
  return useLoaded(
    site => pieceOf(site, id),
    piece => (piece as ReadonlyMap<NodeIndex, NodeDetail>).get(index),
  );
}

function pieceOf({ overview, indexes }: Site, id: string): string | null {
  const index = indexes.get(id);
  return index === undefined ? null : (overview.pieces.findLast(({ first }) => first <= index)?.name ?? null);
}

/** What each of these loads starts to load when it is first used. */
export const useColumns = (): Loaded<ColumnTable> => useLoaded(({ overview }) => overview.files.columns, as<ColumnTable>);

export const useWords = (): Loaded<WordIndex> => useLoaded(({ overview }) => overview.files.words, as<WordIndex>);

export const useSelectionData = (isNeeded: boolean): Loaded<SelectionData> =>
  useLoaded(({ overview }) => (isNeeded ? overview.files.selection : null), as<SelectionData>);

export const useLineage = (isNeeded: boolean): Loaded<LineageTable> =>
  useLoaded(({ overview }) => (isNeeded ? overview.files.lineage : null), as<LineageTable>);

const as = <T>(value: unknown): T => value as T;

/** `fileIn` gives null while nothing is wanted. */
function useLoaded<T>(fileIn: (site: Site) => string | null, read: (content: unknown) => T | undefined): Loaded<T> {
  const file = fileIn(useSite());
  const [failed, setFailed] = useState<string | null>(null);
  const [, repaint] = useState(0);
  const isMissing = file !== null && !arrived.has(file);
  const latest = useRef(fileIn);
  latest.current = fileIn;
  useEffect(() => {
    const need = (site: Site): string | null => latest.current(site);
    needed.add(need);
    return () => void needed.delete(need);
  }, []);
  useEffect(() => {
    if (!isMissing) return;
    load(file).then(
      () => repaint(count => count + 1),
      () => setFailed(file),
    );
  }, [file, isMissing]);
  const value = file === null || isMissing ? undefined : read(arrived.get(file));
  if (value !== undefined) return { kind: 'here', value };
  return { kind: failed === file ? 'failed' : 'loading' };
}
