import { useMemo } from 'preact/hooks';
import type { NodeIndex, NodeKind } from '../page-data.ts';
import { useSite } from './data.ts';
import { indexesByKind } from './home.tsx';
import { NodeLink } from './node-links.tsx';
import { Missing } from './node-page.tsx';
import { NodeRows } from './node-table.tsx';
import { Status } from './status.tsx';
import { kindNames } from './tree.ts';

/** All nodes of a kind. */
export function KindPage({ kind }: { readonly kind: string }) {
  const site = useSite();
  const byKind = useMemo(() => indexesByKind(site), [site]);
  if (!Object.hasOwn(kindNames, kind)) return <Missing name={kind} />;
  const known = kind as NodeKind;
  const indexes = byKind.get(known) ?? [];
  return (
    <article>
      <h1>{kindNames[known][1]}</h1>
      {known === 'test' || known === 'unit_test' ? <TestRows indexes={indexes} /> : <NodeRows indexes={indexes} />}
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
