import type { NodeKind } from '../page-data.ts';
import { decoded, type GraphState, graphQuery, readGraphQuery, wholeGraph } from './graph-state.ts';

/** Where the page is. All of it lies behind the `#`, so links work without a server. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'list'; readonly kind: string; readonly only: Only | null }
  | { readonly page: 'node'; readonly id: string; readonly column: string | null }
  | { readonly page: 'graph'; readonly state: GraphState };

/** What the nodes of a list have in common. */
export const onlyWhich = ['undescribed', 'untested', 'failed'] as const;
export type Only = (typeof onlyWhich)[number];

export const homeLink = '#/';
export const listLink = (kind: NodeKind, only: Only | null = null): string =>
  `#/list/${kind}${only === null ? '' : `?only=${only}`}`;
export const nodeLink = (id: string): string => `#/node/${encodeURIComponent(id)}`;
export const columnLink = (id: string, column: string): string => `${nodeLink(id)}/column/${encodeURIComponent(column)}`;

export function graphLink(state: Partial<GraphState>): string {
  const whole = { ...wholeGraph, ...state };
  return `#/graph${whole.id === null ? '' : `/${encodeURIComponent(whole.id)}`}${graphQuery(whole)}`;
}

export function parseRoute(hash: string): Route {
  const old = /^#!\/(?:model|source|seed|snapshot|test|macro|exposure|metric|analysis)\/([^?#/]+)/.exec(hash);
  if (old !== null) return { page: 'node', id: decoded(old[1] ?? ''), column: null };
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [page, name = '', part, column] = path.split('/').map(decoded);
  switch (page) {
    case 'list':
      return { page: 'list', kind: name, only: onlyWhich.find(one => query === `only=${one}`) ?? null };
    case 'node':
      return { page: 'node', id: name, column: part === 'column' ? (column ?? null) : null };
    case 'graph':
      return { page: 'graph', state: readGraphQuery(name === '' ? null : name, query) };
    default:
      return { page: 'home' };
  }
}
