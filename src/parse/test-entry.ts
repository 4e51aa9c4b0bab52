import { diagnose } from '../diagnostic/diagnostic.ts';
import type { Yaml, YamlMap } from '../project/project.ts';
import { describeYaml, isYamlMap } from '../project/yaml.ts';
import { mapOf } from './column.ts';
import { overlay } from './config.ts';
import type { Parsing } from './draft.ts';
import { entrySpan, type PropertyEntry, valueSpan } from './properties.ts';

/** One item of a `data_tests:` list, taken apart. */
export interface TestEntry {
  readonly namespace: string | null;
  /** The generic test: `unique`. */
  readonly test: string;
  /** The author's own name for it; null when it is to be made. */
  readonly name: string | null;
  readonly args: YamlMap;
  readonly config: YamlMap;
  readonly description: string;
}

/** Keys of a test that configure it; everything else is an argument. */
const configKeys: ReadonlySet<string> = new Set([
  'severity',
  'tags',
  'enabled',
  'where',
  'limit',
  'warn_if',
  'error_if',
  'fail_calc',
  'store_failures',
  'store_failures_as',
  'meta',
  'database',
  'schema',
  'alias',
  'group',
  'sql_header',
]);

/** Null when the item is no test, which is reported. */
export function readTestEntry(
  parsing: Parsing,
  entry: PropertyEntry,
  item: Yaml,
  path: readonly (string | number)[],
): TestEntry | null {
  const found = nameAndBody(item);
  if (!found) {
    const params = { found: describeYaml(item) };
    parsing.draft.diagnostics.push(diagnose('parse-bad-test', entrySpan(entry, ...path), params));
    return null;
  }
  if (typeof item === 'string') return { ...kindOf(item), name: null, args: {}, config: {}, description: '' };
  // What dbt accepts under `arguments:` includes the keys that configure the test.
  const { arguments: inner, ...outer } = found.body;
  const { name: ownName, description, config, ...rest } = { ...outer, ...mapOf(inner) };
  const beside = [...configKeys].flatMap(key => (key in rest ? [[key, rest[key] ?? null] as const] : []));
  const args = Object.entries(rest).filter(([key]) => !configKeys.has(key));
  const settings = overlay(Object.fromEntries(beside), mapOf(config));
  checkTest(parsing, entry, found, settings, path);
  return {
    ...kindOf(found.name),
    name: typeof ownName === 'string' ? ownName : null,
    args: Object.fromEntries(args),
    config: settings,
    description: typeof description === 'string' ? description : '',
  };
}

/** `dbt_utils.recency` is the test `recency` of a package. */
function kindOf(name: string): Pick<TestEntry, 'namespace' | 'test'> {
  const [test = '', namespace = null] = name.split('.').toReversed();
  return { namespace, test };
}

/** What would only come to light when the test runs, or never. */
function checkTest({ draft }: Parsing, entry: PropertyEntry, { name, body }: NamedTest, settings: YamlMap, path: Path): void {
  const severity = settings['severity'];
  const isTemplate = typeof severity === 'string' && severity.includes('{{');
  if (severity !== undefined && !isTemplate && !/^(error|warn)$/i.test(String(severity))) {
    const params = { key: 'severity', expected: '`error` or `warn`', found: describeYaml(severity ?? null) };
    const inside =
      'severity' in body ? ['severity'] : [mapOf(body['config'])['severity'] === undefined ? 'arguments' : 'config', 'severity'];
    draft.diagnostics.push(diagnose('parse-bad-value', valueSpan(entry, ...path, name, ...inside), params));
  }
  for (const key of ['arguments', 'config']) {
    const value = body[key] ?? null;
    if (value === null || isYamlMap(value)) continue;
    const params = { key, expected: 'a map', found: describeYaml(value) };
    draft.diagnostics.push(diagnose('parse-bad-value', valueSpan(entry, ...path, name, key), params));
  }
}

type Path = readonly (string | number)[];
interface NamedTest {
  readonly name: string;
  readonly body: YamlMap;
}

/** `unique`, `{unique: {…}}`, or `{test_name: unique, …}`. */
function nameAndBody(item: Yaml): NamedTest | null {
  if (typeof item === 'string') return { name: item, body: {} };
  if (!isYamlMap(item)) return null;
  const { test_name: named, ...body } = item;
  if (typeof named === 'string') return { name: named, body };
  const keys = Object.keys(item);
  const [first] = keys;
  if (first === undefined) return null;
  const value = item[first] ?? null;
  if (keys.length === 1) return value === null || isYamlMap(value) ? { name: first, body: mapOf(value) } : null;
  const { [first]: own, ...others } = item;
  return own === null || isYamlMap(own) ? { name: first, body: { ...others, ...mapOf(own) } } : null;
}
