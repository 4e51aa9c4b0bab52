import type { Capabilities } from '../adapter/capabilities.ts';
import type { Column } from '../sql/relation.ts';
import { aligned } from './text-table.ts';

/** A column as a contract names it, with its type as the warehouse spells it. */
export type Promised = Pick<Column, 'name' | 'nativeType'>;

export interface ContractComparison {
  /** Promised name → the name that the select gives the column. Names compare whatever their case, as in dbt. */
  readonly matches: ReadonlyMap<string, string>;
  /** A table of what differs; empty when the contract is kept. The order of columns does not matter. */
  readonly lines: readonly string[];
}

export function compareContract(
  promised: readonly Promised[],
  found: readonly Promised[],
  can: Capabilities,
): ContractComparison {
  const byName = new Map(found.map(column => [column.name.toLowerCase(), column]));
  const known = new Set(promised.map(column => column.name.toLowerCase()));
  const matches = new Map<string, string>();
  const rows: (readonly string[])[] = [];
  for (const { name, nativeType } of promised) {
    const column = byName.get(name.toLowerCase());
    if (column === undefined) rows.push([name, nativeType, '-', 'missing in the model']);
    else if (typeKey(column.nativeType, can) !== typeKey(nativeType, can))
      rows.push([name, nativeType, column.nativeType, 'another type']);
    else matches.set(name, column.name);
  }
  for (const { name, nativeType } of found)
    if (!known.has(name.toLowerCase())) rows.push([name, '-', nativeType, 'not in the contract']);
  return { matches, lines: rows.length === 0 ? [] : aligned([['column', 'contract', 'model', ''], ...rows]) };
}

const typeKey = (type: string, can: Capabilities): string =>
  (can.typeModifiers === 'ignored' ? type.replaceAll(/\(\s*[\d,\s-]*\)/g, '') : type)
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .trim();
