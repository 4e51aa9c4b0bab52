import type { NodeIndex } from '../page-data.ts';
import { type Site, useSite } from './data.ts';
import { isOnly } from './kind-page.tsx';
import { NodeLink } from './node-links.tsx';
import { listLink, type Only } from './route.ts';
import { secondsText } from './runs.tsx';

/** How well the project's own models are described and tested, and what took longest. */
export function ProjectHealth() {
  const site = useSite();
  const { columns, slowest } = site.overview.figures;
  const models = site.nodes.flatMap(({ kind, packageName, visibility }, index) =>
    kind === 'model' && packageName === site.overview.project && visibility === 'listed' ? [index] : [],
  );
  if (models.length === 0) return null;
  return (
    <>
      <section aria-labelledby="health">
        <h2 id="health">Described and tested</h2>
        <ul class="health">
          <Share {...shareOf('undescribed', models, site)} words="models are described" />
          <Share {...shareOf('untested', models, site)} words="models have tests" />
          {columns.all > 0 && (
            <Share
              part={columns.described + columns.inherited}
              all={columns.all}
              words={`columns are described${columns.inherited === 0 ? '' : `, ${columns.inherited.toLocaleString('en')} by inheritance`}`}
              only={null}
            />
          )}
        </ul>
      </section>
      {slowest.length > 1 && <Slowest slowest={slowest} />}
    </>
  );
}

interface ShareProps {
  readonly part: number;
  readonly all: number;
  readonly words: string;
  /** What the list of the others shows; null: there is none. */
  readonly only: Only | null;
}

const shareOf = (only: Only, models: readonly NodeIndex[], site: Site): Omit<ShareProps, 'words'> => {
  const others = models.filter(index => isOnly(only, index, site)).length;
  return { part: models.length - others, all: models.length, only };
};

const Share = ({ part, all, words, only }: ShareProps) => (
  <li>
    <meter min={0} max={all} value={part} aria-label={words} />
    <span>
      <strong>{part.toLocaleString('en')}</strong> of {all.toLocaleString('en')} {words}
    </span>
    {only !== null && part < all && <a href={listLink('model', only)}>the others</a>}
  </li>
);

function Slowest({ slowest }: { readonly slowest: readonly (readonly [NodeIndex, number])[] }) {
  const longest = slowest[0]?.[1] ?? 0;
  return (
    <section aria-labelledby="slowest">
      <h2 id="slowest">Took longest in the last run</h2>
      <ul class="rows slowest">
        {slowest.map(([index, seconds]) => (
          <li key={index}>
            <NodeLink index={index} />
            <meter min={0} max={longest} value={seconds} aria-hidden="true" />
            <span class="row-end">{secondsText(seconds)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
