import type { NodeIndex, NodeKind, NodeSummary } from '../page-data.ts';

/** A folder of the side bar. */
export interface Branch {
  readonly name: string;
  /** Unlike any other branch of the tree. */
  readonly key: string;
  readonly branches: readonly Branch[];
  readonly leaves: readonly Leaf[];
  /** Of leaves, at any depth. */
  readonly count: number;
}

export interface Leaf {
  readonly index: NodeIndex;
  readonly label: string;
}

/** Singular and plural, in the order of the lists. */
export const kindNames: Readonly<Record<NodeKind, readonly [string, string]>> = {
  model: ['model', 'Models'],
  seed: ['seed', 'Seeds'],
  snapshot: ['snapshot', 'Snapshots'],
  source: ['source', 'Sources'],
  exposure: ['exposure', 'Exposures'],
  metric: ['metric', 'Metrics'],
  semantic_model: ['semantic model', 'Semantic models'],
  saved_query: ['saved query', 'Saved queries'],
  function: ['function', 'Functions'],
  analysis: ['analysis', 'Analyses'],
  test: ['test', 'Tests'],
  unit_test: ['unit test', 'Unit tests'],
  macro: ['macro', 'Macros'],
  group: ['group', 'Groups'],
};

export const kindsInOrder = Object.keys(kindNames) as NodeKind[];

/** By kind, then package (when there is more than the project's own), then folder. */
export function folderTree(nodes: readonly NodeSummary[], project: string): readonly Branch[] {
  const root = emptyFolder();
  nodes.forEach((node, index) => {
    if (node.visibility === 'unlisted') return;
    const packages = node.packageName === project ? [] : [node.packageName];
    const label = node.kind === 'source' ? node.label.slice((node.folders[0]?.length ?? -1) + 1) : node.label;
    put(root, [kindNames[node.kind][1], ...packages, ...node.folders], { index, label });
  });
  const branches = branchOf(root, '', '').branches;
  return kindsInOrder.flatMap(kind => branches.find(({ name }) => name === kindNames[kind][1]) ?? []);
}

/** By database and schema. */
export function databaseTree(nodes: readonly NodeSummary[]): readonly Branch[] {
  const root = emptyFolder();
  nodes.forEach(({ place, visibility }, index) => {
    if (place === null || visibility === 'unlisted') return;
    const database = place.database === null ? [] : [place.database];
    put(root, [...database, place.schema], { index, label: place.name });
  });
  return branchOf(root, '', 'database').branches;
}

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly leaves: Leaf[];
}

const emptyFolder = (): Folder => ({ folders: new Map(), leaves: [] });

function put(root: Folder, path: readonly string[], leaf: Leaf): void {
  let folder = root;
  for (const name of path) {
    const next = folder.folders.get(name) ?? emptyFolder();
    folder.folders.set(name, next);
    folder = next;
  }
  folder.leaves.push(leaf);
}

function branchOf({ folders, leaves }: Folder, name: string, key: string): Branch {
  const branches = [...folders]
    .map(([child, folder]) => branchOf(folder, child, `${key}/${encodeURIComponent(child)}`))
    .sort((a, b) => a.name.localeCompare(b.name));
  const count = leaves.length + branches.reduce((sum, branch) => sum + branch.count, 0);
  return { name, key, branches, leaves: leaves.toSorted((a, b) => a.label.localeCompare(b.label)), count };
}
