import type { NodeIndex } from '../page-data.ts';
import { useSite } from './data.ts';
import { NodeLink } from './node-links.tsx';
import { TestCount } from './status.tsx';

/** A line for each node: its name, what it is, how its tests ended. */
export function NodeRows({ indexes }: { readonly indexes: readonly NodeIndex[] }) {
  const { nodes, tests } = useSite();
  return (
    <ul class="rows">
      {indexes.map(index => {
        const node = nodes[index];
        if (node === undefined) return null;
        return (
          <li key={index}>
            <NodeLink index={index} />
            <span class="row-text">{node.summary}</span>
            <span class="row-end">
              <TestCount tests={tests[index] ?? []} nodes={nodes} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
