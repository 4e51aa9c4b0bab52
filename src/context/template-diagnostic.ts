import { type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { Span } from '../diagnostic/span.ts';
import type { TemplateError } from '../template/index.ts';

/** What helps to explain a template's mistake. */
export interface TemplateBlame {
  /** Where to point when the error does not say. */
  readonly span: Span;
  /** Every name that could have been meant. */
  readonly names: () => Iterable<string>;
  /** `cents_to_currency(column, scale=2)` of the macro that was called wrongly; null when not known. */
  readonly signature?: (name: string) => string | null;
}

/** A template's error as a diagnostic: the innermost frame gives the place, the others the call stack. */
export function templateDiagnostic(error: TemplateError, blame: TemplateBlame): Diagnostic {
  const [innermost, ...outer] = error.frames;
  const span = error.at ?? innermost?.span ?? blame.span;
  const detail = outer.length === 0 ? {} : { frames: error.frames };
  switch (error.kind) {
    case 'syntax':
      return diagnose('template-syntax', span, { problem: error.message.replace(/\.$/, '') }, detail);
    case 'undefined':
      return undefinedDiagnostic(error, span, blame, detail);
    case 'arguments':
      return diagnose('template-arguments', span, { problem: error.message, signature: signatureOf(error, blame) }, detail);
    case 'type':
      return diagnose('template-type', span, { problem: error.message }, detail);
    case 'limit':
      return diagnose('template-limit', span, { problem: error.message }, detail);
    case 'raised':
      return diagnose('template-raised', span, { message: error.message }, detail);
    case 'other':
      return diagnose('template-failed', span, { problem: error.message }, detail);
    default:
      return error.kind satisfies never;
  }
}

type Detail = { readonly frames?: TemplateError['frames'] };

function undefinedDiagnostic(error: TemplateError, span: Span, blame: TemplateBlame, detail: Detail): Diagnostic {
  const name = error.subject;
  const near = name === null ? null : nearest(name, blame.names());
  if (name !== null && error.message.startsWith(`'${name}' is undefined`)) {
    return diagnose('template-undefined-macro', span, { name, near, package: null }, detail);
  }
  return diagnose('template-undefined', span, { problem: error.message, near }, detail);
}

function signatureOf(error: TemplateError, { signature }: TemplateBlame): string | null {
  const name = /^macro '([^']+)'/.exec(error.message)?.[1];
  return name === undefined || !signature ? null : signature(name);
}
