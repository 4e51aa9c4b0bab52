import { useMemo } from 'preact/hooks';
import type { LastRun, NodeDetail, NodeIndex, NodeSummary } from '../page-data.ts';
import { Breakable } from './breakable.tsx';
import { Code } from './code.tsx';
import { Columns } from './columns.tsx';
import { useDetail, useSite } from './data.ts';
import { dateText } from './date.ts';
import { Facts } from './facts.tsx';
import { isDrawn } from './graph-scope.ts';
import { Jumps } from './jumps.tsx';
import { LineageStrip } from './lineage-strip.tsx';
import { useLiveNode } from './live.ts';
import { Markdown } from './markdown.tsx';
import { NodeLink, NodeLinks } from './node-links.tsx';
import { NodeRows } from './node-table.tsx';
import { Problem } from './problem.tsx';
import { graphLink, listLink } from './route.ts';
import { Runs, secondsText } from './runs.tsx';
import { Status } from './status.tsx';
import { Tests } from './tests.tsx';
import { kindNames } from './tree.ts';

interface NodePageProps {
  readonly index: NodeIndex;
  /** To scroll to. */
  readonly column: string | null;
}

export function NodePage({ index, column }: NodePageProps) {
  const { nodes } = useSite();
  const loaded = useDetail(index);
  const node = nodes[index];
  if (node === undefined) return null;
  return (
    <article aria-busy={loaded.kind === 'loading'}>
      <Head node={node} detail={loaded.kind === 'here' ? loaded.value : null} />
      {loaded.kind === 'loading' && <div class="waiting" />}
      {loaded.kind === 'failed' && <p class="note">These docs were generated anew. Reload the page to see them.</p>}
      {loaded.kind === 'here' && <Body {...{ node, index, column }} detail={loaded.value} />}
    </article>
  );
}

function Head({ node, detail }: { readonly node: NodeSummary; readonly detail: NodeDetail | null }) {
  const path = [node.packageName, ...node.folders].join(' / ');
  const live = useLiveNode(node.id);
  const run = live === null ? detail?.run : { ...live, endedAt: null };
  return (
    <header class="node-head">
      <p class="crumbs">
        <a href={listLink(node.kind)}>{kindNames[node.kind][1]}</a> <span>{path}</span>
      </p>
      <h1 class={`node-name${node.label.length > 40 ? ' long' : ''}`}>
        <Breakable text={node.label} />
      </h1>
      <p class="node-line">
        <span class={`chip kind-${node.kind}`}>{node.materialized ?? kindNames[node.kind][0]}</span>
        {detail?.tags.map(tag => (
          <span key={tag} class="chip tag">
            {tag}
          </span>
        ))}
        {run != null && <RunLine run={run} />}
      </p>
    </header>
  );
}

const RunLine = ({ run }: { readonly run: Pick<LastRun, 'status' | 'seconds' | 'endedAt'> }) => (
  <span class="run">
    <Status status={run.status} />
    {run.seconds !== null && run.status !== 'skipped' && ` in ${secondsText(run.seconds)}`}
    {run.endedAt !== null && `, ${dateText(run.endedAt)}`}
  </span>
);

interface BodyProps extends NodePageProps {
  readonly node: NodeSummary;
  readonly detail: NodeDetail;
}

function Body({ node, detail, index, column }: BodyProps) {
  const { tests } = useSite();
  return (
    <>
      <Notices node={node} detail={detail} />
      {detail.description !== '' ? (
        <Markdown text={detail.description} />
      ) : (
        isDrawn(node) && <p class="small">Not described yet.</p>
      )}
      <Facts node={node} detail={detail} />
      <Jumps key={index} />
      <Lineage node={node} detail={detail} index={index} />
      <Columns node={node} detail={detail} column={column} />
      <Tests indexes={tests[index] ?? []} />
      <Members indexes={detail.members} />
      <Runs history={detail.history} rowsAre={node.kind === 'test' || node.kind === 'unit_test' ? 'failing rows' : 'rows'} />
      <Code detail={detail} index={index} />
    </>
  );
}

/** What this is about, and what is wrong with it. */
function Notices({ node, detail: { columnName, problem, run } }: Pick<BodyProps, 'node' | 'detail'>) {
  const isBad = node.kind === 'test' || node.kind === 'unit_test' || run?.status === 'error';
  return (
    <>
      {node.about !== null && (
        <p>
          Tests {columnName !== null && <code>{columnName}</code>} {columnName !== null && 'of '}
          <NodeLink index={node.about} />
        </p>
      )}
      {problem !== null && (
        <>
          <p>Not all is known of this {kindNames[node.kind][0]}, since the project has a mistake:</p>
          <Problem text={problem} />
        </>
      )}
      {isBad && run?.message != null && <pre class={`note ${run.status === 'pass' ? '' : 'bad'}`}>{run.message}</pre>}
    </>
  );
}

function Members({ indexes }: { readonly indexes: readonly NodeIndex[] }) {
  if (indexes.length === 0) return null;
  return (
    <section aria-labelledby="members">
      <h2 id="members">
        Members <span class="count">{indexes.length}</span>
      </h2>
      <NodeRows indexes={indexes} />
    </section>
  );
}

function Lineage({ node, detail, index }: Omit<BodyProps, 'column'>) {
  const { nodes, children } = useSite();
  const users = useMemo(() => (children[index] ?? []).filter(child => isDrawn(nodes[child])), [children, index, nodes]);
  const hasLinks = node.parents.length + users.length + detail.macros.length + detail.callers.length > 0;
  if (!hasLinks) return null;
  return (
    <section aria-labelledby="lineage">
      <div class="section-head">
        <h2 id="lineage">Lineage</h2>
        {isDrawn(node) && (
          <a class="button quiet" href={graphLink({ id: node.id })}>
            Open in graph
          </a>
        )}
      </div>
      {isDrawn(node) && <LineageStrip index={index} />}
      <div class="link-columns">
        <NodeLinks label="Depends on" indexes={node.parents} />
        <NodeLinks label="Used by" indexes={users} />
        <NodeLinks label="Calls" indexes={detail.macros} />
        <NodeLinks label="Called by" indexes={detail.callers} />
      </div>
    </section>
  );
}

export const Missing = ({ name }: { readonly name: string }) => (
  <article>
    <h1>Nothing here</h1>
    <p>
      These docs have no <code>{name}</code>. It may have been renamed or disabled since the link was made.
    </p>
  </article>
);
