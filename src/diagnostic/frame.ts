import type { Span } from './span.ts';
import { terminalText, terminalWidth } from './terminal-text.ts';

/** Longer lines are cut around the span. */
const MAX_WIDTH = 110;

export interface FrameLine {
  /** Null for the line of carets. */
  readonly number: number | null;
  readonly text: string;
}

export interface FrameOptions {
  /** How many lines to show above and below the span's own; blank ones at the edges are left out. */
  readonly lines: number;
}

/** The lines around a span, with carets below it. Empty when the text has no such line. */
export function codeFrame(text: string, span: Span, options: FrameOptions): readonly FrameLine[] {
  const all = text.split(/\r\n|\n|\r/);
  const own = all[span.line - 1];
  if (own === undefined) return [];
  const marked = markedLine(own, span);
  const above = context(all, span.line - options.lines, span.line - 1, marked.offset);
  const below = context(all, span.line + 1, span.line + options.lines, marked.offset);
  while (above[0] && above[0].text.trim() === '') above.shift();
  while (below.at(-1)?.text.trim() === '') below.pop();
  return [...above, { number: span.line, text: marked.text }, { number: null, text: marked.carets }, ...below];
}

/** What stands before each line of a frame: `3 |`. */
export const gutter = (number: number | null, width: number): string => `${String(number ?? '').padStart(width)} |`;

function context(all: readonly string[], from: number, to: number, offset: number): FrameLine[] {
  const lines: FrameLine[] = [];
  for (let number = Math.max(1, from); number <= Math.min(to, all.length); number++) {
    lines.push({ number, text: cut(terminalText(all[number - 1] ?? ''), offset) });
  }
  return lines;
}

interface MarkedLine {
  readonly text: string;
  readonly carets: string;
  /** How many characters were cut at the left. */
  readonly offset: number;
}

function markedLine(line: string, span: Span): MarkedLine {
  const before = terminalText(line.slice(0, span.column - 1));
  const whole = terminalText(line);
  const throughSpan = terminalText(line.slice(0, span.column - 1 + span.length));
  const marked = throughSpan.slice(before.length);
  const offset = cutOffset(whole, before.length + Math.min(marked.length, MAX_WIDTH / 2));
  const text = cut(whole, offset);
  const indent = terminalWidth(cut(before, offset));
  const room = Math.max(1, terminalWidth(text) - indent);
  return { text, carets: ' '.repeat(indent) + '^'.repeat(Math.max(1, Math.min(terminalWidth(marked), room))), offset };
}

/** Where to start showing a long line so that the character at `end` is well inside. */
function cutOffset(line: string, end: number): number {
  if (line.length <= MAX_WIDTH || end <= MAX_WIDTH - 10) return 0;
  return Math.min(end - Math.floor((MAX_WIDTH * 2) / 3), line.length - MAX_WIDTH);
}

function cut(line: string, offset: number): string {
  const start = offset === 0 ? line : `…${line.slice(offset + 1).replace(/^[\udc00-\udfff]/, '')}`;
  const shown = offset > 0 && line.length <= offset ? '' : start;
  return shown.length <= MAX_WIDTH ? shown : `${shown.slice(0, MAX_WIDTH - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
