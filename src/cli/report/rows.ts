import type { CommandEvent } from '../../command/event.ts';
import { terminalText, terminalWidth } from '../../diagnostic/terminal-text.ts';
import type { Cell, Column, Row } from '../../sql/relation.ts';
import { cut, padded } from './node-line.ts';

export type RowsEvent = Extract<CommandEvent, { readonly kind: 'rows' }>;

/** Rows in the form that was asked for, ending with a newline. */
export function rowsText(event: RowsEvent): string {
  switch (event.format) {
    case 'table':
      return tableText(event.columns, event.rows);
    case 'json':
      return `${JSON.stringify(jsonValue(event), null, 2)}\n`;
    case 'csv':
      return csvText(event.columns, event.rows);
    default:
      return event.format satisfies never;
  }
}

const widest = 60;

/** Numbers stand to the right. */
function tableText(columns: readonly Column[], rows: readonly Row[]): string {
  const texts = rows.map(row => columns.map((_, i) => cut(terminalText(cellText(row[i] ?? null, 'null')), widest)));
  const names = columns.map(column => cut(terminalText(column.name), widest));
  const widths = names.map((name, i) => Math.max(...[name, ...texts.map(row => row[i] ?? '')].map(terminalWidth)));
  const isNumber = columns.map(({ type }) => type.kind === 'integer' || type.kind === 'float' || type.kind === 'decimal');
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text, i) => aligned(text, { width: widths[i] ?? 0, toRight: isNumber[i] === true })).join(' | ')} |\n`;
  const rule = `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |\n`;
  return line(names) + rule + texts.map(line).join('');
}

function aligned(text: string, { width, toRight }: { readonly width: number; readonly toRight: boolean }): string {
  const whole = padded(text, width);
  return toRight ? whole.slice(text.length) + text : whole;
}

function cellText(cell: Cell, ofNull: string): string {
  if (cell === null) return ofNull;
  if (cell instanceof Uint8Array) return `0x${Buffer.from(cell).toString('hex')}`;
  return typeof cell === 'object' ? JSON.stringify(plain(cell)) : String(cell);
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

export const rowObjects = (columns: readonly Column[], rows: readonly Row[]): readonly unknown[] =>
  rows.map(row => Object.fromEntries(columns.map((column, i) => [column.name, plain(row[i] ?? null)])));

/** JSON has no integers beyond 2^53 and no bytes. */
function plain(cell: Cell): unknown {
  if (typeof cell === 'bigint') return Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell);
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString('base64');
  if (Array.isArray(cell)) return cell.map(plain);
  if (typeof cell === 'object' && cell !== null)
    return Object.fromEntries(Object.entries(cell).map(([name, value]) => [name, plain(value)]));
  return typeof cell === 'number' && !Number.isFinite(cell) ? String(cell) : cell;
}
