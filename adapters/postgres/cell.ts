import type { Cell, LogicalType } from '../../src/sql/relation.ts';

/** Reads the text form in which the server sends a value. */
export type ReadCell = (text: string) => Cell;

/** How values of a type are read; types without a neutral counterpart stay as the server spells them. */
export function cellReader(type: LogicalType): ReadCell {
  switch (type.kind) {
    case 'boolean':
      return text => text === 't';
    case 'integer':
      return whole;
    case 'float':
      return Number;
    case 'binary':
      return text => Uint8Array.from(Buffer.from(text.slice(2), 'hex'));
    case 'date':
      return dateText;
    case 'timestamp':
      return type.zone === 'none' ? timestampText : instantText;
    case 'array':
      return arrayReader(cellReader(type.of));
    case 'decimal':
    case 'time':
    case 'json':
    case 'uuid':
    case 'string':
    case 'struct':
    case 'native':
      return text => text;
    default:
      return type satisfies never;
  }
}

function whole(text: string): Cell {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

/** `0044-03-15 BC` is ISO's year -0043. */
function dateText(text: string): string {
  const [, year, rest = '', era] = /^(\d+)(-.*?)( BC)?$/.exec(text) ?? [];
  if (year === undefined) return text;
  if (era === undefined) return year.length <= 4 ? text : `+${year.padStart(6, '0')}${rest}`;
  const before = Number(year) - 1;
  return before === 0 ? `0000${rest}` : `-${String(before).padStart(6, '0')}${rest}`;
}

const timestampText = (text: string): string => dateText(text).replace(' ', 'T');

/** `2024-03-01 12:00:00.25+05:30` as the same instant in UTC. */
function instantText(text: string): string {
  const [, year, rest, hours, minutes, seconds, fraction = '', sign, offset = '', era = ''] =
    /^(\d+)(-\d\d-\d\d) (\d\d):(\d\d):(\d\d)(\.\d+)?([+-])([\d:]+)( BC)?$/.exec(text) ?? [];
  if (year === undefined) return text;
  const [offsetHours = 0, offsetMinutes = 0, offsetSeconds = 0] = offset.split(':').map(Number);
  const shift = (sign === '-' ? 1 : -1) * ((offsetHours * 60 + offsetMinutes) * 60 + offsetSeconds);
  if (shift === 0) return `${dateText(`${year}${rest}${era}`)}T${hours}:${minutes}:${seconds}${fraction}Z`;
  // Eras of 400 years have a fixed length, so shifting by them keeps JavaScript's Date within its range.
  const astronomical = era === '' ? Number(year) : 1 - Number(year);
  const eras = Math.floor(astronomical / 400) - 5;
  const moment = new Date(0);
  const [month = 1, day = 1] = (rest ?? '').slice(1).split('-').map(Number);
  moment.setUTCFullYear(astronomical - eras * 400, month - 1, day);
  moment.setUTCHours(Number(hours), Number(minutes), Number(seconds) + shift);
  const clock = moment.toISOString().slice(4, 19);
  return `${yearText(moment.getUTCFullYear() + eras * 400)}${clock}${fraction}Z`;
}

const yearText = (year: number): string =>
  year >= 0 && year <= 9999 ? String(year).padStart(4, '0') : `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}`;

/** `{1,NULL,"a \"b\""}`, nested as deep as the array is. Bounds in front of it, `[0:1]={…}`, are left out. */
function arrayReader(element: ReadCell): ReadCell {
  return text => {
    const start = text.startsWith('[') ? text.indexOf('=') + 1 : 0;
    return readArray({ text, at: start + 1 }, element);
  };
}

interface Cursor {
  readonly text: string;
  /** Behind the brace that opens the array; afterwards behind the one that closes it. */
  at: number;
}

function readArray(cursor: Cursor, element: ReadCell): readonly Cell[] {
  const items: Cell[] = [];
  while (cursor.at < cursor.text.length) {
    const char = cursor.text.charAt(cursor.at);
    cursor.at += 1;
    if (char === '}') break;
    if (char === ',') continue;
    if (char === '{') items.push(readArray(cursor, element));
    else if (char === '"') items.push(element(quotedItem(cursor)));
    else items.push(plainItem(cursor, element));
  }
  return items;
}

function quotedItem(cursor: Cursor): string {
  let item = '';
  for (; cursor.text.charAt(cursor.at) !== '"'; cursor.at += 1) {
    if (cursor.text.charAt(cursor.at) === '\\') cursor.at += 1;
    item += cursor.text.charAt(cursor.at);
  }
  cursor.at += 1;
  return item;
}

function plainItem(cursor: Cursor, element: ReadCell): Cell {
  const start = cursor.at - 1;
  while (!',}'.includes(cursor.text.charAt(cursor.at))) cursor.at += 1;
  const item = cursor.text.slice(start, cursor.at);
  return item === 'NULL' ? null : element(item);
}
