import type { NodeIndex } from '../page-data.ts';
import { useDetail, useSite } from './data.ts';
import { NodeLink } from './node-links.tsx';
import { plural } from './plural.ts';
import { Status, TestCount } from './status.tsx';

/** The tests about a node with their last result. */
export function Tests({ indexes }: { readonly indexes: readonly NodeIndex[] }) {
  const { nodes } = useSite();
  if (indexes.length === 0) return null;
  return (
    <section aria-labelledby="tests">
      <div class="section-head">
        <h2 id="tests">
          Tests <span class="count">{indexes.length}</span>
        </h2>
        <TestCount tests={indexes} nodes={nodes} />
      </div>
      <ul class="rows tests-list">
        {indexes.map(index => (
          <TestRow key={index} index={index} />
        ))}
      </ul>
    </section>
  );
}

function TestRow({ index }: { readonly index: NodeIndex }) {
  const { nodes } = useSite();
  const loaded = useDetail(index);
  const run = loaded.kind === 'here' ? loaded.value.run : null;
  const rows = run?.failures ?? 0;
  return (
    <li>
      <NodeLink index={index} />
      <span class="row-text">{run?.message ?? nodes[index]?.summary}</span>
      <span class="row-end">
        <Status status={nodes[index]?.status ?? null} />
        {rows > 0 && <span class="small"> {plural(rows, 'row')}</span>}
      </span>
    </li>
  );
}
