export interface CsvRecord {
  /** The line that the record starts on, from 1. */
  readonly line: number;
  readonly values: readonly string[];
  /** What is wrong with its quotes: one that nothing closes, or text between a closing one and the delimiter. */
  readonly flaw: 'open-quote' | 'text-behind-quote' | null;
}

/** The records of a CSV file as RFC 4180 reads them, the header first. Blank lines are no records. A line ends with LF, CRLF or CR. */
export function* csvRecords(text: string, delimiter: string): Generator<CsvRecord> {
  const place = { at: text.startsWith('\ufeff') ? 1 : 0, line: 1 };
  yield* recordsFrom(text, place, { delimiter, isWhole: true });
}

/** The same of a file that comes in pieces, a list of records per piece: no more than a piece and a record is kept in memory. */
export async function* csvRecordLists(pieces: AsyncIterable<string>, delimiter: string): AsyncGenerator<readonly CsvRecord[]> {
  let text = '';
  let line = 1;
  for await (const piece of pieces) {
    text += line === 1 && text === '' && piece.startsWith('\ufeff') ? piece.slice(1) : piece;
    const place = { at: 0, line };
    yield [...recordsFrom(text, place, { delimiter, isWhole: false })];
    text = text.slice(place.at);
    line = place.line;
  }
  yield [...recordsFrom(text, { at: 0, line }, { delimiter, isWhole: true })];
}

interface Place {
  at: number;
  line: number;
}

interface Reading {
  readonly delimiter: string;
  /** Whether the text ends where the file does; else its last record may go on. */
  readonly isWhole: boolean;
}

/** Moves `place` behind the records that it gives. */
function* recordsFrom(text: string, place: Place, { delimiter, isWhole }: Reading): Generator<CsvRecord> {
  while (place.at < text.length) {
    const record = recordAt(text, place.at, delimiter);
    if (!isWhole && record.end >= text.length) return;
    const { at, line } = place;
    place.line += record.lines;
    place.at = record.end;
    if (record.values.length > 1 || text.slice(at, record.end).trim() !== '')
      yield { line, values: record.values, flaw: record.flaw };
  }
}

interface FoundRecord extends Omit<CsvRecord, 'line'> {
  readonly lines: number;
  /** Where the next one starts. */
  readonly end: number;
}

function recordAt(text: string, start: number, delimiter: string): FoundRecord {
  const values: string[] = [];
  let lines = 1;
  let flaw: CsvRecord['flaw'] = null;
  for (let at = start; ; ) {
    const isQuoted = text.charCodeAt(at) === QUOTE;
    const value = isQuoted ? quotedValue(text, at, delimiter) : plainValue(text, at, delimiter);
    values.push(value.text);
    flaw ??= value.flaw;
    if (isQuoted) lines += value.text.split(/\r\n?|\n/).length - 1;
    if (!text.startsWith(delimiter, value.end)) return { values, flaw, lines, end: lineEnd(text, value.end) };
    at = value.end + delimiter.length;
  }
}

interface Value extends Pick<CsvRecord, 'flaw'> {
  readonly text: string;
  /** Where the delimiter or the end of the line follows. */
  readonly end: number;
}

const [QUOTE, NEWLINE, RETURN] = [0x22, 0x0a, 0x0d];

function quotedValue(text: string, start: number, delimiter: string): Value {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && text.charCodeAt(end + 1) === QUOTE) end = text.indexOf('"', end + 2);
  const inside = text.slice(start + 1, end === -1 ? text.length : end).replaceAll('""', '"');
  if (end === -1) return { text: inside, end: text.length, flaw: 'open-quote' };
  const behind = plainValue(text, end + 1, delimiter);
  return { text: inside + behind.text, end: behind.end, flaw: behind.text.trim() === '' ? null : 'text-behind-quote' };
}

/** Looks at each character once: searching for a delimiter that the rest of a large file lacks would take a search per line. */
function plainValue(text: string, start: number, delimiter: string): Value {
  const first = delimiter.charCodeAt(0);
  let end = start;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === NEWLINE || code === RETURN || (code === first && text.startsWith(delimiter, end))) break;
  }
  return { text: text.slice(start, end), end, flaw: null };
}

const lineEnd = (text: string, at: number): number =>
  Math.min(text.length, at + (text.charCodeAt(at) === RETURN && text.charCodeAt(at + 1) === NEWLINE ? 2 : 1));
