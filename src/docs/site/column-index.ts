import type { ColumnTable, NodeIndex } from '../page-data.ts';
import { readVarints } from './varint.ts';

/** The columns of all nodes, in a few arrays: there may be hundreds of thousands. */
export interface ColumnIndex {
  readonly names: readonly string[];
  /** Where the columns of a node start in `places`, and where those of the next one do. */
  readonly starts: Int32Array;
  /** Of each column, the place of its name. */
  readonly places: Int32Array;
}

export function columnIndex({ names, ofNodes }: ColumnTable, nodes: number): ColumnIndex {
  const starts = new Int32Array(nodes + 1);
  const places: number[] = [];
  let node = -1;
  let left = 0;
  readVarints(ofNodes, number => {
    if (left > 0) {
      places.push(number);
      left--;
      return;
    }
    node++;
    starts[node] = places.length;
    left = number;
  });
  starts.fill(places.length, node + 1);
  return { names, starts, places: Int32Array.from(places) };
}

/** In the order of the node's page. */
export function columnNames({ names, starts, places }: ColumnIndex, node: NodeIndex): readonly string[] {
  return [...places.subarray(starts[node] ?? 0, starts[node + 1] ?? 0)].map(place => names[place] ?? '');
}
