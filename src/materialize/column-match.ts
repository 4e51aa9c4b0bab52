import type { Capabilities } from '../adapter/capabilities.ts';
import type { Column } from '../sql/relation.ts';

/** How two column names compare in one warehouse: what is equal here is the same column there. */
export const columnKey = (name: string, can: Capabilities): string => (can.names.caseSensitive ? name : name.toLowerCase());

/** Columns by the name that they compare by. */
export const byColumnKey = (columns: readonly Column[], can: Capabilities): ReadonlyMap<string, Column> =>
  new Map(columns.map(column => [columnKey(column.name, can), column]));

/**
 * A column's name as an author wrote it, without quotes: where case matters, `ID` is what the warehouse makes of it, unless there is
 * an `ID`. A name that no column has stays as it is.
 */
export function columnNamed(written: string, columns: readonly Column[], { names }: Capabilities): string {
  const has = (name: string): boolean => columns.some(column => column.name === name);
  if (!names.caseSensitive || names.folding === 'preserve' || has(written)) return written;
  const folded = names.folding === 'lower' ? written.toLowerCase() : written.toUpperCase();
  return has(folded) ? folded : written;
}
