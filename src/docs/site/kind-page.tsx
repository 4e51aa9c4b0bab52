import { useMemo, useState } from 'preact/hooks';
import type { NodeIndex, NodeKind } from '../page-data.ts';
import { type Site, useSite } from './data.ts';
import { indexesByKind } from './home.tsx';
import { NodeLink } from './node-links.tsx';
import { Missing } from './node-page.tsx';
import { NodeRows } from './node-table.tsx';
import { listLink, type Only, onlyWhich } from './route.ts';
import { Status } from './status.tsx';
import { kindNames } from './tree.ts';

/** Thousands of rows at once would take seconds. */
const rowsAtOnce = 500;

interface KindPageProps {
  readonly kind: string;
  readonly only: Only | null;
}

/** All nodes of a kind, or those of them that want something. */
export function KindPage({ kind, only }: KindPageProps) {
  const site = useSite();
  const byKind = useMemo(() => indexesByKind(site), [site]);
  const [room, setRoom] = useState(rowsAtOnce);
  const [filter, setFilter] = useState('');
  if (!Object.hasOwn(kindNames, kind)) return <Missing name={kind} />;
  const known = kind as NodeKind;
  const all = byKind.get(known) ?? [];
  const asked = filter.trim().toLowerCase();
  const found = all.filter(index => (only === null || isOnly(only, index, site)) && isNamed(asked, index, site));
  const indexes = found.slice(0, room);
  return (
    <article>
      <div class="section-head">
        <h1>{kindNames[known][1]}</h1>
        <span class="count" role="status">
          {found.length === all.length
            ? all.length.toLocaleString('en')
            : `${found.length.toLocaleString('en')} of ${all.length.toLocaleString('en')}`}
        </span>
      </div>
      {all.length > 1 && (
        <div class="list-tools">
          <input
            class="select-field"
            type="search"
            aria-label={`Filter the ${kindNames[known][1].toLowerCase()}`}
            placeholder="Filter by name, folder or text"
            value={filter}
            onInput={event => setFilter(event.currentTarget.value)}
          />
          <OnlyChoice kind={known} only={only} />
        </div>
      )}
      {known === 'test' || known === 'unit_test' ? <TestRows indexes={indexes} /> : <NodeRows indexes={indexes} />}
      {found.length === 0 && all.length > 0 && <p class="small">None of them.</p>}
      {found.length > room && (
        <p>
          <button type="button" class="button" onClick={() => setRoom(room + rowsAtOnce)}>
            {(found.length - room).toLocaleString('en')} more
          </button>
        </p>
      )}
    </article>
  );
}

/** Whether a node wants what the list is of. */
export function isOnly(only: Only, index: NodeIndex, { nodes, tests, tones }: Site): boolean {
  switch (only) {
    case 'undescribed':
      return nodes[index]?.summary === '';
    case 'untested':
      return (tests[index]?.length ?? 0) === 0;
    case 'failed':
      return tones[index] === 'bad' || tones[index] === 'warn';
    default:
      return only satisfies never;
  }
}

function isNamed(asked: string, index: NodeIndex, { nodes }: Site): boolean {
  const node = nodes[index];
  if (asked === '' || node === undefined) return true;
  return [node.label, node.id, node.summary, node.folders.join('/')].some(text => text.toLowerCase().includes(asked));
}

/** Tests have no tests. */
const choicesOf = (kind: NodeKind): readonly Only[] => {
  if (kind === 'test' || kind === 'unit_test') return ['failed'];
  return kind === 'model' || kind === 'source' || kind === 'seed' || kind === 'snapshot' ? onlyWhich : ['undescribed'];
};

const onlyWords: Readonly<Record<Only, string>> = {
  undescribed: 'not described',
  untested: 'without tests',
  failed: 'failed or warned',
};

const OnlyChoice = ({ kind, only }: { readonly kind: NodeKind; readonly only: Only | null }) => (
  <label class="steps">
    Show{' '}
    <select
      value={only ?? ''}
      onChange={event => location.replace(listLink(kind, (event.currentTarget.value || null) as Only | null))}
    >
      <option value="">all</option>
      {choicesOf(kind).map(one => (
        <option key={one} value={one}>
          {onlyWords[one]}
        </option>
      ))}
    </select>
  </label>
);

function TestRows({ indexes }: { readonly indexes: readonly NodeIndex[] }) {
  const { nodes } = useSite();
  return (
    <ul class="rows">
      {indexes.map(index => (
        <li key={index}>
          <NodeLink index={index} />
          <span class="row-text">{nodes[index]?.folders[0] ?? nodes[index]?.summary}</span>
          <span class="row-end">
            <Status status={nodes[index]?.status ?? null} />
          </span>
        </li>
      ))}
    </ul>
  );
}
