import type { Cell, Sql } from '../sql/relation.ts';

/** How a data test judges the rows that its query finds. */
export interface DataTestConfig {
  readonly severity: 'error' | 'warn';
  /** The value that is compared: an expression over the failing rows. */
  readonly failCalc: string;
  /** Comparisons that follow the value: `!= 0`, `> 10`. */
  readonly warnIf: string;
  readonly errorIf: string;
}

/** One row with the value and the two verdicts, computed by the warehouse, since the conditions are SQL. */
export const dataTestSql = (rows: Sql, { failCalc, warnIf, errorIf }: DataTestConfig): Sql =>
  `select
  ${failCalc} as failures,
  ${failCalc} ${warnIf} as should_warn,
  ${failCalc} ${errorIf} as should_error
from (
${rows}
) as dbt_internal_test` as Sql;

export interface DataTestOutcome {
  readonly status: 'pass' | 'warn' | 'fail';
  /** Null when the calculation found nothing to calculate with, such as the sum of no rows. */
  readonly failures: number | null;
  /** Null when it passed. */
  readonly message: string | null;
}

/** The verdict on the row that `dataTestSql` gives. With severity `warn` an `error_if` has no say. */
export function dataTestOutcome(row: readonly Cell[], config: DataTestConfig): DataTestOutcome {
  const [value = null, shouldWarn = null, shouldError = null] = row;
  const failures = value === null ? null : Number(value);
  const got = `Got ${failures ?? 0} ${failures === 1 ? 'result' : 'results'}`;
  if (config.severity === 'error' && isTrue(shouldError))
    return { status: 'fail', failures, message: `${got}, configured to fail if ${config.errorIf}` };
  if (isTrue(shouldWarn)) return { status: 'warn', failures, message: `${got}, configured to warn if ${config.warnIf}` };
  // As dbt has it: what a threshold lets pass is no failure.
  return { status: 'pass', failures: 0, message: null };
}

/** Warehouses without a boolean type answer 1 or 0, some in letters. */
const isTrue = (cell: Cell): boolean => cell === true || ['1', 'true', 't'].includes(String(cell).toLowerCase());
