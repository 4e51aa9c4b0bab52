import type { QueryResult } from '../adapter/adapter.ts';
import type { StepOf } from '../adapter/step.ts';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { shownCell } from '../materialize/row-difference.ts';

/** Fails with StartFailure when the step's query found keys that several rows share. */
export function refuseDuplicates({ key }: StepOf<'assert-unique'>, { rows }: QueryResult): null {
  if (rows.length === 0) return null;
  const notes = rows.map(row => {
    const values = key.map((name, at) => `${name} = ${shownCell(row[at] ?? null)}`);
    return `${values.join(', ')}: ${row.at(-1)} rows`;
  });
  throw new StartFailure([diagnose('run-duplicate-keys', null, { key }, { notes })]);
}
