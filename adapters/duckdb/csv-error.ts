import { readFileSync } from 'node:fs';
import type { FilePlace } from '../../src/adapter/error.ts';
import { messageOf } from '../../src/diagnostic/messages/index.ts';
import type { Message } from '../../src/diagnostic/messages/message.ts';
import { nearest } from '../../src/diagnostic/nearest.ts';
import { csvRecords } from '../../src/sql/csv.ts';

export interface CsvError {
  readonly message: Message;
  /** Null when no line is to blame. */
  readonly place: FilePlace | null;
}

/** What is wrong with a CSV file, from DuckDB's long account of its options; null for an error about something else. */
export function csvError(message: string, sql: string): CsvError | null {
  const columns = /Columns with names: (.*) do not exist in the CSV File/.exec(message)?.[1];
  if (columns !== undefined) return { message: unknownColumns(columns, sql), place: null };
  const file = /Error when sniffing file "(.*)"\./.exec(message)?.[1] ?? /^\s*file = (.*)$/m.exec(message)?.[1];
  if (file === undefined) return null;
  const bad = badRecord(file, delimiterIn(sql));
  if (bad !== null) return bad;
  const line = Number(/CSV Error on Line: (\d+)/.exec(message)?.[1] ?? Number.NaN);
  if (!Number.isNaN(line))
    return { message: messageOf('warehouse-csv-value', { file, line, detail: detailOf(message) }), place: { file, line } };
  const detail = message.split('\n')[1]?.trim() ?? message;
  return { message: messageOf('warehouse-csv-unreadable', { file, detail }), place: { file, line: 1 } };
}

function unknownColumns(columns: string, sql: string): Message {
  const file = /\bread_csv\(\s*'((?:[^']|'')+)'/.exec(sql)?.[1]?.replaceAll("''", "'");
  const [header] = file === undefined ? [] : csvRecords(contents(file), delimiterIn(sql));
  const has = header?.values ?? [];
  const near = nearest(/"([^"]*)"/.exec(columns)?.[1] ?? '', has);
  return messageOf('warehouse-csv-columns', { columns: columns.replaceAll('"', '`'), has, near });
}

const delimiterIn = (sql: string): string => /\bdelim(?:iter)? = '((?:[^']|'')+)'/.exec(sql)?.[1]?.replaceAll("''", "'") ?? ',';

/** The sentence after the original line. */
const detailOf = (message: string): string =>
  /Original Line:[^\n]*\n([^\n]+)/
    .exec(message)?.[1]
    ?.replace(/'([A-Z][A-Z(),0-9 ]*)'$/, '`$1`')
    .trim() ?? 'it does not fit the columns';

/** The first record with wrong quotes, or with more or fewer values than the header. DuckDB's sniffer only says that there is one. */
function badRecord(file: string, delimiter: string): CsvError | null {
  let expected: number | null = null;
  for (const { line, values, flaw } of csvRecords(contents(file), delimiter)) {
    const place = { file, line };
    if (flaw !== null) return { message: messageOf('warehouse-csv-quote', { ...place, flaw }), place };
    expected ??= values.length;
    if (values.length !== expected)
      return { message: messageOf('warehouse-csv-ragged', { ...place, found: values.length, expected }), place };
  }
  return null;
}

function contents(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
