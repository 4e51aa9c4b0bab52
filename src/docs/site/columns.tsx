import { useEffect, useRef, useState } from 'preact/hooks';
import type { ArgumentDetail, ColumnDetail, ColumnOrigin, NodeDetail, NodeIndex, NodeSummary } from '../page-data.ts';
import { Breakable } from './breakable.tsx';
import { useSite } from './data.ts';
import { isDrawn } from './graph-scope.ts';
import { Markdown } from './markdown.tsx';
import { columnLink, graphLink, nodeLink } from './route.ts';
import { toneOf } from './tone.ts';

interface ColumnsProps {
  readonly node: NodeSummary;
  readonly detail: NodeDetail;
  /** The column that the link is to. */
  readonly column: string | null;
}

/** So many are found by looking. */
const fewColumns = 20;

export function Columns({ node, detail, column }: ColumnsProps) {
  const [filter, setFilter] = useState('');
  const { columns } = detail;
  if (detail.arguments.length > 0) return <Arguments node={node} list={detail.arguments} />;
  if (columns.length === 0) return detail.gaps.length === 0 ? null : <Unknown gaps={detail.gaps} />;
  const asked = filter.trim().toLowerCase();
  const shown = columns.filter(({ name, description, tags }) =>
    [name, description, ...tags].some(text => text.toLowerCase().includes(asked)),
  );
  return (
    <section aria-labelledby="columns">
      <div class="section-head">
        <h2 id="columns">
          Columns <span class="count">{columns.length}</span>
        </h2>
        {columns.length > fewColumns && (
          <input
            class="select-field"
            type="search"
            aria-label="Filter the columns"
            placeholder="Filter the columns"
            value={filter}
            onInput={event => setFilter(event.currentTarget.value)}
          />
        )}
      </div>
      {detail.gaps.length > 0 && <p class="small">Not all is known of where these columns come from: {detail.gaps.join(' ')}</p>}
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
          {shown.map(one => (
            <ColumnRow key={one.name} node={node} column={one} isAsked={one.name.toLowerCase() === column?.toLowerCase()} />
          ))}
        </tbody>
      </table>
      {shown.length === 0 && <p class="small">No column has “{filter.trim()}”.</p>}
    </section>
  );
}

const Unknown = ({ gaps }: { readonly gaps: readonly string[] }) => (
  <section aria-labelledby="columns">
    <h2 id="columns">Columns</h2>
    <p class="small">Which columns it has is not known: {gaps.join(' ')}</p>
  </section>
);

interface ColumnRowProps {
  readonly node: NodeSummary;
  readonly column: ColumnDetail;
  readonly isAsked: boolean;
}

function ColumnRow({ node, column, isAsked }: ColumnRowProps) {
  const row = useRef<HTMLTableRowElement>(null);
  const isFollowed = useSite().overview.files.lineage !== null && isDrawn(node) && column.presence !== 'missing';
  useEffect(() => {
    if (isAsked) row.current?.scrollIntoView({ block: 'center' });
  }, [isAsked]);
  return (
    <tr ref={row} class={isAsked ? 'asked' : ''}>
      <th scope="row">
        <a class="column-name" href={columnLink(node.id, column.name)}>
          <Breakable text={column.name} />
        </a>
        {isFollowed && (
          <a
            class="follow"
            href={graphLink({ id: node.id, up: 0, down: 0, picked: node.id, column: column.name })}
            title="Follow it through the project"
          >
            <span class="unseen">Follow {column.name} through the project</span>
            <svg class="line-icon" viewBox="0 0 24 24" width="14" height="14" aria-hidden="true">
              <path d="M3 12h4M17 6h4M17 18h4M7 12c6 0 4-6 10-6M7 12c6 0 4 6 10 6" />
            </svg>
          </a>
        )}
        {column.presence === 'missing' && <span class="absent">not in the warehouse</span>}
      </th>
      <td class="type">{column.type}</td>
      <td>
        <ColumnText node={node} column={column} />
      </td>
      <td class="tests">
        {column.tests.map(test => (
          <ColumnTest key={test} index={test} column={column.name} />
        ))}
      </td>
    </tr>
  );
}

function ColumnText({ node, column }: Pick<ColumnRowProps, 'node' | 'column'>) {
  const { nodes } = useSite();
  const { inherited, origins } = column;
  const words = [...column.constraints, ...column.tags.map(tag => `#${tag}`)];
  const parent = inherited === null ? undefined : nodes[inherited.node];
  return (
    <>
      {column.description !== '' && <Markdown text={column.description} />}
      {inherited !== null && parent !== undefined && (
        <div class="inherited">
          <Markdown text={inherited.text} />
          <p class="small">
            inherited from <a href={columnLink(parent.id, inherited.column)}>{`${parent.label}.${inherited.column}`}</a>
          </p>
        </div>
      )}
      {words.length > 0 && <p class="small">{words.join(' · ')}</p>}
      {column.meta.map(({ label, value }) => (
        <p key={label} class="small">
          {label}: {value}
        </p>
      ))}
      {isDrawn(node) && origins !== null && origins.length > 0 && <Origins origins={origins} />}
    </>
  );
}

/** More than these are better seen in the graph. */
const mostOrigins = 4;

function Origins({ origins }: { readonly origins: readonly ColumnOrigin[] }) {
  const { nodes } = useSite();
  return (
    <p class="small origins">
      {origins.slice(0, mostOrigins).map(({ node: index, column: name, how }) => {
        const parent = nodes[index];
        return parent === undefined ? null : (
          <a key={`${index} ${name} ${how}`} href={columnLink(parent.id, name)} title={`${how} from ${parent.label}.${name}`}>
            ←&nbsp;
            <Breakable text={`${parent.label}.${name}`} />
            {how !== 'copied' && <span> {how}</span>}
          </a>
        );
      })}
      {origins.length > mostOrigins && <span>and {origins.length - mostOrigins} more</span>}
    </p>
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

interface ArgumentsProps {
  readonly node: NodeSummary;
  readonly list: readonly ArgumentDetail[];
}

const Arguments = ({ node, list }: ArgumentsProps) => (
  <section aria-labelledby="arguments">
    <h2 id="arguments">{node.kind === 'semantic_model' ? 'Entities, dimensions and measures' : 'Arguments'}</h2>
    <table class="grid">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Type</th>
          <th scope="col">Description</th>
        </tr>
      </thead>
      <tbody>
        {list.map(({ name, type, description, code }) => (
          <tr key={`${type} ${name}`}>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td class="type">{type}</td>
            <td>
              {description !== '' && <Markdown text={description} />}
              {code !== null && <code>{code}</code>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
