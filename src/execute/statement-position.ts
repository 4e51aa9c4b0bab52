import type { CompiledNode, SourceSegment } from '../compile/compiled.ts';
import type { Span } from '../diagnostic/span.ts';
import type { Sql } from '../sql/relation.ts';

export interface StatementPlace {
  /** The statement that was sent; the node's own SQL stands somewhere in it. */
  readonly statement: Sql;
  /** Zero-based UTF-16 offset into the statement. */
  readonly offset: number;
  readonly compiled: CompiledNode;
}

/** The author's line that a place in a statement came from; null when it is not in the node's own SQL. */
export function authorSpan(place: StatementPlace): Span | null {
  const { sql, map } = place.compiled;
  const within = offsetWithin(place);
  const segment = within === null ? undefined : segmentAt(map.segments, within);
  if (within === null || segment === undefined) return null;
  const { file, kind, line, column } = segment;
  if (kind === 'output') return { file, line, column, length: 1 };
  const before = sql.slice(segment.offset, within).split('\n');
  const last = before.at(-1) ?? '';
  return {
    file,
    line: line + before.length - 1,
    column: (before.length === 1 ? column : 1) + last.length,
    length: wordLength(sql, within),
  };
}

export interface CompiledLine {
  /** From 1, in the compiled SQL. */
  readonly line: number;
  readonly text: string;
  /** Whether the author wrote it as it stands there. */
  readonly isCopied: boolean;
}

/** The line of the compiled SQL that a place in a statement is on; null when it is not in the node's own SQL. */
export function compiledLine(place: StatementPlace): CompiledLine | null {
  const { sql, map } = place.compiled;
  const within = offsetWithin(place);
  if (within === null) return null;
  const before = sql.slice(0, within).split('\n');
  const text = (before.at(-1) ?? '') + (sql.slice(within).split('\n', 1)[0] ?? '');
  return { line: before.length, text: text.trim(), isCopied: segmentAt(map.segments, within)?.kind === 'text' };
}

/** The place as an offset in the node's own SQL. */
function offsetWithin({ statement, offset, compiled: { sql } }: StatementPlace): number | null {
  const start = sql === '' ? -1 : statement.indexOf(sql);
  const within = offset - start;
  return start === -1 || within < 0 || within > sql.length ? null : within;
}

/** The last segment that starts at or before the offset. */
function segmentAt(segments: readonly SourceSegment[], offset: number): SourceSegment | undefined {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((segments[middle]?.offset ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return segments[low - 1];
}

/** Of the name or number there, so that all of it is underlined. */
const wordLength = (sql: string, offset: number): number =>
  /^[\p{L}\p{N}_$]+/u.exec(sql.slice(offset, offset + 256))?.[0].length ?? 1;
