import type { QueryResult } from '../adapter/adapter.ts';
import type { StepOf } from '../adapter/step.ts';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { shownCell } from '../materialize/row-difference.ts';
import type { Row } from '../sql/relation.ts';

/** Fails with StartFailure when the step's query found keys that several rows share, or that rows lack. */
export function refuseKeys(step: StepOf<'assert-unique' | 'assert-keys'>, { rows }: Pick<QueryResult, 'rows'>): null {
  if (rows.length === 0) return null;
  const { key } = step;
  if (step.kind === 'assert-unique')
    throw new StartFailure([diagnose('run-duplicate-keys', null, { key }, { notes: notesOf(key, rows) })]);
  const isNull = (row: Row): boolean => row.slice(0, key.length).includes(null);
  const [missing, shared] = [rows.filter(isNull), rows.filter(row => !isNull(row))];
  throw new StartFailure([
    ...(missing.length === 0 ? [] : [diagnose('run-snapshot-key-null', null, { key }, { notes: notesOf(key, missing) })]),
    ...(shared.length === 0 ? [] : [diagnose('run-snapshot-key-shared', null, { key }, { notes: notesOf(key, shared) })]),
  ]);
}

const notesOf = (key: readonly string[], rows: readonly Row[]): readonly string[] =>
  rows.map(row => {
    const values = key.map((name, at) => `${name} = ${shownCell(row[at] ?? null)}`);
    const count = Number(row.at(-1));
    return `${values.join(', ')}: ${count} ${count === 1 ? 'row' : 'rows'}`;
  });
