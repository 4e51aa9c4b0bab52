import type { NodeKind } from '../page-data.ts';

/** Where the page is. All of it lies behind the `#`, so links work without a server. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'list'; readonly kind: string }
  | { readonly page: 'node'; readonly id: string; readonly column: string | null }
  | { readonly page: 'graph'; readonly id: string | null; readonly up: Steps; readonly down: Steps };

/** How far from a node; `all`: to the ends. */
export type Steps = number | 'all';

export const homeLink = '#/';
export const listLink = (kind: NodeKind): string => `#/list/${kind}`;
export const nodeLink = (id: string): string => `#/node/${encodeURIComponent(id)}`;
export const columnLink = (id: string, column: string): string => `${nodeLink(id)}/column/${encodeURIComponent(column)}`;
export const graphLink = (id: string | null, up: Steps = 2, down: Steps = 2): string =>
  id === null ? '#/graph' : `#/graph/${encodeURIComponent(id)}?up=${up}&down=${down}`;

export function parseRoute(hash: string): Route {
  const old = /^#!\/(?:model|source|seed|snapshot|test|macro|exposure|metric|analysis)\/([^?#/]+)/.exec(hash);
  if (old !== null) return { page: 'node', id: decoded(old[1] ?? ''), column: null };
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [page, name = '', part, column] = path.split('/').map(decoded);
  const options = new Map(query.split('&').map(pair => pair.split('=') as [string, string]));
  switch (page) {
    case 'list':
      return { page: 'list', kind: name };
    case 'node':
      return { page: 'node', id: name, column: part === 'column' ? (column ?? null) : null };
    case 'graph':
      return { page: 'graph', id: name === '' ? null : name, up: steps(options.get('up')), down: steps(options.get('down')) };
    default:
      return { page: 'home' };
  }
}

function steps(text: string | undefined): Steps {
  if (text === 'all') return 'all';
  return text !== undefined && /^\d{1,3}$/.test(text) ? Number(text) : 2;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
