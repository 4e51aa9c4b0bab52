import { type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { PlainMap } from '../manifest/node.ts';
import type { Yaml, YamlMap } from '../project/project.ts';
import { describeYaml, isYamlMap, type Report, type YamlFile, yamlSpan } from '../project/yaml.ts';
import type { Indirect } from './indirect.ts';
import { type Criterion, isMethod, methods, type SelectionTree } from './selection.ts';
import { parseSelection } from './selection-parser.ts';
import { recordOf } from './selector-record.ts';

/** A selection with a name, as `selectors.yml` defines it. */
export interface NamedSelector {
  readonly tree: SelectionTree;
  readonly isDefault: boolean;
  /** As the manifest shows it: what other selectors it names is put in their place. */
  readonly record: PlainMap;
}

export type NamedSelectors = ReadonlyMap<string, NamedSelector>;

/** Reads `selectors.yml`. What is wrong is reported and left out. */
export function readSelectors(file: YamlFile, report: Report): NamedSelectors {
  const reading: Reading = { file, report, entries: entriesOf(file, report), found: new Map() };
  for (const name of reading.entries.keys()) namedSelector(reading, name, []);
  return new Map([...reading.found].flatMap(([name, selector]) => (selector === null ? [] : [[name, selector] as const])));
}

type Path = readonly (string | number)[];
interface Entry {
  readonly data: YamlMap;
  readonly path: Path;
}
interface Reading {
  readonly file: YamlFile;
  readonly report: Report;
  readonly entries: ReadonlyMap<string, Entry>;
  /** Null for one with a mistake. */
  readonly found: Map<string, NamedSelector | null>;
}

function entriesOf(file: YamlFile, report: Report): ReadonlyMap<string, Entry> {
  const list = file.data['selectors'] ?? null;
  const entries = new Map<string, Entry>();
  if (list !== null && !Array.isArray(list)) report(wrong(file, ['selectors'], 'selectors', 'a list', list));
  let usual: string | null = null;
  for (const [index, data] of (Array.isArray(list) ? list : []).entries() as Iterable<[number, Yaml]>) {
    const path = ['selectors', index];
    const name = isYamlMap(data) ? data['name'] : null;
    if (!isYamlMap(data) || typeof name !== 'string') {
      report(wrong(file, path, 'selectors', 'a map with `name` and `definition`', data));
      continue;
    }
    if (entries.has(name)) report(diagnose('graph-selector-twice', yamlSpan(file, [...path, 'name'], 'value'), { name }));
    entries.set(name, { data, path });
    if (data['default'] !== true) continue;
    if (usual !== null)
      report(diagnose('graph-two-default-selectors', yamlSpan(file, [...path, 'default']), { names: [usual, name] }));
    usual = name;
  }
  return entries;
}

const wrong = (file: YamlFile, path: Path, key: string, expected: string, found: Yaml): Diagnostic =>
  diagnose('parse-bad-value', yamlSpan(file, path, 'value'), { key, expected, found: describeYaml(found) });

/** Null for one that does not exist or has a mistake, which is reported. `asking` are the selectors that lead to it. */
function namedSelector(reading: Reading, name: string, asking: readonly string[]): NamedSelector | null {
  const known = reading.found.get(name);
  const entry = reading.entries.get(name);
  if (known !== undefined || entry === undefined) return known ?? null;
  const { data, path } = entry;
  const read = definition(reading, data['definition'] ?? null, [...path, 'definition'], [...asking, name]);
  const description = typeof data['description'] === 'string' ? { description: data['description'] } : {};
  const isDefault = data['default'] === true;
  const record = { name, ...description, ...(isDefault ? { default: true } : {}), definition: read?.record ?? null };
  const selector = read === null ? null : { tree: read.tree, isDefault, record };
  reading.found.set(name, selector);
  return selector;
}

interface Read {
  readonly tree: SelectionTree;
  readonly record: PlainMap;
}

function definition(reading: Reading, written: Yaml, path: Path, asking: readonly string[]): Read | null {
  if (typeof written === 'string') return textDefinition(reading, written, path);
  if (!isYamlMap(written)) return refuse(reading, path, written);
  for (const kind of ['union', 'intersection'] as const)
    if (kind in written) return joinedDefinition(reading, { kind, list: written[kind] ?? null }, [...path, kind], asking);
  if (typeof written['method'] === 'string') return methodDefinition(reading, written, path, asking);
  const [first] = Object.entries(written);
  if (first === undefined || Object.keys(written).length > 1) return refuse(reading, path, written);
  const [method, value] = first;
  return methodDefinition(reading, { method, value }, [...path, method], asking);
}

function refuse({ file, report }: Reading, path: Path, found: Yaml): null {
  const expected = 'a text such as `tag:daily`, a map with `method` and `value`, or `union:` or `intersection:` with a list';
  report(wrong(file, path, 'definition', expected, found));
  return null;
}

function textDefinition({ file, report }: Reading, written: string, path: Path): Read | null {
  const { value, diagnostics } = parseSelection(written);
  for (const one of diagnostics) report({ ...one, span: yamlSpan(file, path, 'value') });
  return diagnostics.length > 0 ? null : { tree: value, record: recordOf(value) };
}

interface Joined {
  readonly kind: 'union' | 'intersection';
  readonly list: Yaml;
}

/** Items of the list that only say `exclude:` are taken away from what the others select. */
function joinedDefinition(reading: Reading, { kind, list }: Joined, path: Path, asking: readonly string[]): Read | null {
  if (!Array.isArray(list)) return refuse(reading, path, list);
  const reads = (list as readonly Yaml[]).map((item, index) =>
    isYamlMap(item) && Object.keys(item).join() === 'exclude'
      ? { role: 'exclude' as const, read: excluded(reading, item['exclude'] ?? null, [...path, index, 'exclude'], asking) }
      : { role: 'take' as const, read: definition(reading, item, [...path, index], asking) },
  );
  if (reads.some(({ read }) => read === null)) return null;
  const trees = (role: 'take' | 'exclude') => reads.flatMap(one => (one.role === role && one.read ? [one.read.tree] : []));
  const taken: SelectionTree = { kind, parts: trees('take') };
  const without = trees('exclude');
  const records = reads.map(({ role, read }) =>
    role === 'exclude' ? { exclude: read?.record['union'] ?? [] } : (read?.record ?? {}),
  );
  return { tree: withoutAll(taken, without), record: { [kind]: records } };
}

const withoutAll = (from: SelectionTree, parts: readonly SelectionTree[]): SelectionTree =>
  parts.length === 0 ? from : { kind: 'difference', from, without: { kind: 'union', parts } };

const excluded = (reading: Reading, list: Yaml, path: Path, asking: readonly string[]): Read | null =>
  joinedDefinition(reading, { kind: 'union', list }, path, asking);

function methodDefinition(reading: Reading, written: YamlMap, path: Path, asking: readonly string[]): Read | null {
  const { exclude = null } = written;
  const own =
    written['method'] === 'selector' ? inherited(reading, written, path, asking) : criterionDefinition(reading, written, path);
  const without = exclude === null ? undefined : excluded(reading, exclude, [...path, 'exclude'], asking);
  if (own === null || without === null) return null;
  if (without === undefined) return own;
  return { tree: withoutAll(own.tree, [without.tree]), record: { ...own.record, exclude: without.record['union'] ?? [] } };
}

/** `method: selector`: what another selector of the file selects. */
function inherited(reading: Reading, written: YamlMap, path: Path, asking: readonly string[]): Read | null {
  const { file, report, entries } = reading;
  const name = String(written['value'] ?? '');
  const span = yamlSpan(file, [...path, 'value'], 'value');
  if (asking.includes(name)) report(diagnose('graph-selector-circle', span, { names: [...asking, name] }));
  else if (!entries.has(name)) report(diagnose('graph-unknown-selector', span, { name, near: nearest(name, entries.keys()) }));
  else {
    const other = namedSelector(reading, name, asking);
    return other === null ? null : { tree: other.tree, record: other.record['definition'] as PlainMap };
  }
  return null;
}

const keys = [
  ...['method', 'value', 'children', 'parents', 'children_depth', 'parents_depth', 'childrens_parents'],
  ...['exclude', 'indirect_selection'],
];
const indirects: readonly string[] = ['eager', 'cautious', 'buildable', 'empty'] satisfies Indirect[];

function criterionDefinition({ file, report }: Reading, written: YamlMap, path: Path): Read | null {
  const unknown = Object.keys(written).find(key => !keys.includes(key));
  if (unknown !== undefined) {
    const params = { key: unknown, where: 'a selector', near: nearest(unknown, keys) };
    report(diagnose('parse-unknown-key', yamlSpan(file, [...path, unknown]), params, { severity: 'warning' }));
  }
  const [method = '', ...rest] = String(written['method']).split('.');
  const { value = null, indirect_selection: indirect = null } = written;
  if (!isMethod(method)) {
    const params = { method, near: nearest(method, methods), known: methods.map(name => `\`${name}\``).join(', ') };
    report(diagnose('graph-selector-method', yamlSpan(file, 'method' in written ? [...path, 'method'] : path), params));
    return null;
  }
  if (value === null || typeof value === 'object') {
    report(wrong(file, [...path, 'value'], 'value', 'a name, a path or a pattern', value));
    return null;
  }
  if (indirect !== null && !indirects.includes(String(indirect))) {
    const expected = `one of ${indirects.map(one => `\`${one}\``).join(', ')}`;
    report(wrong(file, [...path, 'indirect_selection'], 'indirect_selection', expected, indirect));
    return null;
  }
  const criterion: Criterion = {
    kind: 'criterion',
    method,
    path: rest,
    value: String(value),
    parents: depth(written['parents'], written['parents_depth']),
    children: depth(written['children'], written['children_depth']),
    closure: written['childrens_parents'] === true ? 'childrens-parents' : 'none',
    text: `${written['method']}:${value}`,
    ...(indirect === null ? {} : { indirect: indirect as Indirect }),
  };
  const { exclude: _, ...record } = written;
  return { tree: criterion, record: record as PlainMap };
}

const depth = (isWanted: Yaml | undefined, steps: Yaml | undefined): number =>
  isWanted !== true ? 0 : typeof steps === 'number' ? steps : Number.POSITIVE_INFINITY;
