import pc from 'picocolors';
import type { Diagnostic } from './diagnostic.ts';
import { codeFrame, type FrameLine, gutter } from './frame.ts';
import { type Span, spanText } from './span.ts';
import { terminalLines as safe } from './terminal-text.ts';

export interface RenderContext {
  /** The text of a file as spans name it; null when it cannot be shown, and then there is no frame. */
  readonly source: (file: string) => string | null;
  readonly color: boolean;
}

type Paint = ReturnType<typeof pc.createColors>;

interface Page {
  readonly context: RenderContext;
  readonly paint: Paint;
  readonly mark: (text: string) => string;
  /** Digits of the largest line number shown. */
  readonly width: number;
}

/**
 * A diagnostic as a terminal shows it, without a final newline:
 *
 *     error[parse-unknown-ref]: No model is named `stg_order`.
 *      --> models/orders.sql:3:24
 *       |
 *     3 |   select * from {{ ref('stg_order') }}
 *       |                        ^^^^^^^^^^^
 *      hint: Did you mean `stg_orders`?
 */
export function renderDiagnostic(diagnostic: Diagnostic, context: RenderContext): string {
  const page = pageOf(diagnostic, context);
  const indent = ' '.repeat(page.width);
  const title = page.mark(`${diagnostic.severity}[${diagnostic.code}]`);
  const frames = diagnostic.frames.filter((frame, index) => !(index === 0 && sameSpan(frame.span, diagnostic.span)));
  return [
    `${title}${page.paint.bold(`: ${safe(diagnostic.text, indent)}`)}`,
    ...(diagnostic.span === null
      ? []
      : [`${indent}${page.paint.blue('-->')} ${safe(spanText(diagnostic.span), '')}`, ...framed(diagnostic.span, 1, page)]),
    ...frames.flatMap(frame => [
      `${indent} in ${safe(frame.name, '')}, ${safe(spanText(frame.span), '')}`,
      ...framed(frame.span, 0, page),
    ]),
    ...diagnostic.notes.map(note => `${indent} ${safe(note, `${indent} `)}`),
    ...(diagnostic.hint === null ? [] : [`${indent} ${page.paint.cyan('hint:')} ${safe(diagnostic.hint, `${indent}       `)}`]),
  ].join('\n');
}

function pageOf(diagnostic: Diagnostic, context: RenderContext): Page {
  const paint = pc.createColors(context.color);
  const shade = diagnostic.severity === 'error' ? paint.red : paint.yellow;
  const last = Math.max(
    0,
    ...[diagnostic.span, ...diagnostic.frames.map(frame => frame.span)].map(span => (span?.line ?? 0) + 1),
  );
  return { context, paint, mark: text => paint.bold(shade(text)), width: last === 0 ? 1 : String(last).length };
}

function framed(span: Span, lines: number, page: Page): string[] {
  const source = page.context.source(span.file);
  const frame = source === null ? [] : codeFrame(source, span, { lines });
  if (frame.length === 0) return [];
  return [page.paint.blue(gutter(null, page.width)), ...frame.map(line => frameLine(line, page))];
}

function frameLine(line: FrameLine, page: Page): string {
  const text = line.number === null ? page.mark(line.text) : line.text;
  return `${page.paint.blue(gutter(line.number, page.width))} ${text}`.trimEnd();
}

const sameSpan = (a: Span, b: Span | null): boolean =>
  b !== null && a.file === b.file && a.line === b.line && a.column === b.column;
