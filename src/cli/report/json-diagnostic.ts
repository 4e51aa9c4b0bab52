import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { spanText } from '../../diagnostic/span.ts';
import type { LogLine } from './json-event.ts';

export function diagnosticLine({ code, severity, span, text, hint, notes, frames }: Diagnostic): Omit<LogLine, 'thread'> {
  const where = span === null ? '' : `${spanText(span)}: `;
  const data = { diagnostic: code, msg: text, hint, notes, span, frames };
  return severity === 'error'
    ? { name: 'MainEncounteredError', code: 'Z002', level: 'error', msg: `${where}${text}`, data: { ...data, exc: text } }
    : { name: 'Warning', code: 'D001', level: 'warn', msg: `${where}${text}`, data };
}
