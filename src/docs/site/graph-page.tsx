import { useMemo, useState } from 'preact/hooks';
import type { NodeIndex } from '../page-data.ts';
import { useSite } from './data.ts';
import { drawingOf } from './graph-layout.ts';
import { allDrawn, around } from './graph-scope.ts';
import { GraphView } from './graph-view.tsx';
import { graphLink, nodeLink, type Steps } from './route.ts';
import { plural } from './status.tsx';
import { titleWidth } from './text-width.ts';

interface GraphPageProps {
  /** Null: the whole project. */
  readonly index: NodeIndex | null;
  readonly up: Steps;
  readonly down: Steps;
}

/** Laying out more than this takes seconds, so it waits to be asked for. */
const mostAtOnce = 400;

export function GraphPage({ index, up, down }: GraphPageProps) {
  const site = useSite();
  const [allowed, setAllowed] = useState(mostAtOnce);
  const indexes = useMemo(() => (index === null ? allDrawn(site) : around(index, { up, down }, site)), [site, index, up, down]);
  const isTooMuch = indexes.length > allowed;
  const drawing = useMemo(() => (isTooMuch ? null : drawingOf(indexes, site.nodes, titleWidth)), [isTooMuch, indexes, site]);
  return (
    <div class="graph-page">
      <h1 class="unseen">Graph</h1>
      <div class="graph-tools">
        <Scope index={index} up={up} down={down} />
        <span class="small">{plural(indexes.length, 'node')}</span>
      </div>
      {drawing === null ? (
        <div class="note">
          <p>Drawing {plural(indexes.length, 'node')} may take a while. Search for a node and open the graph around it, or</p>
          <button type="button" class="button" onClick={() => setAllowed(indexes.length)}>
            Draw them all
          </button>
        </div>
      ) : (
        <GraphView key={`${index}`} drawing={drawing} focus={index} />
      )}
    </div>
  );
}

function Scope({ index, up, down }: GraphPageProps) {
  const { nodes } = useSite();
  const node = index === null ? undefined : nodes[index];
  if (node === undefined) return <strong>Whole project</strong>;
  const go = (nextUp: Steps, nextDown: Steps): void => location.replace(graphLink(node.id, nextUp, nextDown));
  return (
    <>
      <a class="node-link" href={nodeLink(node.id)}>
        {node.label}
      </a>
      <StepsField label="Upstream" value={up} onChange={steps => go(steps, down)} />
      <StepsField label="Downstream" value={down} onChange={steps => go(up, steps)} />
      <a href={graphLink(null)}>Whole project</a>
    </>
  );
}

const choices: readonly Steps[] = [0, 1, 2, 3, 4, 5, 'all'];

interface StepsFieldProps {
  readonly label: string;
  readonly value: Steps;
  readonly onChange: (steps: Steps) => void;
}

const StepsField = ({ label, value, onChange }: StepsFieldProps) => (
  <label class="steps">
    {label}
    <select
      value={String(value)}
      onChange={event => {
        const { value: chosen } = event.currentTarget;
        onChange(chosen === 'all' ? 'all' : Number(chosen));
      }}
    >
      {(choices.includes(value) ? choices : [...choices, value]).map(choice => (
        <option key={choice} value={String(choice)}>
          {choice}
        </option>
      ))}
    </select>
  </label>
);
