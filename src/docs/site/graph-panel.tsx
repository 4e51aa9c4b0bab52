import { useState } from 'preact/hooks';
import type { ColumnDetail, NodeDetail, NodeIndex, NodeKind } from '../page-data.ts';
import { Breakable } from './breakable.tsx';
import { useDetail, useSite } from './data.ts';
import type { GraphState } from './graph-state.ts';
import { graphLink, nodeLink } from './route.ts';
import { Status, TestCount } from './status.tsx';
import { kindNames } from './tree.ts';

interface GraphPanelProps {
  readonly state: GraphState;
  readonly index: NodeIndex;
}

/** So many columns are found by looking. */
const fewColumns = 15;

/** What a node is, and its columns to follow through the graph. */
export function GraphPanel({ state, index }: GraphPanelProps) {
  const { nodes, tests } = useSite();
  const loaded = useDetail(index);
  const node = nodes[index];
  if (node === undefined) return null;
  return (
    <aside class="panel" aria-label={node.label}>
      <div class="panel-head">
        <h2>{node.label}</h2>
        <a class="icon" href={graphLink({ ...state, picked: null, column: null })} aria-label="Close">
          ✕
        </a>
      </div>
      <p class="node-line">
        <span class={`chip kind-${node.kind}`}>{node.materialized ?? kindNames[node.kind][0]}</span>
        {node.status !== null && <Status status={node.status} />}
        <TestCount tests={tests[index] ?? []} nodes={nodes} />
      </p>
      {node.summary !== '' && <p class="small">{node.summary}</p>}
      <p class="panel-links">
        <a class="button quiet" href={nodeLink(node.id)}>
          Open page
        </a>
        {state.id !== node.id && (
          <a class="button quiet" href={graphLink({ ...state, id: node.id, expanded: [], open: [], group: 'none', select: '' })}>
            Graph around it
          </a>
        )}
      </p>
      {loaded.kind === 'here' && <PanelColumns key={index} state={state} kind={node.kind} detail={loaded.value} />}
    </aside>
  );
}

interface PanelColumnsProps {
  readonly state: GraphState;
  readonly kind: NodeKind;
  readonly detail: NodeDetail;
}

function PanelColumns({ state, kind, detail: { columns, gaps } }: PanelColumnsProps) {
  const [filter, setFilter] = useState('');
  if (columns.length === 0) {
    return gaps.length === 0 ? null : <p class="small">Which columns it has is not known: {gaps.join(' ')}</p>;
  }
  const asked = filter.trim().toLowerCase();
  const shown = columns.filter(({ name }) => name.toLowerCase().includes(asked));
  return (
    <>
      <h3>Follow a column</h3>
      {columns.length > fewColumns && (
        <input
          class="select-field"
          type="search"
          aria-label="Find a column"
          placeholder={`Find one of ${columns.length} columns`}
          value={filter}
          onInput={event => setFilter(event.currentTarget.value)}
        />
      )}
      <ul class="panel-columns">
        {shown.map(column => {
          const { name, type } = column;
          const isChosen = name.toLowerCase() === state.column?.toLowerCase();
          return (
            <li key={name}>
              <a href={graphLink({ ...state, column: isChosen ? null : name })} {...(isChosen ? { 'aria-current': true } : {})}>
                <code>{name}</code> <span class="type">{type}</span>
              </a>
              {isChosen && <ChosenColumn kind={kind} column={column} gaps={gaps} />}
            </li>
          );
        })}
      </ul>
    </>
  );
}

interface ChosenColumnProps {
  /** Of its node. */
  readonly kind: NodeKind;
  readonly column: ColumnDetail;
  readonly gaps: readonly string[];
}

/** What a column comes from, or why that is not known. */
function ChosenColumn({ kind, column: { origins }, gaps }: ChosenColumnProps) {
  const { nodes } = useSite();
  if (kind === 'source') return <p class="small">It comes from outside of the project.</p>;
  if (kind === 'seed') return <p class="small">It comes from the seed's file.</p>;
  if (origins === null) return <p class="small">Where it comes from is not known. {gaps.join(' ')}</p>;
  if (origins.length === 0) return <p class="small">It comes from no column of another node.</p>;
  return (
    <ul class="small">
      {origins.map(({ node, column: name, how }) => (
        <li key={`${node} ${name} ${how}`}>
          {how} from <Breakable text={`${nodes[node]?.label}.${name}`} />
        </li>
      ))}
    </ul>
  );
}
