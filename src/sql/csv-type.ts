import { csvRecords } from './csv.ts';
import { csvColumnNames } from './csv-column-name.ts';
import type { LogicalType } from './relation.ts';

/**
 * The type of each column of a CSV file, from all of its values, by dbt's rules for seeds: whole numbers (leading zeros or not),
 * numbers, ISO dates, ISO timestamps, `true` and `false`, else text. Empty values fit every type, and a column of nothing
 * else is an integer. Where dbt's guess could not be loaded (`1,000`, numbers beyond 32 bits) the column gets a type that can.
 */
export function csvColumnTypes(text: string, { delimiter, nulls }: CsvReading): ReadonlyMap<string, LogicalType> {
  let header: readonly string[] | null = null;
  const columns: Candidates[] = [];
  for (const { values } of csvRecords(text, delimiter)) {
    if (header === null) {
      header = values;
      columns.push(...values.map(() => ({ kinds, digits: 0 })));
    } else {
      for (const [index, value] of values.entries()) if (!isNull(value, nulls)) narrow(columns[index], value);
    }
  }
  return new Map(csvColumnNames(header ?? []).map((name, index) => [name, typeOf(columns[index])]));
}

export interface CsvReading {
  readonly delimiter: string;
  readonly nulls: 'empty' | 'empty-or-word';
}

const isNull = (value: string, nulls: CsvReading['nulls']): boolean =>
  value === '' || (nulls === 'empty-or-word' && value.length === 4 && value.toLowerCase() === 'null');

/** The same for the values of one column; null is an empty value. */
export function csvColumnType(values: readonly (string | null)[]): LogicalType {
  const column: Candidates = { kinds, digits: 0 };
  for (const value of values) if (value !== null && value !== '') narrow(column, value);
  return typeOf(column);
}

type Kind = 'integer' | 'number' | 'date' | 'timestamp' | 'iso-timestamp' | 'boolean';
/** What a column may still be, most specific first, and the digits of its longest whole number. */
interface Candidates {
  kinds: readonly Kind[];
  digits: number;
}

/** Spaces around a number do not count. */
const numberShape = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;
const fits: { readonly [K in Kind]: (value: string) => boolean } = {
  integer: value => numberShape.test(value) && (/^\s*[+-]?\d+\s*$/.test(value) || Number.isInteger(Number(value))),
  number: value => numberShape.test(value),
  date: isDate,
  timestamp: value => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value) && isDate(value.slice(0, 10)),
  'iso-timestamp': value =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?$/.test(value) && isDate(value.slice(0, 10)),
  boolean: value => /^(?:true|false)$/i.test(value),
};
const kinds = Object.keys(fits) as readonly Kind[];

function isDate(value: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(value)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function narrow(column: Candidates | undefined, value: string): void {
  if (column === undefined || column.kinds.length === 0) return;
  if (!column.kinds.every(kind => fits[kind](value))) column.kinds = column.kinds.filter(kind => fits[kind](value));
  if (column.kinds[0] === 'integer') column.digits = Math.max(column.digits, wholeDigits(value));
}

const wholeDigits = (value: string): number =>
  /e/i.test(value)
    ? Math.ceil(Math.log10(Math.abs(Number(value)) + 1))
    : value.replace(/^\s*[+-]?0*/, '').replace(/\..*$|\s+$/, '').length;

function typeOf(column: Candidates | undefined): LogicalType {
  const kind = column?.kinds[0];
  switch (kind) {
    case 'integer':
      return wholeType(column?.digits ?? 0);
    case 'number':
      return { kind: 'float' };
    case 'date':
    case 'boolean':
      return { kind };
    case 'timestamp':
    case 'iso-timestamp':
      return { kind: 'timestamp', zone: 'none' };
    case undefined:
      return { kind: 'string', length: null };
    default:
      return kind satisfies never;
  }
}

/** The digits that surely fit: 9 in 32 bits, 18 in 64, 38 in 128. */
function wholeType(digits: number): LogicalType {
  if (digits > 38) return { kind: 'string', length: null };
  return { kind: 'integer', bits: digits <= 9 ? 32 : digits <= 18 ? 64 : 128 };
}
