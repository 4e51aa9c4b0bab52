import { useEffect, useRef } from 'preact/hooks';
import type { ArgumentDetail, ColumnDetail, NodeDetail, NodeIndex, NodeSummary } from '../page-data.ts';
import { useSite } from './data.ts';
import { Markdown } from './markdown.tsx';
import { columnLink, nodeLink } from './route.ts';
import { toneOf } from './status.tsx';

interface ColumnsProps {
  readonly node: NodeSummary;
  readonly detail: NodeDetail;
  /** The column that the link is to. */
  readonly column: string | null;
}

export function Columns({ node, detail, column }: ColumnsProps) {
  if (detail.arguments.length > 0) return <Arguments list={detail.arguments} />;
  if (detail.columns.length === 0) return null;
  return (
    <section aria-labelledby="columns">
      <h2 id="columns">
        Columns <span class="count">{detail.columns.length}</span>
      </h2>
      <table class="grid">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Type</th>
            <th scope="col">Description</th>
            <th scope="col">Tests</th>
          </tr>
        </thead>
        <tbody>
          {detail.columns.map(one => (
            <ColumnRow key={one.name} id={node.id} column={one} isAsked={one.name.toLowerCase() === column?.toLowerCase()} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface ColumnRowProps {
  readonly id: string;
  readonly column: ColumnDetail;
  readonly isAsked: boolean;
}

function ColumnRow({ id, column, isAsked }: ColumnRowProps) {
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isAsked) row.current?.scrollIntoView({ block: 'center' });
  }, [isAsked]);
  const words = [...column.constraints, ...column.tags.map(tag => `#${tag}`)];
  return (
    <tr ref={row} class={isAsked ? 'asked' : ''}>
      <th scope="row">
        <a class="column-name" href={columnLink(id, column.name)}>
          {column.name}
        </a>
        {column.presence === 'missing' && <span class="absent">not in the warehouse</span>}
      </th>
      <td class="type">{column.type}</td>
      <td>
        {column.description !== '' && <Markdown text={column.description} />}
        {words.length > 0 && <p class="small">{words.join(' · ')}</p>}
        {column.meta.map(({ label, value }) => (
          <p key={label} class="small">
            {label}: {value}
          </p>
        ))}
      </td>
      <td class="tests">
        {column.tests.map(test => (
          <ColumnTest key={test} index={test} column={column.name} />
        ))}
      </td>
    </tr>
  );
}

function ColumnTest({ index, column }: { readonly index: NodeIndex; readonly column: string }) {
  const test = useSite().nodes[index];
  if (test === undefined) return null;
  const tone = toneOf(test.status);
  const name = test.label.endsWith(` ${column}`) ? test.label.slice(0, -column.length - 1) : test.label;
  return (
    <a class={`test ${tone}`} href={nodeLink(test.id)}>
      <span class={`dot ${tone}`} aria-hidden="true" />
      {name}
      <span class="unseen">, {test.status ?? 'not run'}</span>
    </a>
  );
}

const Arguments = ({ list }: { readonly list: readonly ArgumentDetail[] }) => (
  <section aria-labelledby="arguments">
    <h2 id="arguments">Arguments</h2>
    <table class="grid">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Type</th>
          <th scope="col">Description</th>
        </tr>
      </thead>
      <tbody>
        {list.map(({ name, type, description }) => (
          <tr key={name}>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td class="type">{type}</td>
            <td>
              <Markdown text={description} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
