import type { Capabilities } from '../adapter/capabilities.ts';
import type { Column } from '../sql/relation.ts';

/** How two column names compare in one warehouse: what is equal here is the same column there. */
export const columnKey = (name: string, can: Capabilities): string => (can.names.caseSensitive ? name : name.toLowerCase());

/** Columns by the name that they compare by. */
export const byColumnKey = (columns: readonly Column[], can: Capabilities): ReadonlyMap<string, Column> =>
  new Map(columns.map(column => [columnKey(column.name, can), column]));
