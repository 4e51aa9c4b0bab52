import type { Span } from '../diagnostic/span.ts';
import type { TemplateSource } from './template.ts';

/** Turns offsets in a template's text into places in its file. Only called when something is reported. */
export function spanOf(source: TemplateSource, start: number, end: number): Span {
  const origin = source.start ?? { line: 1, column: 1 };
  const before = source.text.slice(0, start);
  const breaks = before.match(newline)?.length ?? 0;
  const lineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
  return {
    file: source.file,
    line: origin.line + breaks,
    column: start - lineStart + (breaks === 0 ? origin.column : 1),
    length: lengthOnLine(source.text, start, end),
  };
}

/** The template language counts a lone carriage return as a line end. */
export const newline = /\r\n|\r|\n/g;

function lengthOnLine(text: string, start: number, end: number): number {
  const rest = text.slice(start, end);
  const stop = rest.search(/[\r\n]/);
  return Math.max(1, stop === -1 ? rest.length : stop);
}

/** Line and column of an offset, for `TemplateSource.start` of a part of a file. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const { line, column } = spanOf({ file: '', text }, offset, offset);
  return { line, column };
}
