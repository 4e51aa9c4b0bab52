import { diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { Yaml, YamlMap } from '../project/project.ts';
import { describeYaml, isYamlMap, type Report, yamlSpan } from '../project/yaml.ts';
import { mapOf } from './column.ts';
import type { PropertyEntry } from './properties.ts';

type Path = readonly (string | number)[];

interface Checking {
  readonly entry: PropertyEntry;
  readonly report: Report;
}

/** Reports values that are none of those that a key can have, and keys without which an entry means nothing. */
export function checkValues(entry: PropertyEntry, report: Report): void {
  const checking = { entry, report };
  const { data } = entry;
  switch (entry.kind) {
    case 'models':
      checkChoice(checking, ['access'], accesses);
      checkChoice(checking, ['config', 'access'], accesses);
      checkChoice(checking, ['config', 'on_schema_change'], schemaChanges);
      checkVersions(checking);
      return;
    case 'sources':
      checkFreshness(checking, []);
      for (const index of listOf(data['tables']).keys()) checkFreshness(checking, ['tables', index]);
      return;
    case 'exposures':
      checkRequired(checking, 'type');
      checkRequired(checking, 'owner');
      checkChoice(checking, ['type'], ['dashboard', 'notebook', 'analysis', 'ml', 'application']);
      checkChoice(checking, ['maturity'], ['low', 'medium', 'high']);
      return;
    case 'unit_tests':
      checkRequired(checking, 'model');
      checkRequired(checking, 'expect');
      checkChoice(checking, ['expect', 'format'], formats);
      for (const index of listOf(data['given']).keys()) checkChoice(checking, ['given', index, 'format'], formats);
      return;
    default:
      return;
  }
}

const accesses = ['private', 'protected', 'public'];
const schemaChanges = ['ignore', 'fail', 'append_new_columns', 'sync_all_columns'];
const formats = ['dict', 'csv', 'sql'];

const listOf = (value: Yaml | undefined): readonly Yaml[] => (Array.isArray(value) ? value : []);

function checkFreshness(checking: Checking, below: Path): void {
  for (const path of [['freshness'], ['config', 'freshness']])
    for (const when of ['warn_after', 'error_after'])
      checkChoice(checking, [...below, ...path, when, 'period'], ['minute', 'hour', 'day']);
}

function checkVersions(checking: Checking): void {
  const { versions, latest_version: latest = null } = checking.entry.data;
  const known = listOf(versions).flatMap((item, index) => {
    const v = mapOf(item)['v'] ?? null;
    if (v === null) reportValue(checking, ['versions', index], { expected: 'a map with a `v`', found: item, near: null });
    return v === null ? [] : [String(v)];
  });
  if (latest === null || known.length === 0 || known.includes(String(latest))) return;
  reportValue(checking, ['latest_version'], { expected: oneOf(known), found: latest, near: null });
}

function checkRequired({ entry, report }: Checking, key: string): void {
  const value = entry.data[key] ?? null;
  if (value !== null && !(isYamlMap(value) && Object.keys(value).length === 0)) return;
  report(diagnose('parse-missing-key', spanOf(entry, []), { key, kind: entry.kind, name: entry.name }));
}

/** A template may give anything. */
const isTemplate = (value: Yaml): boolean => typeof value === 'string' && value.includes('{{');

function checkChoice(checking: Checking, path: Path, choices: readonly string[]): void {
  const found = path.reduce<Yaml>((data, step) => stepInto(data, step), checking.entry.data as YamlMap);
  if (found === null || isTemplate(found) || choices.includes(String(found).toLowerCase())) return;
  reportValue(checking, path, { expected: oneOf(choices), found, near: nearest(String(found), choices) });
}

function stepInto(data: Yaml, step: string | number): Yaml {
  if (Array.isArray(data)) return data[Number(step)] ?? null;
  return isYamlMap(data) && Object.hasOwn(data, String(step)) ? (data[String(step)] ?? null) : null;
}

const oneOf = (values: readonly string[]): string =>
  `${values.length > 1 ? 'one of ' : ''}${values.map(value => `\`${value}\``).join(', ')}`;

interface Wrong {
  readonly expected: string;
  readonly found: Yaml;
  readonly near: string | null;
}

function reportValue({ entry, report }: Checking, path: Path, { expected, found, near }: Wrong): void {
  const last = path.at(-1);
  const key = typeof last === 'number' ? `${path.at(-2)}[${last}]` : String(last);
  report(diagnose('parse-bad-value', spanOf(entry, path), { key, expected, found: describeYaml(found), near }));
}

const spanOf = (entry: PropertyEntry, path: Path) =>
  yamlSpan({ file: entry.file.displayPath, text: entry.file.text }, [...entry.path, ...path]);
