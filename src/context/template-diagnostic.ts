import { type Diagnostic, type DiagnosticDetail, diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { Span } from '../diagnostic/span.ts';
import type { TemplateError, TemplateFrame } from '../template/index.ts';
import { argumentProblem, shownSignature, syntaxProblem } from './template-problem.ts';

/**
 * A template's error as a diagnostic: the innermost frame gives the place, the others the call stack. `origin` is where to point
 * when the error does not say.
 */
export function templateDiagnostic(error: TemplateError, origin: Span | null): Diagnostic {
  const [innermost, ...outer] = error.frames;
  const span = error.at ?? innermost?.span ?? origin;
  const detail = outer.length === 0 ? {} : condensed(error.frames);
  switch (error.kind) {
    case 'syntax':
      return diagnose('template-syntax', span, syntaxProblem(error.message), detail);
    case 'undefined':
      return undefinedDiagnostic(error, span, detail);
    case 'arguments':
      return argumentDiagnostic(error, span, detail);
    case 'type':
      return diagnose('template-type', span, { problem: error.message }, detail);
    case 'limit':
      return diagnose('template-limit', span, { problem: error.message }, detail);
    case 'raised':
      return raisedDiagnostic(error, span, detail);
    case 'other':
      return diagnose('template-failed', span, { problem: error.message, near: nearOf(error) }, detail);
    default:
      return error.kind satisfies never;
  }
}

const nearOf = ({ subject, names }: TemplateError): string | null => (subject === null ? null : nearest(subject, names()));

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

function undefinedDiagnostic(error: TemplateError, span: Span | null, detail: DiagnosticDetail): Diagnostic {
  const { subject: name, message } = error;
  const known = name === null ? [] : [...error.names()];
  const near = nearOf(error);
  if (name !== null && message.startsWith(`'${name}' is undefined`)) {
    const use = known.includes(name) ? 'out of reach' : error.member !== null && near === null ? 'package' : 'name';
    return diagnose('template-undefined-name', span, { name, near, use }, detail);
  }
  const isNone = message.startsWith("'None' has no");
  return diagnose('template-undefined', span, { problem: message, near, isNone }, detail);
}

function argumentDiagnostic(error: TemplateError, span: Span | null, detail: DiagnosticDetail): Diagnostic {
  const { message, signature } = error;
  const near = nearOf(error);
  return diagnose(
    'template-arguments',
    span,
    { ...argumentProblem(message), signature: shownSignature(signature), near },
    detail,
  );
}

/** What `var` and `env_var` raise is explained as everywhere else; anything else is the author's own message. */
function raisedDiagnostic(error: TemplateError, span: Span | null, detail: DiagnosticDetail): Diagnostic {
  const { message } = error;
  const near = (name: string): string | null => nearest(name, error.names());
  const variable = /^Required var '(.*)' not found in config:/.exec(message)?.[1];
  if (variable !== undefined) return diagnose('project-missing-var', span, { name: variable, near: near(variable) }, detail);
  const unset = /^Env var required but not provided: '(.*)'$/.exec(message)?.[1];
  if (unset !== undefined) return diagnose('project-missing-env-var', span, { name: unset, near: near(unset) }, detail);
  const secret = /^Secret env vars are allowed only .* Found '(.*)' referenced elsewhere$/.exec(message)?.[1];
  if (secret !== undefined) return diagnose('project-secret-env-var', span, { name: secret }, detail);
  return diagnose('template-raised', span, { message }, detail);
}
