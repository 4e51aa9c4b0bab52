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

export function lengthOnLine(text: string, start: number, end: number): number {
  const rest = text.slice(start, end);
  const stop = rest.search(/[\r\n]/);
  return Math.max(1, stop === -1 ? rest.length : stop);
}

/** Where the lines of a text start, for many questions about one text. */
export class Lines {
  readonly #starts: readonly number[];
  constructor(text: string) {
    this.#starts = [0, ...Array.from(text.matchAll(newline), found => found.index + found[0].length)];
  }
  /** Line and column of an offset, both from 1. */
  at(offset: number): { readonly line: number; readonly column: number } {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }
}
