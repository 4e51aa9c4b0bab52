import { readFileSync } from 'node:fs';
import { messageOf } from '../../src/diagnostic/messages/index.ts';
import type { Message } from '../../src/diagnostic/messages/message.ts';

/** What is wrong with a CSV file, from DuckDB's long account of its options; null for an error about something else. */
export function csvError(message: string, sql: string): Message | null {
  const columns = /Columns with names: (.*) do not exist in the CSV File/.exec(message)?.[1];
  if (columns !== undefined) return messageOf('warehouse-csv-columns', { columns: columns.replaceAll('"', '`') });
  const file = /Error when sniffing file "(.*)"\./.exec(message)?.[1] ?? /^\s*file = (.*)$/m.exec(message)?.[1];
  if (file === undefined) return null;
  const ragged = raggedRow(file, delimiterIn(sql));
  if (ragged !== null) return messageOf('warehouse-csv-ragged', { file, ...ragged });
  const [, line] = /CSV Error on Line: (\d+)/.exec(message) ?? [];
  return line === undefined ? null : messageOf('warehouse-csv-value', { file, line: Number(line), detail: detailOf(message) });
}

const delimiterIn = (sql: string): string => /\bdelim(?:iter)? = '((?:[^']|'')+)'/.exec(sql)?.[1]?.replaceAll("''", "'") ?? ',';

/** The sentence after the original line. */
const detailOf = (message: string): string =>
  /Original Line:[^\n]*\n([^\n]+)/
    .exec(message)?.[1]
    ?.replace(/'([A-Z][A-Z(),0-9 ]*)'$/, '`$1`')
    .trim() ?? 'it does not fit the columns';

interface RaggedRow {
  readonly line: number;
  readonly found: number;
  readonly expected: number;
}

/** The first record with more or fewer values than the header. DuckDB's sniffer only says that there is one. */
function raggedRow(file: string, delimiter: string): RaggedRow | null {
  let expected: number | null = null;
  for (const { line, values } of records(contents(file), delimiter)) {
    if (expected === null) expected = values;
    else if (values !== expected) return { line, found: values, expected };
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

/** Each record's first line and number of values; blank lines are no records. Quotes follow RFC 4180. */
function* records(text: string, delimiter: string): Generator<{ readonly line: number; readonly values: number }> {
  let line = 1;
  let first = 1;
  let values = 1;
  let blank = true;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') quoted = !quoted;
    if (char === '\n') line += 1;
    if (quoted || (char !== '\n' && char !== '\r')) blank = false;
    if (quoted) continue;
    if (text.startsWith(delimiter, at)) values += 1;
    if (char !== '\n') continue;
    if (!blank) yield { line: first, values };
    [first, values, blank] = [line, 1, true];
  }
  if (!blank) yield { line: first, values };
}
