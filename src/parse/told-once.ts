import type { Diagnostic } from '../diagnostic/diagnostic.ts';

/** The diagnostics in the order of files and lines, one that many nodes share told once. */
export function toldOnce(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const distinct = new Map(diagnostics.map(one => [JSON.stringify([one.code, one.text, one.span]), one]));
  return [...distinct.values()].toSorted(byPlace);
}

function byPlace({ span: a }: Diagnostic, { span: b }: Diagnostic): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
