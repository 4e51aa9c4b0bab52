import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { NodeIndex } from '../page-data.ts';
import { Breakable } from './breakable.tsx';
import { useSite } from './data.ts';
import { nodeLink } from './route.ts';
import { type Branch, databaseTree, folderTree, type Leaf } from './tree.ts';

interface SideBarProps {
  /** The id of the node that the page shows. */
  readonly current: string | null;
  readonly state: 'open' | 'closed';
  readonly onClose: () => void;
}

export function SideBar({ current, state, onClose }: SideBarProps) {
  const { overview, nodes, indexes } = useSite();
  const [order, setOrder] = useState<'folders' | 'database'>('folders');
  const branches = useMemo(
    () => (order === 'folders' ? folderTree(nodes, overview.project) : databaseTree(nodes)),
    [order, nodes, overview],
  );
  const shown = current === null ? null : (indexes.get(current) ?? null);
  return (
    <>
      {state === 'open' && <button type="button" class="veil" aria-label="Close the list" onClick={onClose} />}
      <nav class={`side ${state}`} aria-label="Nodes" onKeyDown={event => event.key === 'Escape' && onClose()}>
        <fieldset class="tabs" aria-label="Order of the list">
          <button type="button" aria-pressed={order === 'folders'} onClick={() => setOrder('folders')}>
            Project
          </button>
          <button type="button" aria-pressed={order === 'database'} onClick={() => setOrder('database')}>
            Database
          </button>
        </fieldset>
        <Tree key={order} branches={branches} shown={shown} />
      </nav>
    </>
  );
}

interface TreeProps {
  readonly branches: readonly Branch[];
  readonly shown: NodeIndex | null;
}

/** Only open folders are drawn, so a large project costs no more than what is looked at. */
function Tree({ branches, shown }: TreeProps) {
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(() => new Map());
  const leading = useMemo(
    () => new Set(shown === null ? [] : branches.flatMap(branch => pathTo(branch, shown))),
    [branches, shown],
  );
  useEffect(() => {
    if (leading.size > 0) setToggled(before => new Map([...before, ...[...leading].map(key => [key, true] as const)]));
  }, [leading]);
  const toggle = (key: string, isOpen: boolean): void => setToggled(before => new Map([...before, [key, !isOpen]]));
  return (
    <ul class="tree">
      {branches.map((branch, place) => (
        <Folder key={branch.key} {...{ branch, shown, toggled, toggle }} atFirst={place === 0 ? 'open' : 'closed'} />
      ))}
    </ul>
  );
}

interface FolderProps {
  readonly branch: Branch;
  readonly shown: NodeIndex | null;
  readonly toggled: ReadonlyMap<string, boolean>;
  readonly toggle: (key: string, isOpen: boolean) => void;
  readonly atFirst: 'open' | 'closed';
}

function Folder({ branch, shown, toggled, toggle, atFirst }: FolderProps) {
  // What is small is open below what is open, so that one click shows it all.
  const isOpen = toggled.get(branch.key) ?? atFirst === 'open';
  const below = branch.count <= 40 ? 'open' : 'closed';
  return (
    <li>
      <button type="button" class="folder" aria-expanded={isOpen} onClick={() => toggle(branch.key, isOpen)}>
        <span class="folder-name">{branch.name || '(no name)'}</span> <span class="count">{branch.count}</span>
      </button>
      {isOpen && (
        <ul>
          {branch.branches.map(child => (
            <Folder key={child.key} branch={child} shown={shown} toggled={toggled} toggle={toggle} atFirst={below} />
          ))}
          {branch.leaves.map(leaf => (
            <LeafLink key={leaf.index} leaf={leaf} isCurrent={leaf.index === shown} />
          ))}
        </ul>
      )}
    </li>
  );
}

function LeafLink({ leaf, isCurrent }: { readonly leaf: Leaf; readonly isCurrent: boolean }) {
  const { nodes, tones } = useSite();
  const link = useRef<HTMLAnchorElement>(null);
  const node = nodes[leaf.index];
  useEffect(() => {
    if (isCurrent) link.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  const tone = tones[leaf.index] ?? 'muted';
  const isBad = tone === 'bad' || tone === 'warn';
  return (
    <li>
      <a ref={link} class="leaf" href={nodeLink(node?.id ?? '')} {...(isCurrent ? { 'aria-current': 'page' as const } : {})}>
        <span>
          <Breakable text={leaf.label} />
        </span>
        {isBad && (
          <span class={`dot ${tone}`}>
            <span class="unseen">{tone === 'bad' ? ', failed' : ', warned'}</span>
          </span>
        )}
      </a>
    </li>
  );
}

/** The keys of the folders that lead to a node; none when it is not below. */
function pathTo(branch: Branch, index: NodeIndex): readonly string[] {
  if (branch.leaves.some(leaf => leaf.index === index)) return [branch.key];
  for (const child of branch.branches) {
    const path = pathTo(child, index);
    if (path.length > 0) return [branch.key, ...path];
  }
  return [];
}
