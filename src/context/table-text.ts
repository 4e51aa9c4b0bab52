import { HostObject, text, type Value } from '../template/index.ts';
import { jsonText } from './base-json-text.ts';
import type { TableObject } from './table.ts';

/** Cuts for what is printed; null for none. */
export interface TableCuts {
  readonly rows: number | null;
  readonly columns: number | null;
  readonly width: number | null;
}

const more = '...';

/** A table between bars, numbers to the right, as agate prints it. */
export function tableText(table: TableObject, cuts: TableCuts): string {
  const rows = table.rowValues.slice(0, cuts.rows ?? undefined);
  const columns = table.names
    .slice(0, cuts.columns ?? undefined)
    .map((name, index) => column(table, { name, index, rows, cuts }));
  const isCut = columns.length < table.names.length;
  const line = (cells: readonly string[]): string => `| ${[...cells, ...(isCut ? [more] : [])].join(' | ')} |`;
  const lines = [line(columns.map(({ head }) => head)), line(columns.map(({ rule }) => rule)).replace(/\.\.\. \|$/, '--- |')];
  for (const row of rows.keys()) lines.push(line(columns.map(({ cells }) => cells[row] ?? '')));
  if (rows.length < table.rowValues.length) lines.push(line(columns.map(({ left, width }) => padded(more, width, left))));
  return lines.join('\n');
}

interface ColumnOf {
  readonly name: string;
  readonly index: number;
  readonly rows: readonly (readonly Value[])[];
  readonly cuts: TableCuts;
}

function column(table: TableObject, { name, index, rows, cuts }: ColumnOf) {
  const left = table.types[index] === 'Text';
  const places = table.types[index] === 'Number' ? Math.max(0, ...rows.map(row => fraction(row[index] ?? null))) : 0;
  const cells = rows.map(row => cut(cellText(row[index] ?? null, places), cuts.width));
  const head = cut(name, cuts.width);
  const width = Math.max(head.length, ...cells.map(cell => cell.length));
  return {
    left,
    width,
    head: padded(head, width, left),
    rule: '-'.repeat(width),
    cells: cells.map(cell => padded(cell, width, left)),
  };
}

const padded = (cell: string, width: number, left: boolean): string => (left ? cell.padEnd(width) : cell.padStart(width));
const cut = (cell: string, width: number | null): string =>
  width !== null && cell.length > width ? cell.slice(0, Math.max(0, width - more.length)) + more : cell;
const fraction = (value: Value): number => (value === null ? 0 : (/\.(\d*[1-9])/.exec(text(value))?.[1]?.length ?? 0));

function cellText(value: Value, places: number): string {
  if (value === null) return '';
  const written = text(value);
  if (places === 0) return written.replace(/^(-?\d+)\.0+$/, '$1');
  const [whole = '', digits = ''] = written.split('.');
  return /^-?\d+$/.test(whole) ? `${whole}.${digits.slice(0, places).padEnd(places, '0')}` : written;
}

/** A line of names, then the rows; what holds commas, quotes or line ends is quoted. */
export function csvText(table: TableObject): string {
  const field = (value: Value): string => {
    const written = value === null ? '' : text(value);
    return /[",\n\r]/.test(written) ? `"${written.replaceAll('"', '""')}"` : written;
  };
  return [[...table.names], ...table.rowValues].map(row => row.map(field).join(',')).join('\n');
}

/** A list of objects, or one object by the values of a column. */
export function tableJson(table: TableObject, key: string | null): string {
  const objects = table.rowValues.map(row => new Map<Value, Value>(table.names.map((name, index) => [name, row[index] ?? null])));
  if (key === null) return jsonText(objects.map(printable), { keys: 'as given' });
  return jsonText(new Map<Value, Value>(objects.map(one => [text(one.get(key) ?? null), printable(one)])), { keys: 'as given' });
}

const printable = (row: ReadonlyMap<Value, Value>): Value =>
  new Map<Value, Value>([...row].map(([name, value]) => [name, jsonValue(value)]));

/** Numbers as numbers; dates and the like as text. */
const jsonValue = (value: Value): Value => (value instanceof HostObject ? (value.number() ?? value.text()) : value);
