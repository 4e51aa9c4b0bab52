import type { ComponentChildren } from 'preact';
import type { NodeDetail } from '../page-data.ts';
import { CopyButton } from './code.tsx';

/** Owner, place, settings and meta, a line each. */
export function Facts({ detail }: { readonly detail: NodeDetail }) {
  const { relationName, owner, path, url, facts, meta } = detail;
  return (
    <dl class="facts">
      {relationName !== null && (
        <Row label="Relation name">
          <code>{relationName}</code> <CopyButton text={relationName} />
        </Row>
      )}
      {owner !== null && <Row label="Owner">{owner}</Row>}
      {url !== null && (
        <Row label="Address">
          <WebLink url={url} />
        </Row>
      )}
      {path !== '' && (
        <Row label="File">
          <code>{path}</code>
        </Row>
      )}
      {facts.map(({ label, value }) => (
        <Row key={label} label={label}>
          {value}
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
  readonly children: ComponentChildren;
}

const Row = ({ label, labelKind, children }: RowProps) => (
  <div>
    <dt class={labelKind ?? ''}>{label}</dt>
    <dd>{children}</dd>
  </div>
);

/** A project may write any text as the address of an exposure. */
function WebLink({ url }: { readonly url: string }) {
  if (!/^(https?:\/\/|mailto:)/i.test(url)) return <>{url}</>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {url}
    </a>
  );
}
