import type { ProjectContext } from '../context/project-context.ts';
import { type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { Span } from '../diagnostic/span.ts';
import type { Plain, PlainMap } from '../manifest/node.ts';
import { csvRecords } from '../sql/csv.ts';
import { csvColumnType, csvColumnTypes } from '../sql/csv-type.ts';
import type { LogicalType } from '../sql/relation.ts';
import { Float, toPlain } from '../template/index.ts';

/** One value of a fixture. Lists and maps are JSON text, which the warehouse casts to the column's type. */
export type FixtureValue = null | boolean | number | bigint | string;

/** Rows that a unit test gives to an input of its model, or expects from it. */
export type Fixture =
  | {
      readonly kind: 'rows';
      /** In the order in which they are first named. A row that lacks one has null there. */
      readonly columns: readonly string[];
      readonly rows: readonly ReadonlyMap<string, FixtureValue>[];
      /** What the values themselves look like, for columns whose type nothing else tells. */
      readonly guessed: ReadonlyMap<string, LogicalType>;
    }
  | { readonly kind: 'sql'; readonly sql: string };

export interface FixtureContext {
  /** What messages call the unit test. */
  readonly test: string;
  /** The input that the rows are for, as written; null for the expected rows. */
  readonly input: string | null;
  readonly packageName: string;
  readonly span: Span | null;
  readonly context: ProjectContext;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** The rows of a `given` or `expect` entry: written there, or in the file that its `fixture` names. */
export function readFixture(entry: PlainMap, it: FixtureContext): Fixture {
  const format = entry['format'] ?? 'dict';
  const rows =
    typeof entry['fixture'] === 'string' && entry['rows'] == null
      ? fixtureText(entry['fixture'], String(format), it)
      : (entry['rows'] ?? null);
  switch (format) {
    case 'dict':
      if (rows === null || isMaps(rows)) return dictFixture(rows ?? []);
      break;
    case 'csv':
      if (isMaps(rows)) return csvMapFixture(rows);
      if (typeof rows === 'string') return csvFixture(rows, it);
      break;
    case 'sql':
      if (typeof rows === 'string') return { kind: 'sql', sql: rows.trim() };
      break;
    default:
      it.report(diagnose('run-unit-test-format', it.span, { test: it.test, input: it.input, format: String(format) }));
      return nothing;
  }
  it.report(diagnose('run-unit-test-rows', it.span, { test: it.test, input: it.input, format }));
  return nothing;
}

const nothing: Fixture = { kind: 'rows', columns: [], rows: [], guessed: new Map() };

const isMaps = (rows: Plain | undefined): rows is readonly PlainMap[] =>
  Array.isArray(rows) && rows.every(row => typeof row === 'object' && row !== null && !Array.isArray(row));

/** A fixture file goes by its name without folder and ending; the test's own package comes first. */
function fixtureText(name: string, format: string, { test, input, packageName, span, context, report }: FixtureContext): string {
  const packages = [...context.project.packages].sort((a, b) => Number(b.name === packageName) - Number(a.name === packageName));
  const files = packages.flatMap(one => one.files).filter(file => file.kind === 'fixture');
  const found = files.find(file => file.path.endsWith(`/${name}.${format}`));
  if (found !== undefined) return found.text;
  const names = files.map(file => file.path.replace(/^.*\//, '').replace(/\.[^.]*$/, ''));
  report(diagnose('run-unit-test-fixture', span, { test, input, fixture: name, format, near: nearest(name, names) }));
  return '';
}

/** What was CSV has texts for values, whose look tells the type. */
function csvMapFixture(maps: readonly PlainMap[]): Fixture {
  const fixture = dictFixture(maps);
  if (fixture.kind === 'sql') return fixture;
  const guessed = fixture.columns.map(name => {
    const values = fixture.rows.map(row => row.get(name) ?? null);
    const isText = values.every(value => value === null || typeof value === 'string');
    return [name, isText ? csvColumnType(values) : (fixture.guessed.get(name) ?? textType)] as const;
  });
  return { ...fixture, guessed: new Map(guessed) };
}

function dictFixture(maps: readonly PlainMap[]): Fixture {
  const rows = maps.map(map => new Map(Object.entries(map).map(([name, value]) => [name, cellValue(value ?? null)])));
  const columns = [...new Set(rows.flatMap(row => [...row.keys()]))];
  const guessed = new Map(columns.map(name => [name, guess(rows.map(row => row.get(name) ?? null))]));
  return { kind: 'rows', columns, rows, guessed };
}

/** An empty value is null, as dbt has it; a short row lacks its last columns. */
function csvFixture(text: string, { test, input, span, report }: FixtureContext): Fixture {
  const [header, ...records] = csvRecords(text, ',');
  const columns = (header?.values ?? []).map(name => name.trim());
  for (const { line, values } of records)
    if (values.length > columns.length)
      report(diagnose('run-unit-test-csv', span, { test, input, line, found: values.length, expected: columns.length }));
  const rows = records.map(({ values }) => new Map(columns.map((name, at) => [name, values[at] || null])));
  const types = [...csvColumnTypes(text, { delimiter: ',', nulls: 'empty' }).values()];
  const guessed = new Map(columns.map((name, at) => [name, types[at] ?? textType]));
  return { kind: 'rows', columns, rows, guessed };
}

function cellValue(value: Plain | Float): FixtureValue {
  if (value instanceof Float) return value.value;
  if (typeof value !== 'object' || value === null) return value;
  return JSON.stringify(value, (_, part: unknown) =>
    part instanceof Float ? toPlain(part) : typeof part === 'bigint' ? String(part) : part,
  );
}

const textType: LogicalType = { kind: 'string', length: null };

function guess(values: readonly FixtureValue[]): LogicalType {
  const known = values.filter(value => value !== null);
  if (known.length === 0) return textType;
  if (known.every(value => typeof value === 'boolean')) return { kind: 'boolean' };
  if (known.every(value => typeof value === 'bigint' || Number.isInteger(value))) return { kind: 'integer', bits: 64 };
  return known.every(value => typeof value === 'number' || typeof value === 'bigint') ? { kind: 'float' } : textType;
}
