import type { NodeIndex } from '../page-data.ts';
import { Breakable } from './breakable.tsx';
import { useSite } from './data.ts';
import { nodeLink } from './route.ts';
import { kindNames } from './tree.ts';

export function NodeLink({ index }: { readonly index: NodeIndex }) {
  const { nodes } = useSite();
  const node = nodes[index];
  if (node === undefined) return null;
  return (
    <a class="node-link" href={nodeLink(node.id)} {...(node.summary === '' ? {} : { title: node.summary })}>
      <Breakable text={node.label} />
    </a>
  );
}

export function NodeLinks({ label, indexes }: { readonly label: string; readonly indexes: readonly NodeIndex[] }) {
  const { nodes } = useSite();
  if (indexes.length === 0) return null;
  return (
    <div class="links">
      <h3>{label}</h3>
      <ul>
        {[...new Set(indexes)].map(index => {
          const kind = nodes[index]?.kind;
          return (
            <li key={index}>
              <NodeLink index={index} />
              {kind !== undefined && <span class="kind-word">{kindNames[kind][0]}</span>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
