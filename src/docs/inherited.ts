import type { ColumnLineage, LineageColumn } from '../artifact/column-lineage.ts';
import type { NodeTable } from './node-index.ts';
import type { InheritedText } from './page-data.ts';
import { mapOf, textOf } from './plain-reader.ts';

/** The description of a column that has none of its own: of the column whose value it is, however far away. */
export type Inherited = (id: string, column: string) => InheritedText | null;

/** So many steps are followed; longer chains are rare, and what stands at their end says little of this column. */
const mostSteps = 100;

export function inheritedTexts({ nodes }: ColumnLineage, table: NodeTable): Inherited {
  const columns = new Map<string, ReadonlyMap<string, LineageColumn>>();
  const columnOf = (id: string, name: string): LineageColumn | undefined => {
    const known = columns.get(id) ?? new Map(nodes[id]?.columns?.map(column => [column.name.toLowerCase(), column]));
    columns.set(id, known);
    return known.get(name.toLowerCase());
  };
  const follow = (id: string, name: string, steps: number): InheritedText | null => {
    const values = columnOf(id, name)?.from?.filter(({ how }) => how === 'copied' || how === 'renamed') ?? [];
    // What is put together from several columns is none of them.
    const [source] = values;
    if (source === undefined || values.length > 1 || steps === 0) return null;
    const index = table.indexOf(source.node);
    if (index === null) return null;
    const text = describedAs(table, index, source.column);
    return text === null ? follow(source.node, source.column, steps - 1) : { node: index, column: source.column, text };
  };
  return (id, column) => follow(id, column, mostSteps);
}

function describedAs(table: NodeTable, index: number, column: string): string | null {
  const described = mapOf(table.records[index]?.record['columns']);
  const own = described[column] ?? Object.entries(described).find(([name]) => name.toLowerCase() === column.toLowerCase())?.[1];
  return textOf(mapOf(own)['description']);
}
