export interface CsvRecord {
  /** The line that the record starts on, from 1. */
  readonly line: number;
  readonly values: readonly string[];
}

/** The records of a CSV file as RFC 4180 reads them, the header first. Blank lines are no records. */
export function* csvRecords(text: string, delimiter: string): Generator<CsvRecord> {
  let at = text.startsWith('\ufeff') ? 1 : 0;
  for (let line = 1; at < text.length; ) {
    const record = recordAt(text, at, delimiter);
    if (record.values.length > 1 || text.slice(at, record.end).trim() !== '') yield { line, values: record.values };
    line += record.lines;
    at = record.end;
  }
}

interface Record {
  readonly values: readonly string[];
  readonly lines: number;
  readonly end: number;
}

function recordAt(text: string, start: number, delimiter: string): Record {
  const values: string[] = [];
  let lines = 1;
  for (let at = start; ; ) {
    const isQuoted = text.charCodeAt(at) === QUOTE;
    const value = isQuoted ? quotedValue(text, at) : plainValue(text, at, delimiter);
    values.push(value.text);
    if (isQuoted) lines += value.text.split('\n').length - 1;
    if (!text.startsWith(delimiter, value.end)) {
      const newline = text.indexOf('\n', value.end);
      return { values, lines, end: newline === -1 ? text.length : newline + 1 };
    }
    at = value.end + delimiter.length;
  }
}

interface Value {
  readonly text: string;
  /** Where the delimiter or the end of the line follows. */
  readonly end: number;
}

const [QUOTE, NEWLINE, RETURN] = [0x22, 0x0a, 0x0d];

function quotedValue(text: string, start: number): Value {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && text.charCodeAt(end + 1) === QUOTE) end = text.indexOf('"', end + 2);
  if (end === -1) return { text: text.slice(start + 1).replaceAll('""', '"'), end: text.length };
  return { text: text.slice(start + 1, end).replaceAll('""', '"'), end: end + 1 };
}

/** Looks at each character once: searching for a delimiter that the rest of a large file lacks would take a search per line. */
function plainValue(text: string, start: number, delimiter: string): Value {
  const first = delimiter.charCodeAt(0);
  let end = start;
  for (; end < text.length && text.charCodeAt(end) !== NEWLINE; end++)
    if (text.charCodeAt(end) === first && text.startsWith(delimiter, end)) return { text: text.slice(start, end), end };
  if (end > start && text.charCodeAt(end - 1) === RETURN) end -= 1;
  return { text: text.slice(start, end), end };
}
