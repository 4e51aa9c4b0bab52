import type { ComponentChildren } from 'preact';
import type { Freshness, NodeDetail, NodeSummary } from '../page-data.ts';
import { Breakable } from './breakable.tsx';
import { CopyButton } from './code.tsx';
import { useSite } from './data.ts';
import { ageText, dateText } from './date.ts';
import { nodeLink } from './route.ts';
import { Status } from './status.tsx';

/** Owner, place, settings and meta, a line each. */
export function Facts({ node, detail }: { readonly node: NodeSummary; readonly detail: NodeDetail }) {
  const { relationName, owner, path, url, facts, meta, freshness } = detail;
  return (
    <dl class="facts">
      {relationName !== null && (
        <Row label="Relation name" span="whole">
          <code>
            <Breakable text={relationName} />
          </code>{' '}
          <CopyButton text={relationName} />
        </Row>
      )}
      {freshness !== null && (
        <Row label="Last loaded" span="whole">
          <FreshnessText freshness={freshness} />
        </Row>
      )}
      {owner !== null && <Row label="Owner">{owner}</Row>}
      {url !== null && (
        <Row label="Address" span="whole">
          <WebLink url={url} />
        </Row>
      )}
      {path !== '' && (
        <Row label="File">
          <code>
            <Breakable text={path} />
          </code>
        </Row>
      )}
      {facts.map(({ label, value }) => (
        <Row key={label} label={label}>
          {label === 'Group' ? <GroupLink packageName={node.packageName} name={value} /> : value}
          {label === 'Latest version' && <OtherVersions node={node} />}
        </Row>
      ))}
      {meta.map(({ label, value }) => (
        <Row key={`meta ${label}`} label={label} labelKind="meta">
          {value}
        </Row>
      ))}
    </dl>
  );
}

interface RowProps {
  readonly label: string;
  /** `meta`: the project chose the word. */
  readonly labelKind?: 'meta';
  /** `whole`: the value is long, so nothing stands beside it. */
  readonly span?: 'whole';
  readonly children: ComponentChildren;
}

const Row = ({ label, labelKind, span, children }: RowProps) => (
  <div class={span ?? ''}>
    <dt class={labelKind ?? ''}>{label}</dt>
    <dd>{children}</dd>
  </div>
);

const freshnessWords: Readonly<Record<string, string>> = { pass: 'fresh', warn: 'getting old', error: 'stale' };

function FreshnessText({ freshness: { status, loadedAt, ageSeconds, checkedAt, error } }: { readonly freshness: Freshness }) {
  return (
    <>
      {loadedAt !== null && `${dateText(loadedAt)} `}
      <Status status={status} word={freshnessWords[status]} />
      {ageSeconds !== null && checkedAt !== null && (
        <span class="small">
          {' '}
          {ageText(ageSeconds)} old when looked at, {dateText(checkedAt)}
        </span>
      )}
      {error !== null && ` ${error}`}
    </>
  );
}

function GroupLink({ packageName, name }: { readonly packageName: string; readonly name: string }) {
  const id = `group.${packageName}.${name}`;
  return useSite().indexes.has(id) ? <a href={nodeLink(id)}>{name}</a> : <span>{name}</span>;
}

function OtherVersions({ node }: { readonly node: NodeSummary }) {
  const { nodes } = useSite();
  const start = node.id.replace(/\.v[^.]+$/, '.v');
  const others = nodes.filter(({ id, kind }) => kind === node.kind && id !== node.id && id.startsWith(start));
  return (
    <span class="versions">
      {others.map(({ id, label }) => (
        <a key={id} href={nodeLink(id)}>
          {label}
        </a>
      ))}
    </span>
  );
}

/** A project may write any text as the address of an exposure. */
function WebLink({ url }: { readonly url: string }) {
  if (!/^(https?:\/\/|mailto:)/i.test(url)) return <>{url}</>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {url}
    </a>
  );
}
