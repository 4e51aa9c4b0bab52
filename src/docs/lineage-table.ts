import type { ColumnLineage, ColumnUse } from '../artifact/column-lineage.ts';
import type { NodeTable } from './node-index.ts';
import type { ColumnUses, LineageTable } from './page-data.ts';
import { varints } from './varint.ts';

/** In the order of the numbers that stand for them; `site/column-path.ts` has it too. */
const uses: ColumnUses = ['copied', 'renamed', 'transformed', 'aggregated', 'filtered'];

const numberOf = (how: ColumnUse): number => uses.indexOf(how);

/** Which column comes from which, for all nodes: by what follows them through the graph. */
export function lineageTable({ nodes }: ColumnLineage, table: NodeTable): LineageTable {
  const places = new Map<string, number>();
  const names: string[] = [];
  const placeOf = (name: string): number => {
    const key = name.toLowerCase();
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, names.length);
    names.push(name);
    return names.length - 1;
  };
  const numbers: number[] = [];
  for (const [id, { columns }] of Object.entries(nodes)) {
    const node = table.indexOf(id);
    if (node === null) continue;
    for (const { name, from } of columns ?? []) {
      const known = (from ?? []).flatMap(source => {
        const parent = table.indexOf(source.node);
        return parent === null ? [] : [parent, placeOf(source.column), numberOf(source.how)];
      });
      if (known.length > 0) numbers.push(node, placeOf(name), known.length / 3, ...known);
    }
  }
  return { names, edges: varints(numbers) };
}
