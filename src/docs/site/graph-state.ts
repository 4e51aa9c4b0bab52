/** How far from a node; `all`: to the ends. */
export type Steps = number | 'all';

export type Grouping = 'none' | 'folder' | 'tag' | 'package';
export type Colouring = 'kind' | 'result' | 'change';

/** What the graph shows. All of it is in the address, so that a link shows the same. */
export interface GraphState {
  /** The node that it is around; null: the whole project. */
  readonly id: string | null;
  readonly up: Steps;
  readonly down: Steps;
  /** Ids of nodes whose neighbours are shown too: `+id` those that it reads, `id+` those that read it. */
  readonly expanded: readonly string[];
  /** A selector; empty: everything. */
  readonly select: string;
  readonly group: Grouping;
  /** Groups whose members are shown one by one. */
  readonly open: readonly string[];
  readonly colour: Colouring;
  /** The node whose columns are listed beside the graph. */
  readonly picked: string | null;
  /** A column of it whose path is shown. */
  readonly column: string | null;
  /** Where somebody moved it to; null: as it opens. */
  readonly at: Viewpoint | null;
}

/** A point of the drawing that is in the middle of the window, and how many times as large as it is the drawing is shown. */
export interface Viewpoint {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

export const isSamePoint = (one: Viewpoint | null, other: Viewpoint | null): boolean =>
  one === other || (one !== null && other !== null && one.x === other.x && one.y === other.y && one.k === other.k);

export const wholeGraph: GraphState = {
  id: null,
  up: 2,
  down: 2,
  expanded: [],
  select: '',
  group: 'none',
  open: [],
  colour: 'kind',
  picked: null,
  column: null,
  at: null,
};

/** What differs from the defaults. */
export function graphQuery(state: GraphState): string {
  const { up, down, expanded, select, group, open, colour, picked, column, at, id } = state;
  const list = (values: readonly string[]): string => values.map(encodeURIComponent).join(',');
  const pairs = [
    ['up', id === null ? '' : String(up)],
    ['down', id === null ? '' : String(down)],
    ['expand', list(expanded)],
    ['select', encodeURIComponent(select)],
    ['group', group === 'none' ? '' : group],
    ['open', list(open)],
    ['colour', colour === 'kind' ? '' : colour],
    ['node', encodeURIComponent(picked ?? '')],
    ['column', encodeURIComponent(column ?? '')],
    ['at', at === null ? '' : `${at.x},${at.y},${at.k}`],
  ].filter(([, value]) => value !== '');
  return pairs.length === 0 ? '' : `?${pairs.map(([key, value]) => `${key}=${value}`).join('&')}`;
}

/** Anything may stand in an address; what is not understood is left out. */
export function readGraphQuery(id: string | null, query: string): GraphState {
  const options = new Map(query.split('&').map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
  const text = (key: string): string => decoded(options.get(key) ?? '');
  const list = (key: string): readonly string[] => (options.get(key) ?? '').split(',').filter(Boolean).map(decoded);
  return {
    id,
    up: steps(options.get('up')),
    down: steps(options.get('down')),
    expanded: list('expand'),
    select: text('select'),
    group: oneOf(['folder', 'tag', 'package'], text('group')) ?? 'none',
    open: list('open'),
    colour: oneOf(['result', 'change'], text('colour')) ?? 'kind',
    picked: text('node') || null,
    column: text('column') || null,
    at: viewpoint(options.get('at') ?? ''),
  };
}

const oneOf = <T extends string>(known: readonly T[], text: string): T | undefined => known.find(one => one === text);

function steps(text: string | undefined): Steps {
  if (text === 'all') return 'all';
  return text !== undefined && /^\d{1,3}$/.test(text) ? Number(text) : 2;
}

function viewpoint(text: string): Viewpoint | null {
  const [, x, y, k] = /^(-?\d{1,6}),(-?\d{1,6}),(\d(?:\.\d{1,3})?)$/.exec(text) ?? [];
  return x === undefined || y === undefined || Number(k) === 0 ? null : { x: Number(x), y: Number(y), k: Number(k) };
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
