import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { WarehouseError } from '../../src/adapter/error.ts';
import type { CsvSource } from '../../src/adapter/step.ts';
import { messageOf } from '../../src/diagnostic/messages/index.ts';
import { type CsvRecord, csvRecordLists } from '../../src/sql/csv.ts';
import { nativeError, warehouseError } from './error.ts';
import { parseType } from './type.ts';

/** A CSV file's rows in the text form that `copy … from stdin` reads. Fails with a WarehouseError that names the line. */
export const copyRows = (source: CsvSource): Readable => Readable.from(encoded(source), { objectMode: false });

/** Rows are encoded in lists of about this many characters of the file. */
const pieceLength = 256 * 1024;

async function* encoded(source: CsvSource): AsyncGenerator<string> {
  let columns: readonly Encode[] | null = null;
  for await (const records of recordLists(source)) {
    let text = '';
    for (const record of records) {
      checkShape(record, source, columns?.length ?? null);
      if (columns === null) columns = encoders(source, record);
      else text += rowText(record, columns);
    }
    if (text !== '') yield text;
  }
}

const recordLists = ({ path, delimiter }: CsvSource): AsyncGenerator<readonly CsvRecord[]> =>
  csvRecordLists(createReadStream(path, { encoding: 'utf8', highWaterMark: pieceLength }), delimiter);

function checkShape({ line, values, flaw }: CsvRecord, { path: file }: CsvSource, expected: number | null): void {
  const place = { file, line };
  if (flaw !== null) throw csvFailure(messageOf('warehouse-csv-quote', { ...place, flaw }), place);
  if (expected !== null && values.length !== expected)
    throw csvFailure(messageOf('warehouse-csv-ragged', { ...place, found: values.length, expected }), place);
}

const csvFailure = (
  { text, hint }: { readonly text: string; readonly hint: string | null },
  place: { readonly file: string; readonly line: number },
  cause?: unknown,
): WarehouseError =>
  new WarehouseError({ reason: 'data', message: text, hint, place, native: { code: null, message: text } }, { cause });

type Encode = (value: string) => string;

/** One per column: what a file may say of a whole number or of a moment, the server may read otherwise. */
function encoders({ columns, columnTypes }: CsvSource, header: CsvRecord): readonly Encode[] {
  const types = new Map(Object.entries(columnTypes).map(([name, type]) => [name.toLowerCase(), type]));
  return (columns ?? header.values).map(name => {
    const type = parseType(types.get(name.toLowerCase()) ?? 'text');
    if (type.kind === 'integer' || (type.kind === 'decimal' && type.scale === 0)) return wholeNumber;
    return type.kind === 'timestamp' && type.zone === 'none' ? moment : escaped;
  });
}

/** An empty value is null, quoted or not, and so is the word, as in dbt. */
const isNull = (value: string): boolean => value === '' || (value.length === 4 && value.toLowerCase() === 'null');

function rowText({ values }: CsvRecord, columns: readonly Encode[]): string {
  let text = '';
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] as string;
    text += (at === 0 ? '' : '\t') + (isNull(value) ? '\\N' : (columns[at] as Encode)(value));
  }
  return `${text}\n`;
}

const special = /[\\\n\r\t]/g;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const escaped: Encode = value => (special.test(value) ? value.replaceAll(special, char => escapes[char] ?? char) : value);

/** `1.0` and `1e3` are whole numbers too. */
function wholeNumber(value: string): string {
  if (/^[+-]?\d+$/.test(value)) return value;
  const [, digits] = /^\s*([+-]?\d+)\.0*\s*$/.exec(value) ?? [];
  if (digits !== undefined) return digits;
  const number = /e/i.test(value) ? Number(value) : Number.NaN;
  return Number.isSafeInteger(number) ? String(number) : escaped(value);
}

/** A moment with a zone as UTC, since a column without a zone would drop the offset and keep the clock. */
function moment(value: string): string {
  const [, clock, fraction = '', zone] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(\.\d+)?(Z|[+-]\d\d(?::?\d\d)?)$/.exec(value) ?? [];
  if (clock === undefined || zone === undefined) return escaped(value);
  const offset = /^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone;
  const time = Date.parse(clock + offset);
  return Number.isNaN(time) ? escaped(value) : new Date(time).toISOString().slice(0, 19) + fraction;
}

/** The server counts rows; the file's line is found by counting them again. */
export async function copyError(error: unknown, source: CsvSource): Promise<WarehouseError> {
  if (error instanceof WarehouseError) return error;
  const native = nativeError(error);
  const [, row, column] = /^COPY .*?, line (\d+)(?:, column (.*?))?(?:: |$)/.exec(native.where ?? '') ?? [];
  if (native.severity === null || row === undefined) return warehouseError(error, '');
  const line = await lineOfRow(source, Number(row));
  const detail = `${native.message.replace(/\.$/, '')}${column === undefined ? '' : ` (column \`${column}\`)`}.`;
  const place = { file: source.path, line };
  return csvFailure(messageOf('warehouse-csv-value', { ...place, detail }), place, error);
}

async function lineOfRow(source: CsvSource, row: number): Promise<number> {
  let left = row;
  for await (const records of recordLists(source)) {
    const found = records[left];
    if (found !== undefined) return found.line;
    left -= records.length;
  }
  return 1;
}
