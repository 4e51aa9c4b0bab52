import { type Diagnostic, type DiagnosticDetail, diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { Span } from '../diagnostic/span.ts';
import type { TemplateError, TemplateFrame } from '../template/index.ts';
import { argumentProblem, syntaxProblem } from './template-problem.ts';

/** What helps to explain a template's mistake. */
export interface TemplateBlame {
  /** Where to point when the error does not say. */
  readonly span: Span;
  /** Every name that could have been meant. */
  readonly names: () => Iterable<string>;
  /** Names of variables that `var` could have meant. */
  readonly vars?: () => Iterable<string>;
  /** Names of environment variables that are set. */
  readonly env?: () => Iterable<string>;
  /** `cents_to_currency(column, scale=2)` of the macro that was called wrongly; null when not known. */
  readonly signature?: (name: string) => string | null;
}

/** A template's error as a diagnostic: the innermost frame gives the place, the others the call stack. */
export function templateDiagnostic(error: TemplateError, blame: TemplateBlame): Diagnostic {
  const [innermost, ...outer] = error.frames;
  const span = error.at ?? innermost?.span ?? blame.span;
  const detail = outer.length === 0 ? {} : condensed(error.frames);
  switch (error.kind) {
    case 'syntax':
      return diagnose('template-syntax', span, syntaxProblem(error.message), detail);
    case 'undefined':
      return undefinedDiagnostic(error, span, blame, detail);
    case 'arguments':
      return argumentDiagnostic(error, span, blame, detail);
    case 'type':
      return diagnose('template-type', span, { problem: error.message }, detail);
    case 'limit':
      return diagnose('template-limit', span, { problem: error.message }, detail);
    case 'raised':
      return raisedDiagnostic(error, span, blame, detail);
    case 'other':
      return diagnose('template-failed', span, { problem: error.message }, detail);
    default:
      return error.kind satisfies never;
  }
}

/** Of a deep call stack the ends tell most: where it failed, and how it began. */
const shownEnd = 5;

function condensed(frames: readonly TemplateFrame[]): DiagnosticDetail {
  if (frames.length <= 2 * shownEnd + 2) return { frames };
  const shown = [...frames.slice(0, shownEnd), ...frames.slice(-shownEnd)];
  return {
    frames: shown,
    notes: [`${frames.length - shown.length} calls between the first ${shownEnd} and the last ${shownEnd} are left out.`],
  };
}

function undefinedDiagnostic(error: TemplateError, span: Span, blame: TemplateBlame, detail: DiagnosticDetail): Diagnostic {
  const name = error.subject;
  const near = name === null ? null : nearest(name, blame.names());
  if (name !== null && error.message.startsWith(`'${name}' is undefined`)) {
    return diagnose('template-undefined-name', span, { name, near, use: 'name' }, detail);
  }
  return diagnose(
    'template-undefined',
    span,
    { problem: error.message, near, isNone: error.message.startsWith("'None' has no") },
    detail,
  );
}

function argumentDiagnostic(
  error: TemplateError,
  span: Span,
  { signature }: TemplateBlame,
  detail: DiagnosticDetail,
): Diagnostic {
  const { problem, macro } = argumentProblem(error.message);
  return diagnose(
    'template-arguments',
    span,
    { problem, signature: macro === null ? null : (signature?.(macro) ?? null) },
    detail,
  );
}

/** What `var` and `env_var` raise is explained as everywhere else; anything else is the author's own message. */
function raisedDiagnostic(error: TemplateError, span: Span, { vars, env }: TemplateBlame, detail: DiagnosticDetail): Diagnostic {
  const { message } = error;
  const variable = /^Required var '(.*)' not found in config:/.exec(message)?.[1];
  if (variable !== undefined) {
    return diagnose('project-missing-var', span, { name: variable, near: nearest(variable, vars?.() ?? []) }, detail);
  }
  const unset = /^Env var required but not provided: '(.*)'$/.exec(message)?.[1];
  if (unset !== undefined)
    return diagnose('project-missing-env-var', span, { name: unset, near: nearest(unset, env?.() ?? []) }, detail);
  const secret = /^Secret env vars are allowed only .* Found '(.*)' referenced elsewhere$/.exec(message)?.[1];
  if (secret !== undefined) return diagnose('project-secret-env-var', span, { name: secret }, detail);
  return diagnose('template-raised', span, { message }, detail);
}
