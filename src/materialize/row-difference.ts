import type { Cell, Row } from '../sql/relation.ts';
import { aligned } from './text-table.ts';

/** How the rows of a unit test differ, order aside. */
export interface RowDifference {
  readonly equal: readonly Row[];
  /** Rows that are near enough to be meant for each other. */
  readonly changed: readonly { readonly expected: Row; readonly actual: Row }[];
  /** Expected, and not there. */
  readonly missing: readonly Row[];
  /** There, and not expected. */
  readonly surplus: readonly Row[];
}

/** Compares as multisets: a row that is expected twice must be there twice. */
export function compareRows(expected: readonly Row[], actual: readonly Row[]): RowDifference {
  const left = new Map<string, Row[]>();
  for (const row of expected) left.set(rowKey(row), [...(left.get(rowKey(row)) ?? []), row]);
  const equal: Row[] = [];
  const surplus: Row[] = [];
  for (const row of actual) {
    if (left.get(rowKey(row))?.pop() === undefined) surplus.push(row);
    else equal.push(row);
  }
  return { equal, ...paired([...left.values()].flat(), surplus) };
}

export const hasDifference = ({ changed, missing, surplus }: RowDifference): boolean =>
  changed.length + missing.length + surplus.length > 0;

const cellKey = (cell: Cell): string =>
  JSON.stringify(cell, (_, part: unknown) =>
    typeof part === 'bigint' ? String(part) : part instanceof Uint8Array ? [...part] : part,
  );
const rowKey = (row: Row): string => row.map(cellKey).join();

/** Each missing row with the surplus row that has most values in common with it, if any has one. */
function paired(missing: readonly Row[], surplus: readonly Row[]): Omit<RowDifference, 'equal'> {
  const rest = [...surplus];
  const alone: Row[] = [];
  const changed: { readonly expected: Row; readonly actual: Row }[] = [];
  for (const expected of missing) {
    const scores = rest.map(
      row => row.filter((cell, at) => cell !== null && cellKey(cell) === cellKey(expected[at] ?? null)).length,
    );
    const best = Math.max(0, ...scores);
    const [actual] = best === 0 ? [] : rest.splice(scores.indexOf(best), 1);
    if (actual === undefined) alone.push(expected);
    else changed.push({ expected, actual });
  }
  return { changed, missing: alone, surplus: rest };
}

/** Rows that are not shown: nobody reads more. */
const MOST_ROWS = 40;

/**
 * Lines of a table. A mark says what is wrong with a row: `≠` has `expected → actual` in the cells that differ, `-` is missing,
 * `+` was not expected.
 */
export function differenceTable(columns: readonly string[], difference: RowDifference): readonly string[] {
  const rows: (readonly string[])[] = [
    ...difference.changed.map(({ expected, actual }) => [
      '≠',
      ...expected.map((cell, at) => changedCell(cell, actual[at] ?? null)),
    ]),
    ...difference.missing.map(row => ['-', ...row.map(shownCell)]),
    ...difference.surplus.map(row => ['+', ...row.map(shownCell)]),
    ...difference.equal.map(row => [' ', ...row.map(shownCell)]),
  ];
  const left = rows.length - MOST_ROWS;
  const lines = aligned([['', ...columns], ...rows.slice(0, MOST_ROWS)]);
  return left > 0 ? [...lines, `… and ${left} more`] : lines;
}

const changedCell = (expected: Cell, actual: Cell): string =>
  cellKey(expected) === cellKey(actual) ? shownCell(expected) : `${shownCell(expected)} → ${shownCell(actual)}`;

export function shownCell(cell: Cell): string {
  if (cell === null) return 'null';
  const isUnclear = cell === '' || cell === 'null' || (typeof cell === 'string' && cell !== cell.trim());
  const text = typeof cell !== 'string' ? cellKey(cell) : isUnclear ? `'${cell}'` : cell;
  return text.replaceAll('\n', '⏎');
}
