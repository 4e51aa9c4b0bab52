import { useMemo, useState } from 'preact/hooks';
import type { NodeIndex, NodeKind, NodeSummary } from '../page-data.ts';
import { type Site, useSite } from './data.ts';
import { dateText } from './date.ts';
import { Markdown } from './markdown.tsx';
import { NodeLink } from './node-links.tsx';
import { NodeRows } from './node-table.tsx';
import { Problem } from './problem.tsx';
import { ProjectHealth } from './project-health.tsx';
import { listLink } from './route.ts';
import { Status } from './status.tsx';
import { toneOf } from './tone.ts';
import { kindNames, kindsInOrder } from './tree.ts';

/** Of a kind; the rest is on a page of its own. */
const rowsAtHome = 30;

export function Home() {
  const site = useSite();
  const { overview } = site;
  const byKind = useMemo(() => indexesByKind(site), [site]);
  const listed = kindsInOrder.filter(kind => kind !== 'test' && (byKind.get(kind)?.length ?? 0) > 0);
  return (
    <article>
      {overview.welcome === '' ? <h1>{overview.project}</h1> : <Markdown text={overview.welcome} />}
      <p class="figures">
        {kindsInOrder.map(kind => {
          const count = byKind.get(kind)?.length ?? 0;
          return count === 0 ? null : (
            <a key={kind} href={listLink(kind)}>
              <strong>{count.toLocaleString('en')}</strong> {count === 1 ? kindNames[kind][0] : kindNames[kind][1].toLowerCase()}
            </a>
          );
        })}
      </p>
      {site.nodes.length === 0 && <p>There is nothing to show yet: this project has no models, sources or tests.</p>}
      <Problems site={site} />
      <ProjectHealth />
      {listed.map(kind => (
        <KindSection key={kind} kind={kind} indexes={byKind.get(kind) ?? []} />
      ))}
      <footer>
        Generated {dateText(overview.generatedAt)}
        {overview.adapter !== '' && ` for ${overview.adapter}`}
      </footer>
    </article>
  );
}

function KindSection({ kind, indexes }: { readonly kind: NodeKind; readonly indexes: readonly NodeIndex[] }) {
  const { overview, nodes } = useSite();
  // The macros of packages are many, and seldom what somebody looks for.
  const shown = kind === 'macro' ? indexes.filter(index => nodes[index]?.packageName === overview.project) : indexes;
  const more = indexes.length - Math.min(shown.length, rowsAtHome);
  return (
    <section aria-labelledby={`kind-${kind}`}>
      <h2 id={`kind-${kind}`}>{kindNames[kind][1]}</h2>
      <NodeRows indexes={shown.slice(0, rowsAtHome)} />
      {more > 0 && (
        <p>
          <a href={listLink(kind)}>{more.toLocaleString('en')} more</a>
        </p>
      )}
    </section>
  );
}

/** Mistakes of the project, and what failed in the last run. */
function Problems({ site: { nodes, overview } }: { readonly site: Site }) {
  const bad = nodes.flatMap(({ status }, index) => (['bad', 'warn'].includes(toneOf(status)) ? [index] : []));
  const [room, setRoom] = useState(rowsAtHome);
  if (bad.length + overview.mistakes.length === 0) return null;
  return (
    <section aria-labelledby="problems">
      <h2 id="problems">
        Problems <span class="count">{bad.length + overview.mistakes.length}</span>
      </h2>
      {overview.mistakes.map(text => (
        <Problem key={text} text={text} />
      ))}
      <ul class="rows">
        {bad.slice(0, room).map(index => (
          <li key={index}>
            <NodeLink index={index} />
            <span class="row-text">{placeText(nodes[index])}</span>
            <span class="row-end">
              <Status status={nodes[index]?.status ?? null} />
            </span>
          </li>
        ))}
      </ul>
      {bad.length > room && (
        <p>
          <button type="button" class="button" onClick={() => setRoom(Number.POSITIVE_INFINITY)}>
            {(bad.length - room).toLocaleString('en')} more
          </button>
        </p>
      )}
    </section>
  );
}

/** Tests are known by what they test. */
const placeText = (node: NodeSummary | undefined): string =>
  node === undefined
    ? ''
    : node.kind === 'test'
      ? (node.folders[0] ?? '')
      : node.kind === 'source'
        ? 'freshness'
        : kindNames[node.kind][0];

/** The project's own before those of packages. */
export function indexesByKind({ nodes, overview }: Site): ReadonlyMap<NodeKind, readonly NodeIndex[]> {
  const found = new Map<NodeKind, NodeIndex[]>();
  nodes.forEach(({ kind, visibility }, index) => {
    if (visibility === 'unlisted') return;
    const indexes = found.get(kind);
    if (indexes === undefined) found.set(kind, [index]);
    else indexes.push(index);
  });
  const isForeign = (index: NodeIndex): number => Number(nodes[index]?.packageName !== overview.project);
  for (const indexes of found.values()) indexes.sort((a, b) => isForeign(a) - isForeign(b) || a - b);
  return found;
}
