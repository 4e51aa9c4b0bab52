import { useState } from 'preact/hooks';
import type { LiveNode } from '../live-event.ts';
import { type Live, useLive } from './live.ts';
import { plural } from './plural.ts';
import { nodeLink } from './route.ts';
import { secondsText } from './runs.tsx';
import { Status } from './status.tsx';
import { type Tone, toneOf } from './tone.ts';
import './live.css';

/** What is being built, in a corner of every page. */
export function LivePanel() {
  const live = useLive();
  const [state, setState] = useState<'open' | 'closed'>('closed');
  if (live === null) return null;
  const { tone, words } = summaryOf(live);
  const isOpen = state === 'open' && live.server === 'there';
  return (
    <aside class="live" aria-label="Builds">
      {isOpen && <Details live={live} />}
      <button
        type="button"
        class={`live-line ${tone}`}
        aria-expanded={isOpen}
        onClick={() => setState(isOpen ? 'closed' : 'open')}
      >
        <span class="live-dot" aria-hidden="true" />
        <span role="status">{words}</span>
        {live.phase === 'building' && live.server === 'there' && (
          <span class="small" aria-hidden="true">
            {live.done} of {live.total}
          </span>
        )}
      </button>
    </aside>
  );
}

function summaryOf({ server, phase, nodes, ended }: Live): { readonly tone: Tone; readonly words: string } {
  if (server === 'gone') return { tone: 'muted', words: 'Not connected, trying again' };
  if (phase === 'broken') return { tone: 'bad', words: 'The project cannot be built' };
  if (phase === 'building') return { tone: 'busy', words: 'Building' };
  if (ended === null) return { tone: 'muted', words: 'Watching' };
  const bad = Object.values(nodes).filter(({ status }) => toneOf(status) === 'bad').length;
  if (bad > 0) return { tone: 'bad', words: `${bad} failed` };
  if (ended.isCancelled) return { tone: 'muted', words: 'Cancelled' };
  return { tone: 'good', words: `Built in ${secondsText(ended.seconds)}` };
}

/** Those that run, those that failed, then the last that ended; tests that passed are only counted. */
function Details({ live }: { readonly live: Live }) {
  const nodes = Object.entries(live.nodes);
  const of = (wanted: (node: LiveNode) => boolean) => nodes.filter(([, node]) => wanted(node));
  const isTest = (id: string): boolean => /^(?:unit_)?test\./.test(id);
  const done = of(({ status }) => status === 'success').filter(([id]) => !isTest(id));
  const passed = of(({ status }) => status === 'pass').length;
  const shown = [
    ...of(({ status }) => status === 'running'),
    ...of(({ status }) => ['bad', 'warn'].includes(toneOf(status))),
    ...done.slice(-mostDone).reverse(),
  ];
  return (
    <div class="live-details">
      {live.problems.map(text => (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
        <pre key={text} class="note bad" tabIndex={0}>
          {text}
        </pre>
      ))}
      {shown.length === 0 && live.problems.length === 0 && <p class="small">Nothing was built yet. Save a file.</p>}
      <ul>
        {shown.map(([id, node]) => (
          <NodeLine key={id} id={id} node={node} />
        ))}
      </ul>
      {(done.length > mostDone || passed > 0) && (
        <p class="small">
          {[
            ...(done.length > mostDone ? [`${done.length - mostDone} more were built`] : []),
            ...(passed > 0 ? [`${plural(passed, 'test')} passed`] : []),
          ].join(', ')}
        </p>
      )}
    </div>
  );
}

const mostDone = 8;

const NodeLine = ({ id, node }: { readonly id: string; readonly node: LiveNode }) => (
  <li>
    <a href={nodeLink(id)}>{node.name}</a> <Status status={node.status} />
    {node.seconds !== null && <span class="number"> {secondsText(node.seconds)}</span>}
    {node.message !== null && <p class="small">{node.message}</p>}
  </li>
);
