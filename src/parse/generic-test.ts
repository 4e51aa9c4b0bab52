import { findMacro, type MacroEntry, packageMacros } from '../context/macro-index.ts';
import { testArgumentsSync } from '../context/test-argument.ts';
import { diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import { type NodeId, nodeId } from '../manifest/id.ts';
import type { NodeConfig, PlainMap, TestNode } from '../manifest/node.ts';
import type { Yaml, YamlMap } from '../project/project.ts';
import { fromPlain, repr, type Value } from '../template/index.ts';
import { type Capture, capture } from './capture.ts';
import { mapOf, textsOf } from './column.ts';
import { laidOver, overlay, projectLayers, unrenderedLayers } from './config.ts';
import { configDefaults } from './config-default.ts';
import { docsOf } from './docs-config.ts';
import type { Parsing } from './draft.ts';
import { fqnOf } from './fqn.ts';
import { addNode } from './node-store.ts';
import { entrySpan, type PropertyEntry } from './properties.ts';
import type { Naming } from './relation-name.ts';
import { renderConfig } from './rendered.ts';
import { storesFailures, testConfig } from './test-config.ts';
import { readTestEntry, type TestEntry } from './test-entry.ts';
import { testHash, testName } from './test-name.ts';

/** What a test is about. */
export interface TestSubject {
  readonly entry: PropertyEntry;
  /** `orders`, `orders_v2`, or `raw_customers` of a source `raw`. */
  readonly label: string;
  /** `source_` for sources, else empty. */
  readonly prefix: string;
  /** The call that gives its relation: `ref('orders')`. */
  readonly call: string;
  /** The same as what reading the call finds. */
  readonly reads: Pick<Capture, 'refs' | 'sources'>;
  /** Tags of a source and its table, which hold for their tests. */
  readonly tags: readonly string[];
  /** Null for sources. */
  readonly attached: NodeId | null;
  readonly group: string | null;
  /** `models.orders`. */
  readonly fileKey: string;
}

export interface ColumnSubject {
  readonly name: string;
  readonly quoted: boolean;
  readonly tags: readonly string[];
}

/** Adds the test that one item of a `data_tests:` list describes; `path` leads to it inside the entry. */
export function parseGenericTest(
  parsing: Parsing,
  naming: Naming,
  subject: TestSubject,
  column: ColumnSubject | null,
  item: Yaml,
  path: readonly (string | number)[],
): void {
  const { entry } = subject;
  const test = readTestEntry(parsing, entry, item, path);
  if (!test) return;
  const macro = findTest(parsing, entry.owner.name, test);
  if (!macro) {
    reportUnknown(parsing, entry, test, path);
    return;
  }
  const made = describeTest(parsing, subject, column, test, path);
  addTest(parsing, naming, { subject, column, test, path, macro, ...made });
}

function findTest({ shared }: Parsing, packageName: string, { namespace, test }: TestEntry): MacroEntry | undefined {
  const name = `test_${test}`;
  if (namespace !== null) return packageMacros(shared.macros, namespace)?.get(name);
  return findMacro(shared.macros, packageName, name);
}

function reportUnknown(
  { shared, draft }: Parsing,
  entry: PropertyEntry,
  { namespace, test }: TestEntry,
  path: readonly (string | number)[],
): void {
  const { macros } = shared;
  const span = entrySpan(entry, ...path);
  if (namespace !== null && !packageMacros(macros, namespace)) {
    draft.diagnostics.push(
      diagnose('parse-missing-package', span, { name: namespace, near: nearest(namespace, macros.packages.keys()) }),
    );
    return;
  }
  const known = [...macros.packages].flatMap(([owner, of]) =>
    [...of.keys()]
      .filter(name => name.startsWith('test_'))
      .map(name =>
        namespace === null && (owner === entry.owner.name || owner === macros.rootName || macros.internalNames.includes(owner))
          ? name.slice(5)
          : `${owner}.${name.slice(5)}`,
      ),
  );
  const name = namespace === null ? test : `${namespace}.${test}`;
  draft.diagnostics.push(diagnose('parse-unknown-test', span, { name, near: nearest(name, known) }));
}

interface TestMaking {
  readonly kwargs: YamlMap;
  readonly metadata: TestNode['test_metadata'] & object;
  readonly full: string;
  readonly short: string;
  readonly config: YamlMap;
  /** `{{ test_unique(**_dbt_generic_test_kwargs) }}`: the same for all tests of one kind. */
  readonly call: string;
  readonly code: string;
}

function describeTest(
  parsing: Parsing,
  subject: TestSubject,
  column: ColumnSubject | null,
  test: TestEntry,
  path: readonly (string | number)[],
): TestMaking {
  const name = columnNameOf(parsing, column);
  const columnName = name === null ? {} : { column_name: name };
  const args: YamlMap = { ...test.args, ...columnName };
  const kwargs: YamlMap = { ...args, model: `{{ get_where_subquery(${subject.call}) }}` };
  const made = test.name === null ? nameFrom(test, subject, args) : { full: test.name, short: test.name };
  const written = renderConfig(parsing, subject.entry, test.config, path);
  const config = made.short !== made.full && written['alias'] === undefined ? { ...written, alias: made.short } : written;
  const call = `{{ ${test.namespace === null ? '' : `${test.namespace}.`}test_${test.test}(**_dbt_generic_test_kwargs) }}`;
  const settings = Object.entries(config).map(([key, value]) => `${key}=${settingText(value)}`);
  return {
    kwargs,
    metadata: { name: test.test, kwargs: kwargs as PlainMap, namespace: test.namespace },
    ...made,
    config,
    call,
    code: settings.length === 0 ? call : `${call}{{ config(${settings.join(',')}) }}`,
  };
}

const columnNameOf = ({ shared }: Parsing, column: ColumnSubject | null): string | null =>
  column?.quoted ? shared.adapter.dialect.identifier(column.name) : (column?.name ?? null);

const nameFrom = (test: TestEntry, { prefix, label }: TestSubject, args: YamlMap) =>
  testName(test.namespace === null ? `${prefix}${test.test}` : `${test.namespace}_${prefix}${test.test}`, label, args);

const settingText = (value: Yaml): string => (typeof value === 'string' ? JSON.stringify(value) : repr(fromPlain(value)));

interface TestAdding extends TestMaking {
  readonly subject: TestSubject;
  readonly column: ColumnSubject | null;
  readonly test: TestEntry;
  readonly path: readonly (string | number)[];
  readonly macro: MacroEntry;
}

function addTest(parsing: Parsing, naming: Naming, adding: TestAdding): void {
  const { subject, column, test, path, full, short, metadata, code } = adding;
  const { entry } = subject;
  const { owner, file } = entry;
  const uniqueId = nodeId('test', owner.name, full, testHash(full, { ...metadata }));
  const fqn = fqnOf(owner.name, file.relativePath, full);
  const tree = projectLayers(parsing.project.packages[0], owner, 'tests', fqn);
  const unrendered = unrenderedLayers(parsing.project.packages[0], owner, 'tests', fqn);
  const before = [...tree, adding.config].reduce(overlay, configDefaults.test as YamlMap);
  const record = () =>
    fromPlain({
      name: full,
      resource_type: 'test',
      package_name: owner.name,
      unique_id: uniqueId,
      fqn,
      config: before,
      version: null,
    });
  const found = captureTest(parsing, adding, uniqueId, before, record);
  // A test's macro may configure it, such as `fail_calc`; the property file's own settings follow in the test's code.
  const config = testConfig([found.config, adding.config].reduce(overlay, before));
  const place = naming.place({ packageName: owner.name, name: short, version: null, config, record });
  const node: TestNode = {
    database: place.database,
    schema: place.schema,
    name: full,
    resource_type: 'test',
    package_name: owner.name,
    path: `${short}.sql`,
    original_file_path: file.path,
    unique_id: uniqueId,
    fqn,
    alias: place.alias,
    checksum: { name: 'none', checksum: '' },
    config: config as unknown as NodeConfig,
    tags: [...new Set([...subject.tags, ...(column?.tags ?? []), ...textsOf(config['tags'])])],
    description: test.description,
    columns: {},
    meta: mapOf(config['meta']) as PlainMap,
    group: subject.group,
    docs: docsOf(config),
    patch_path: null,
    build_path: null,
    unrendered_config: laidOver([...unrendered, found.given, adding.config]) as PlainMap,
    created_at: parsing.createdAt,
    relation_name: storesFailures(config) ? naming.relationText(place, config) : null,
    raw_code: code,
    doc_blocks: [],
    language: 'sql',
    refs: found.refs,
    sources: found.sources,
    metrics: [],
    functions: found.functions,
    depends_on: { macros: found.macros, nodes: [] },
    compiled_path: null,
    contract: { enforced: false, alias_types: true, checksum: null },
    column_name: columnNameOf(parsing, column),
    file_key_name: subject.fileKey,
    attached_node: subject.attached,
    test_metadata: metadata,
  };
  addNode(parsing.draft, node, {
    file: file.displayPath,
    path: [...entry.path, ...path],
    start: { line: 1, column: 1 },
    packageDir: owner.dir,
  });
}

const plainTests: ReadonlySet<string> = new Set(['macro.dbt.test_unique', 'macro.dbt.test_not_null']);

function captureTest(
  parsing: Parsing,
  { subject, macro, path, full, call, kwargs }: TestAdding,
  uniqueId: NodeId,
  config: YamlMap,
  record: () => Value,
): Capture {
  const { entry, reads } = subject;
  // Most tests of most projects: nothing in them can ask for more than their subject.
  if (plainTests.has(macro.node.unique_id) && Object.keys(kwargs).every(key => key === 'model' || key === 'column_name')) {
    return { ...reads, functions: [], macros: [macro.node.unique_id], config: {}, given: {} };
  }
  const found = capture(parsing, {
    packageName: entry.owner.name,
    name: full,
    uniqueId,
    source: { file: entry.file.displayPath, text: call, name: `test ${full}` },
    config,
    record,
    mistakes: config['enabled'] === false ? 'ignore' : 'report',
    at: () => entrySpan(entry, ...path),
    extraIn: scope => new Map([['_dbt_generic_test_kwargs', () => testArgumentsSync(kwargs, scope)]]),
  });
  // Its arguments are rendered before it is called.
  return { ...found, macros: [...new Set([macro.node.unique_id, ...found.macros])] };
}
