import type { ColumnLineage } from '../artifact/column-lineage.ts';
import type { ColumnEdge, ColumnRef, Direction } from '../lineage/column-path.ts';

/** What `model lineage` found. */
export interface LineagePicture {
  readonly starts: readonly {
    readonly start: ColumnRef & { readonly column: string };
    readonly ways: readonly { readonly direction: Direction; readonly edges: readonly ColumnEdge[] }[];
  }[];
  readonly lineage: ColumnLineage;
  nameOf(id: string): string;
}

const hows: Readonly<Record<ColumnEdge['how'], string>> = {
  copied: '',
  renamed: 'renamed',
  transformed: 'transformed',
  aggregated: 'aggregated',
  filtered: 'only filters',
  rows: 'decides on rows',
};

export function lineageTree(picture: LineagePicture): string {
  return picture.starts
    .map(({ start, ways }) => {
      const column = picture.lineage.nodes[start.node]?.columns?.find(one => one.name === start.column);
      const head = `${refText(start, picture)}${column?.type ? `  ${column.type}` : ''}`;
      const isUnknown = column?.from === null;
      const parts = ways
        .map(({ direction, edges }) => [direction, ...branches(start, edges, direction, picture)])
        .filter(([direction, ...edges]) => !(isUnknown && direction === 'upstream' && edges.length === 0));
      const gap = isUnknown ? ['  where it comes from is not known', ...gapsOf(start, picture)] : [];
      return [head, ...gap, ...parts.flatMap(part => (part.length > 1 ? part : [`${part[0]}: nothing`]))].join('\n');
    })
    .join('\n\n');
}

function gapsOf({ node }: ColumnRef, { lineage }: LineagePicture): readonly string[] {
  const hasUnknownTables = Object.entries(lineage.nodes).some(([id, { complete }]) => id.startsWith('source.') && !complete);
  const cure = '`model docs generate` asks the warehouse for the columns of sources, and they are known from then on.';
  return [...(lineage.nodes[node]?.gaps ?? []), ...(hasUnknownTables ? [cure] : [])].map(line => `  ${line}`);
}

/** A column that is reached on several ways is drawn once in full. */
function branches(
  start: ColumnRef,
  edges: readonly ColumnEdge[],
  direction: Direction,
  picture: LineagePicture,
): readonly string[] {
  const drawn = new Set<string>();
  const below = (ref: ColumnRef, indent: string): readonly string[] => {
    const own = edges.filter(edge => isSame(direction === 'upstream' ? edge.to : edge.from, ref));
    return own.flatMap((edge, i) => {
      const next = direction === 'upstream' ? edge.from : edge.to;
      const isLast = i === own.length - 1;
      const how = hows[edge.how];
      const key = `${next.node}\n${next.column}`;
      const again = drawn.has(key) && edges.some(one => isSame(direction === 'upstream' ? one.to : one.from, next));
      const line = `${indent}${isLast ? '└─ ' : '├─ '}${refText(next, picture)}${how === '' ? '' : ` (${how})`}${again ? ' …' : ''}`;
      if (edge.how === 'rows' || drawn.has(key)) return [line];
      drawn.add(key);
      return [line, ...below(next, `${indent}${isLast ? '   ' : '│  '}`)];
    });
  };
  return below(start, '');
}

const isSame = (a: ColumnRef, b: ColumnRef): boolean => a.node === b.node && a.column?.toLowerCase() === b.column?.toLowerCase();

const refText = ({ node, column }: ColumnRef, { nameOf }: LineagePicture): string =>
  column === null ? nameOf(node) : `${nameOf(node)}.${column}`;

export function lineageJson({ starts, lineage }: LineagePicture): string {
  const columns = starts.map(({ start, ways }) => ({
    ...start,
    type: lineage.nodes[start.node]?.columns?.find(one => one.name === start.column)?.type ?? null,
    ...Object.fromEntries(ways.map(({ direction, edges }) => [direction, edges])),
  }));
  return JSON.stringify({ columns }, null, 2);
}

export function lineageMermaid(picture: LineagePicture): string {
  const ids = new Map<string, string>();
  const lines: string[] = [];
  const idOf = (ref: ColumnRef): string => {
    const text = refText(ref, picture);
    const known = ids.get(text);
    if (known !== undefined) return known;
    const id = `c${ids.size}`;
    ids.set(text, id);
    lines.push(`  ${id}["${escaped(text)}"]`);
    return id;
  };
  const told = new Set<string>();
  for (const { start, ways } of picture.starts) {
    lines.push(`  class ${idOf(start)} start`);
    for (const { from, to, how } of ways.flatMap(way => way.edges)) {
      const line = `  ${idOf(from)} -->${hows[how] === '' ? '' : `|${hows[how]}|`} ${idOf(to)}`;
      if (!told.has(line)) lines.push(line);
      told.add(line);
    }
  }
  return ['flowchart LR', '  classDef start stroke-width:3px', ...lines].join('\n');
}

const escaped = (text: string): string => text.replace(/[&"<>#]/g, char => `#${char.charCodeAt(0)};`);
