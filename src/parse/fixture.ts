import type { Plain, PlainMap } from '../manifest/node.ts';
import type { YamlMap } from '../project/project.ts';
import { csvRecords } from '../sql/csv.ts';
import type { Parsing } from './draft.ts';
import { textOrNull } from './metric-body.ts';

/** A `given` or `expect` of a unit test as manifests have it: the rows of a CSV text, or of a file, as maps. */
export function fixtureRecord(parsing: Parsing, packageName: string, data: YamlMap): PlainMap {
  const format = textOrNull(data['format']) ?? 'dict';
  const fixture = textOrNull(data['fixture']);
  const found = fixture === null ? null : fixtureText(parsing.project, packageName, { name: fixture, format });
  const rows = found ?? (data['rows'] as Plain | undefined) ?? null;
  return { rows: format === 'csv' && typeof rows === 'string' ? (csvRows(rows) ?? rows) : rows, format, fixture };
}

interface FixtureFile {
  readonly name: string;
  readonly format: string;
}

/** A fixture file goes by its name without folder and ending; the test's own package comes first. Null when there is none. */
function fixtureText({ packages }: Parsing['project'], packageName: string, { name, format }: FixtureFile): string | null {
  const ordered = [...packages].sort((a, b) => Number(b.name === packageName) - Number(a.name === packageName));
  const files = ordered.flatMap(one => one.files).filter(file => file.kind === 'fixture');
  return files.find(file => `/${file.path}`.endsWith(`/${name}.${format}`))?.text ?? null;
}

/** An empty value is null. Null for a text with more values than columns, which running the test reports. */
function csvRows(text: string): readonly PlainMap[] | null {
  const [header, ...records] = csvRecords(text, ',');
  const columns = (header?.values ?? []).map(name => name.trim());
  if (records.some(({ values }) => values.length > columns.length)) return null;
  return records.map(({ values }) => Object.fromEntries(columns.map((name, at) => [name, values[at] || null])));
}
