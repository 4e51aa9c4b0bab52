import type { CommandEvent } from '../../command/event.ts';
import { terminalText, terminalWidth } from '../../diagnostic/terminal-text.ts';
import type { Cell, Column, Row } from '../../sql/relation.ts';
import { cut, padded } from './node-line.ts';

export type RowsEvent = Extract<CommandEvent, { readonly kind: 'rows' }>;

/** Rows in the form that was asked for, ending with a newline. A table keeps to `width` terminal cells; null: as wide as it is. */
export function rowsText(event: RowsEvent, width: number | null = null): string {
  switch (event.format) {
    case 'table':
      return tableText(event.columns, event.rows, width);
    case 'json':
      return `${jsonText(jsonValue(event), '')}\n`;
    case 'csv':
      return csvText(event.columns, event.rows);
    default:
      return event.format satisfies never;
  }
}

const widest = 60;

/** Numbers stand to the right. Columns that do not fit are left out, which is said below. */
function tableText(columns: readonly Column[], rows: readonly Row[], width: number | null): string {
  const texts = rows.map(row => columns.map((_, i) => cut(terminalText(cellText(row[i] ?? null, 'null')), widest)));
  const names = columns.map(column => cut(terminalText(column.name), widest));
  const widths = names.map((name, i) => Math.max(...[name, ...texts.map(row => row[i] ?? '')].map(terminalWidth)));
  const shown = width === null ? columns.length : fitting(widths, width);
  const isNumber = columns.map(({ type }) => type.kind === 'integer' || type.kind === 'float' || type.kind === 'decimal');
  const line = (cells: readonly string[]): string =>
    `| ${cells
      .slice(0, shown)
      .map((text, i) => aligned(text, { width: widths[i] ?? 0, toRight: isNumber[i] === true }))
      .join(' | ')} |\n`;
  const table = line(names) + line(widths.map(width => '-'.repeat(width))) + texts.map(line).join('');
  const hidden = names.slice(shown);
  return hidden.length === 0 ? table : `${table}${cut(hiddenText(hidden), Math.max(width ?? 0, 40) - 1)}\n`;
}

/** How many of the first columns fit, at least one. */
function fitting(widths: readonly number[], room: number): number {
  let used = 1;
  const misfit = widths.findIndex(width => {
    used += width + 3;
    return used > room;
  });
  return misfit === -1 ? widths.length : Math.max(1, misfit);
}

const hiddenText = (names: readonly string[]): string => `${names.length} more (--output json shows all): ${names.join(', ')}`;

function aligned(text: string, { width, toRight }: { readonly width: number; readonly toRight: boolean }): string {
  const whole = padded(text, width);
  return toRight ? whole.slice(text.length) + text : whole;
}

function cellText(cell: Cell, ofNull: string): string {
  if (cell === null) return ofNull;
  if (cell instanceof Uint8Array) return `0x${Buffer.from(cell).toString('hex')}`;
  return typeof cell === 'object' ? jsonText(plain(cell), null) : String(cell);
}

/** As RFC 4180 has it. */
function csvText(columns: readonly Column[], rows: readonly Row[]): string {
  const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const line = (cells: readonly string[]): string => `${cells.map(field).join(',')}\n`;
  return line(columns.map(column => column.name)) + rows.map(row => line(row.map(cell => cellText(cell, '')))).join('');
}

function jsonValue({ node, columns, rows }: RowsEvent): unknown {
  const show = rowObjects(columns, rows);
  return node === null ? { show } : { node: node.name, show };
}

const rowObjects = (columns: readonly Column[], rows: readonly Row[]): readonly unknown[] =>
  rows.map(row => Object.fromEntries(columns.map((column, i) => [column.name, columnValue(column, row[i] ?? null)])));

/** The rows as JSON on one line. */
export const rowsJson = (columns: readonly Column[], rows: readonly Row[]): string => jsonText(rowObjects(columns, rows), null);

/** A number that JavaScript's own cannot hold. */
class ExactNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const columnValue = ({ type }: Column, cell: Cell): unknown =>
  type.kind === 'decimal' && typeof cell === 'string' && /^-?\d+(\.\d+)?$/.test(cell) ? new ExactNumber(cell) : plain(cell);

/** What JSON can say as it is: bytes, and numbers that are none, become text. */
function plain(cell: Cell): unknown {
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString('base64');
  if (Array.isArray(cell)) return cell.map(plain);
  if (typeof cell === 'object' && cell !== null)
    return Object.fromEntries(Object.entries(cell).map(([name, value]) => [name, plain(value)]));
  return typeof cell === 'number' && !Number.isFinite(cell) ? String(cell) : cell;
}

/** As `JSON.stringify`, but integers of any size are numbers. `indent`: what lines start with; null: all on one line. */
function jsonText(value: unknown, indent: string | null): string {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof ExactNumber) return value.text;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = indent === null ? null : `${indent}  `;
  const colon = indent === null ? ':' : ': ';
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const parts = Array.isArray(value)
    ? value.map(item => jsonText(item, inner))
    : Object.entries(value).map(([name, item]) => JSON.stringify(name) + colon + jsonText(item, inner));
  if (parts.length === 0 || inner === null) return open + parts.join(',') + close;
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
}
