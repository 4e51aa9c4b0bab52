import { useMemo, useState } from 'preact/hooks';
import type { NodeIndex, NodeKind } from '../page-data.ts';
import { useSite } from './data.ts';
import { indexesByKind } from './home.tsx';
import { NodeLink } from './node-links.tsx';
import { Missing } from './node-page.tsx';
import { NodeRows } from './node-table.tsx';
import { Status } from './status.tsx';
import { kindNames } from './tree.ts';

/** Thousands of rows at once would take seconds. */
const rowsAtOnce = 500;

/** All nodes of a kind. */
export function KindPage({ kind }: { readonly kind: string }) {
  const site = useSite();
  const byKind = useMemo(() => indexesByKind(site), [site]);
  const [room, setRoom] = useState(rowsAtOnce);
  if (!Object.hasOwn(kindNames, kind)) return <Missing name={kind} />;
  const known = kind as NodeKind;
  const all = byKind.get(known) ?? [];
  const indexes = all.slice(0, room);
  return (
    <article>
      <h1>{kindNames[known][1]}</h1>
      {known === 'test' || known === 'unit_test' ? <TestRows indexes={indexes} /> : <NodeRows indexes={indexes} />}
      {all.length > room && (
        <p>
          <button type="button" class="button" onClick={() => setRoom(room + rowsAtOnce)}>
            {(all.length - room).toLocaleString('en')} more
          </button>
        </p>
      )}
    </article>
  );
}

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
