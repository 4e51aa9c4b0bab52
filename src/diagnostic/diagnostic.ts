import { type MessageCode, type MessageParams, messageOf } from './messages/index.ts';
import type { Span } from './span.ts';

/** One thing that a user should know: what is wrong, where, and the cure. */
export interface Diagnostic {
  readonly code: MessageCode;
  readonly severity: 'error' | 'warning';
  /** Null when no place in a file is to blame, such as a lost connection. */
  readonly span: Span | null;
  readonly text: string;
  readonly hint: string | null;
  /** The template call stack, innermost first; empty outside templates. */
  readonly frames: readonly Frame[];
  /** More lines that belong to the message, such as a table of values found. */
  readonly notes: readonly string[];
}

/** One level of the template call stack: `macro cents_to_dollars`, called at `span`. */
export interface Frame {
  readonly name: string;
  readonly span: Span;
}

/** A result together with everything that was noticed on the way. `value` is usable even when errors are present. */
export interface Checked<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}

export interface DiagnosticDetail {
  readonly severity?: Diagnostic['severity'];
  readonly frames?: readonly Frame[];
  readonly notes?: readonly string[];
}

/** Builds a diagnostic from the catalogue: the code decides which parameters the message needs. */
export function diagnose<C extends MessageCode>(
  code: C,
  span: Span | null,
  params: MessageParams<C>,
  detail: DiagnosticDetail = {},
): Diagnostic {
  const { text, hint } = messageOf(code, params);
  return { code, severity: detail.severity ?? 'error', span, text, hint, frames: detail.frames ?? [], notes: detail.notes ?? [] };
}

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.some(d => d.severity === 'error');

/** Ends a command before it started its work; carries what to tell the user. The only exception that is not a bug or the outside world. */
export class StartFailure extends Error {
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(d => d.text).join('\n'));
    this.name = 'StartFailure';
    this.diagnostics = diagnostics;
  }
}
