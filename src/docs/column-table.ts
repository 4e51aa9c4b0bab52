import type { ColumnTable, NodeDetail } from './page-data.ts';
import { varints } from './varint.ts';

export function columnTable(details: readonly NodeDetail[]): ColumnTable {
  const places = new Map<string, number>();
  const placeOf = (name: string): number => {
    const place = places.get(name) ?? places.size;
    places.set(name, place);
    return place;
  };
  const numbers = details.flatMap(({ columns }) => [columns.length, ...columns.map(({ name }) => placeOf(name))]);
  return { names: [...places.keys()], ofNodes: varints(numbers) };
}
