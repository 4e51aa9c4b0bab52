import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { spanText } from '../diagnostic/span.ts';

/** The diagnostics in the order of files and lines. What several nodes lead to is told once, with where else it comes from. */
export function toldOnce(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const same = new Map<string, Diagnostic[]>();
  for (const one of diagnostics) {
    const key = JSON.stringify([one.code, one.text, one.span]);
    const known = same.get(key);
    if (known) known.push(one);
    else same.set(key, [one]);
  }
  return [...same.values()].flatMap(told).toSorted(byPlace);
}

const shownOrigins = 5;

function told([first, ...others]: readonly Diagnostic[]): readonly Diagnostic[] {
  if (first === undefined) return [];
  const origins = [...new Set(others.flatMap(originOf))].filter(origin => !originOf(first).includes(origin));
  const left = origins.length - shownOrigins;
  const notes = origins.slice(0, shownOrigins).map(origin => `also in ${origin}`);
  return [{ ...first, notes: [...first.notes, ...notes, ...(left > 0 ? [`and in ${left} more`] : [])] }];
}

/** Where the call stack began: `model orders, models/orders.sql:3:11`. */
const originOf = ({ frames }: Diagnostic): readonly string[] => {
  const outermost = frames.at(-1);
  return outermost === undefined ? [] : [`${outermost.name}, ${spanText(outermost.span)}`];
};

function byPlace({ span: a }: Diagnostic, { span: b }: Diagnostic): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
