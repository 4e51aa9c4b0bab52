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
    line += text.slice(at, record.end).split('\n').length - 1;
    at = record.end;
  }
}

function recordAt(text: string, start: number, delimiter: string): { readonly values: readonly string[]; readonly end: number } {
  const values: string[] = [];
  for (let at = start; ; ) {
    const value = text[at] === '"' ? quotedValue(text, at) : plainValue(text, at, delimiter);
    values.push(value.text);
    if (!text.startsWith(delimiter, value.end)) {
      const newline = text.indexOf('\n', value.end);
      return { values, end: newline === -1 ? text.length : newline + 1 };
    }
    at = value.end + delimiter.length;
  }
}

interface Value {
  readonly text: string;
  /** Where the delimiter or the end of the line follows. */
  readonly end: number;
}

function quotedValue(text: string, start: number): Value {
  let end = start + 1;
  while (end < text.length && (text[end] !== '"' || text[end + 1] === '"')) end += text[end] === '"' ? 2 : 1;
  return { text: text.slice(start + 1, end).replaceAll('""', '"'), end: Math.min(end + 1, text.length) };
}

function plainValue(text: string, start: number, delimiter: string): Value {
  const newline = text.indexOf('\n', start);
  const lineEnd = newline === -1 ? text.length : newline;
  const found = text.indexOf(delimiter, start);
  if (found !== -1 && found < lineEnd) return { text: text.slice(start, found), end: found };
  const end = text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
  return { text: text.slice(start, end), end };
}
