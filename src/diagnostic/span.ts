/** A place in a file of the project. Lines and columns count from 1; `length` is in UTF-16 units on that line. */
export interface Span {
  /** Relative to the project folder, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** `file:line:column`, the form that editors and terminals make clickable. */
export const spanText = (span: Span): string => `${span.file}:${span.line}:${span.column}`;

/** The span of `text.slice(offset, offset + length)`, clipped to the end of its first line. */
export function spanAt(file: string, text: string, offset: number, length = 1): Span {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const lineEnd = text.indexOf('\n', offset);
  const room = (lineEnd === -1 ? text.length : lineEnd) - offset;
  return {
    file,
    line: before.split('\n').length,
    column: offset - lineStart + 1,
    length: Math.max(1, Math.min(length, room)),
  };
}
