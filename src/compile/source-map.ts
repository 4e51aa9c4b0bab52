import type { Span } from '../diagnostic/span.ts';
import type { TracedPiece } from '../template/index.ts';
import type { WithTables } from './common-table.ts';
import type { SourceMap, SourceSegment } from './compiled.ts';

/** The map of a rendered template into which common tables were put. */
export function sourceMapOf(
  file: string,
  pieces: readonly TracedPiece[],
  inserted: Pick<WithTables, 'at' | 'length' | 'segments'>,
): SourceMap {
  const own: SourceSegment[] = pieces.flatMap((piece, index): SourceSegment[] => {
    const { offset, line, column, kind } = piece;
    const end = pieces[index + 1]?.offset ?? Number.POSITIVE_INFINITY;
    const moved = { offset: offset + inserted.length, file, line, column, kind };
    if (inserted.length === 0 || offset >= inserted.at) return [moved];
    const whole: SourceSegment = { offset, file, line, column, kind };
    return end <= inserted.at ? [whole] : [whole, ...tail(whole, piece, inserted)];
  });
  return { segments: inserted.segments.length === 0 ? own : [...own, ...inserted.segments].sort((a, b) => a.offset - b.offset) };
}

/** The part of a copied run behind the inserted text. Columns hold on the run's first line, which is where a `with` stands. */
function tail(whole: SourceSegment, piece: TracedPiece, { at, length }: Pick<WithTables, 'at' | 'length'>): SourceSegment[] {
  const column = piece.kind === 'text' ? whole.column + (at - piece.offset) : whole.column;
  return [{ ...whole, offset: at + length, column }];
}

/** Where an offset of compiled SQL comes from; null before the first segment. `compiled` is the text that the map is of. */
export function originOf({ segments }: SourceMap, compiled: string, offset: number): Span | null {
  const index = segments.findLastIndex(segment => segment.offset <= offset);
  const segment = segments[index];
  if (!segment) return null;
  if (segment.kind === 'output') return { file: segment.file, line: segment.line, column: segment.column, length: 1 };
  const before = compiled.slice(segment.offset, offset);
  const breaks = before.split('\n').length - 1;
  const column = breaks === 0 ? segment.column + before.length : before.length - before.lastIndexOf('\n');
  return { file: segment.file, line: segment.line + breaks, column, length: wordLength(compiled, offset) };
}

const wordLength = (text: string, offset: number): number => /^[\w$]+/.exec(text.slice(offset, offset + 200))?.[0].length ?? 1;
