import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { type Site, SiteContext } from './data.ts';
import { GraphPage } from './graph-page.tsx';
import { firstGrouping, isDrawn } from './graph-scope.ts';
import { Home } from './home.tsx';
import { KindPage } from './kind-page.tsx';
import { LivePanel } from './live-panel.tsx';
import { Missing, NodePage } from './node-page.tsx';
import { visit } from './recent.ts';
import { graphLink, homeLink, parseRoute, type Route } from './route.ts';
import { SearchBox } from './search-box.tsx';
import { SideBar } from './side-bar.tsx';
import { toggleTheme } from './theme.ts';

export function App({ site }: { readonly site: Site }) {
  const route = useRoute();
  const [menu, setMenu] = useState<'open' | 'closed'>('closed');
  useEffect(() => {
    setMenu('closed');
    arrive(route, site);
  }, [route]);
  return (
    <SiteContext.Provider value={site}>
      <button type="button" class="skip" onClick={() => document.getElementById('content')?.focus()}>
        Skip to content
      </button>
      <header class="bar">
        <button
          type="button"
          class="icon menu"
          aria-label="List of nodes"
          aria-expanded={menu === 'open'}
          onClick={() => setMenu(menu === 'open' ? 'closed' : 'open')}
        >
          <Icon path="M4 7h16M4 12h16M4 17h16" />
        </button>
        <a class="brand" href={homeLink}>
          {site.overview.project || 'Docs'}
        </a>
        <SearchBox current={route.page === 'node' ? route.id : null} />
        <LivePanel />
        <nav class="bar-links">
          <a class="button" href={wholeOrAround(route, site)}>
            <Icon path="M6 7h3c5 0 3 10 8 10M6 17h3c5 0 3-10 8-10" /> Graph
          </a>
          <button type="button" class="icon" aria-label="Light or dark" title="Light or dark" onClick={toggleTheme}>
            <Icon path="M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16" />
          </button>
        </nav>
      </header>
      <SideBar current={route.page === 'node' ? route.id : null} state={menu} onClose={() => setMenu('closed')} />
      <main id="content" tabIndex={-1} class={route.page === 'graph' ? 'wide' : ''}>
        <Page route={route} site={site} />
      </main>
    </SiteContext.Provider>
  );
}

/** The graph around the node of the page, else of the whole project. */
function wholeOrAround(route: Route, { nodes, indexes }: Site): string {
  const isAround = route.page === 'node' && isDrawn(nodes[indexes.get(route.id) ?? -1]);
  return graphLink(isAround ? { id: route.id } : { group: firstGrouping(nodes) });
}

function Page({ route, site }: { readonly route: Route; readonly site: Site }) {
  switch (route.page) {
    case 'home':
      return <Home />;
    case 'list':
      return <KindPage key={route.kind} kind={route.kind} only={route.only} />;
    case 'node': {
      const index = site.indexes.get(route.id);
      return index === undefined ? <Missing name={route.id} /> : <NodePage key={route.id} index={index} column={route.column} />;
    }
    case 'graph': {
      const { id } = route.state;
      return id !== null && !site.indexes.has(id) ? <Missing name={id} /> : <GraphPage state={route.state} />;
    }
    default:
      return route satisfies never;
  }
}

const Icon = ({ path }: { readonly path: string }) => (
  <svg class="line-icon" viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
    <path d={path} />
  </svg>
);

function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useLayoutEffect(() => {
    const follow = (): void => setRoute(parseRoute(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return route;
}

/** A new page begins at its top and is announced by its title; the graph keeps its place while its steps change. */
function arrive(route: Route, site: Site): void {
  const id = route.page === 'node' ? route.id : route.page === 'graph' ? route.state.id : null;
  const index = id === null ? undefined : site.indexes.get(id);
  const name = index === undefined ? null : (site.nodes[index]?.label ?? null);
  if (route.page === 'node' && index !== undefined) visit(route.id);
  document.title = [name, route.page === 'graph' ? 'Graph' : null, site.overview.project].filter(Boolean).join(' · ') || 'Docs';
  if (route.page !== 'node' || route.column === null) scrollTo(0, 0);
}
