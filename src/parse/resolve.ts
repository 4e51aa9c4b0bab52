import type { ProjectContext } from '../context/project-context.ts';
import { diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { Span } from '../diagnostic/span.ts';
import { type NodeId, nodeId } from '../manifest/id.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type {
  ExposureNode,
  FunctionNode,
  GraphNode,
  ManifestNode,
  ModelNode,
  PlainMap,
  RefArgs,
  SeedNode,
  SemanticNode,
  SnapshotNode,
  TestNode,
  UnitTestNode,
} from '../manifest/node.ts';
import { compileTemplate, TemplateError } from '../template/index.ts';
import { dependencies } from './dependency.ts';
import { addDisabled, fileText, originSpan, type Parsing } from './draft.ts';
import { isSame } from './memory.ts';
import { inputMeasures, metricNames } from './semantic.ts';

/** What `ref` can lead to. */
export type Referable = ModelNode | SeedNode | SnapshotNode;

/** All referable nodes by name, for `ref` while parsing and while compiling. */
export interface References {
  find(args: RefArgs, from: { readonly packageName: string }): Referable | undefined;
  readonly names: () => readonly string[];
}

export function createReferences(nodes: Iterable<ManifestNode>, rootName: string): References {
  const byName = new Map<string, Referable[]>();
  for (const node of nodes) {
    if (!isReferable(node)) continue;
    const same = byName.get(node.name);
    if (same) same.push(node);
    else byName.set(node.name, [node]);
  }
  return {
    names: () => [...byName.keys()],
    find(args, { packageName }) {
      const candidates = (byName.get(args.name) ?? []).filter(node => fitsVersion(node, args.version));
      if (args.package !== null) return candidates.find(node => node.package_name === args.package);
      const order = [rootName, packageName];
      return (
        order.map(name => candidates.find(node => node.package_name === name)).find(node => node !== undefined) ?? candidates[0]
      );
    },
  };
}

const isReferable = (node: GraphNode): node is Referable =>
  node.resource_type === 'model' || node.resource_type === 'seed' || node.resource_type === 'snapshot';

/** Without a version the latest one is meant. */
function fitsVersion(node: Referable, version: string | number | null): boolean {
  if (node.resource_type !== 'model' || node.version === null) return version === null;
  return String(node.version) === String(version ?? node.latest_version);
}

/** Fills `depends_on` of everything that refers to something, and reports what leads nowhere. */
export function resolveAll(parsing: Parsing): void {
  const { draft, shared } = parsing;
  const references: Targets = {
    ...createReferences(draft.nodes.values(), shared.macros.rootName),
    disabled: disabledByName(draft),
  };
  for (const node of [...draft.nodes.values()]) if (node.resource_type !== 'seed') resolveNode(parsing, references, node);
  for (const node of [...draft.functions.values()]) resolveFunction(parsing, references, node);
  for (const exposure of [...draft.exposures.values()]) resolveExposure(parsing, references, exposure);
  for (const test of [...draft.unitTests.values()]) resolveUnitTest(parsing, references, test);
  resolveSemantic(parsing, references);
}

/** Everything that a `ref` can name, and what it would lead to if it were not disabled. */
interface Targets extends References {
  readonly disabled: ReadonlyMap<string, Referable>;
}

function disabledByName(draft: Parsing['draft']): Targets['disabled'] {
  const found = new Map<string, Referable>();
  for (const node of [...draft.disabled.values()].flat()) {
    if (isReferable(node) && !found.has(node.name)) found.set(node.name, node);
  }
  return found;
}

type Resolvable = Exclude<ManifestNode, SeedNode>;

function resolveNode(parsing: Parsing, references: Targets, node: Resolvable): void {
  const { draft } = parsing;
  const found = parentsOf(parsing, references, node);
  if (found.missing.length > 0 && node.resource_type === 'test') {
    leaveOut(parsing, references, { ...node, depends_on: { ...node.depends_on, nodes: found.ids } }, found.missing);
    return;
  }
  for (const missing of found.missing) reportMissing(parsing, references, node, missing);
  draft.nodes.set(node.unique_id, resolvedOnce(node, found.ids));
}

const resolved = new WeakMap<Resolvable, Resolvable>();

/** A node that an earlier parse made, and that reads the same, is the same record, which is how others see that nothing changed. */
function resolvedOnce(node: Resolvable, ids: readonly NodeId[]): Resolvable {
  const known = resolved.get(node);
  if (known !== undefined && isSame(known.depends_on.nodes, ids)) return known;
  const made = { ...node, depends_on: { ...node.depends_on, nodes: ids } };
  resolved.set(node, made);
  return made;
}

type Wanted =
  | { readonly kind: 'function'; readonly names: readonly string[] }
  | { readonly kind: 'ref'; readonly args: RefArgs }
  | { readonly kind: 'source'; readonly source: string; readonly table: string };

type Referring = Pick<ExposureNode, 'refs' | 'sources' | 'package_name' | 'unique_id' | 'name'> &
  Partial<Pick<FunctionNode, 'functions'>>;

function parentsOf(
  parsing: Parsing,
  references: Targets,
  node: Referring,
): { readonly ids: readonly NodeId[]; readonly missing: readonly Wanted[] } {
  const ids = new Set<NodeId>();
  const missing: Wanted[] = [];
  for (const [source, table] of node.sources) {
    const id = findSource(parsing, node.package_name, source, table);
    if (id) ids.add(id);
    else missing.push({ kind: 'source', source, table });
  }
  for (const args of node.refs) {
    const target = references.find(args, { packageName: node.package_name });
    if (target) ids.add(target.unique_id);
    else missing.push({ kind: 'ref', args });
  }
  for (const names of node.functions ?? []) {
    const found = findFunction(parsing.draft, parsing.shared, { names, from: node.package_name });
    if (found) ids.add(found.unique_id);
    else missing.push({ kind: 'function', names });
  }
  return { ids: [...ids], missing };
}

interface WantedFunction {
  /** The name, or a package and the name. */
  readonly names: readonly string[];
  /** The package that asks. */
  readonly from: string;
}

/** A function of the node's own package, the root project, or any other. */
export function findFunction(
  { functions }: Pick<Manifest, 'functions'>,
  { macros }: Pick<ProjectContext, 'macros'>,
  { names, from }: WantedFunction,
): FunctionNode | undefined {
  const [first = '', second] = names;
  if (second !== undefined) return functions.get(nodeId('function', first, second));
  const own = [from, macros.rootName].map(name => functions.get(nodeId('function', name, first)));
  return own.find(one => one !== undefined) ?? [...functions.values()].find(one => one.name === first);
}

/** A source of the node's own package, the root project, or any other. */
export function findSource(
  { draft, shared }: { readonly draft: Pick<Manifest, 'sources'>; readonly shared: ProjectContext },
  packageName: string,
  source: string,
  table: string,
): NodeId | undefined {
  const names = new Set([packageName, shared.macros.rootName, ...shared.project.packages.map(one => one.name)]);
  return [...names].map(name => nodeId('source', name, source, table)).find(id => draft.sources.has(id));
}

function wantedName(wanted: Wanted): string {
  if (wanted.kind === 'function') return wanted.names.join('.');
  return wanted.kind === 'ref' ? wanted.args.name : `${wanted.source}.${wanted.table}`;
}

/** A test of something that does not exist is left out with a warning, since the rest of the project still builds. */
function leaveOut({ draft, project }: Parsing, references: Targets, node: TestNode, missing: readonly Wanted[]): void {
  draft.nodes.delete(node.unique_id);
  draft.leftOut.set(node.unique_id, { ...node, config: { ...node.config, enabled: false } });
  const names = missing.map(wantedName);
  if (missing.some(one => one.kind === 'ref' && references.disabled.has(one.args.name))) return;
  const [first] = missing;
  const near = first?.kind === 'ref' ? nearest(first.args.name, references.names()) : null;
  const origin = draft.origins.get(node.unique_id);
  const span = origin ? originSpan(project, origin) : null;
  draft.diagnostics.push(
    diagnose('parse-test-disabled', span, { test: node.name, missing: names.join('`, `'), near }, { severity: 'warning' }),
  );
}

function reportMissing(parsing: Parsing, references: Targets, node: Referring, wanted: Wanted): void {
  const { draft } = parsing;
  const span = callSpan(parsing, node, wanted);
  if (wanted.kind === 'function') {
    const known = Array.from(draft.functions.values(), one => one.name);
    const name = wanted.names.at(-1) ?? '';
    draft.diagnostics.push(diagnose('parse-unknown-function', span, { name, near: nearest(name, known) }));
    return;
  }
  if (wanted.kind === 'source') {
    const { source, table } = wanted;
    const known = Array.from(draft.sources.values(), one => `${one.source_name}.${one.name}`);
    draft.diagnostics.push(diagnose('parse-unknown-source', span, { source, table, near: nearest(`${source}.${table}`, known) }));
    return;
  }
  const { name, version, package: packageName } = wanted.args;
  const packages = parsing.project.packages.map(one => one.name);
  if (packageName !== null && !packages.includes(packageName)) {
    const params = { name: packageName, near: nearest(packageName, packages) };
    draft.diagnostics.push(diagnose('parse-missing-package', span, params));
    return;
  }
  const versions = [...draft.nodes.values()].filter(one => one.name === name && one.resource_type === 'model');
  draft.diagnostics.push(
    version !== null && versions.length > 0
      ? diagnose('parse-unknown-version', span, {
          name,
          version: String(version),
          known: versions.flatMap(one => ((one as ModelNode).version === null ? [] : [`v${(one as ModelNode).version}`])),
        })
      : diagnose('parse-unknown-ref', span, {
          name,
          package: packageName,
          near: nearest(name, references.names()),
          disabledIn: references.disabled.get(name)?.original_file_path ?? null,
        }),
  );
}

/** Where the text calls `ref` or `source` with these arguments; the file's start when a macro does it. */
export function callSpan(parsing: Parsing, node: Referring, wanted: Wanted): Span | null {
  const { draft, project } = parsing;
  const origin = draft.origins.get(node.unique_id);
  if (!origin) return null;
  const listed = draft.exposures.has(node.unique_id as NodeId) ? dependencySpan(parsing, node, wanted) : null;
  if (listed) return listed;
  if (draft.unitTests.has(node.unique_id as NodeId))
    return originSpan(project, { ...origin, path: [...(origin.path ?? []), 'model'] });
  const whole = draft.nodes.get(node.unique_id) ?? draft.functions.get(node.unique_id);
  if (origin.path !== null || !whole) return originSpan(project, origin);
  const fallback = { file: origin.file, line: 1, column: 1, length: 1 };
  if (fileText(project, origin.file) === null) return fallback;
  try {
    const calls = compileTemplate({ file: origin.file, text: whole.raw_code, start: origin.start }).calls();
    const own = calls.find(call => isCallOf(call.path.at(-1), call.args, wanted));
    // A macro refers to it: the call that hands the name over is the next best.
    const words: readonly unknown[] = wordsOf(wanted);
    const handing = calls.find(call => words.every(word => [...call.args, ...call.kwargs.values()].includes(word as string)));
    return (own ?? handing)?.span ?? fallback;
  } catch (error) {
    if (error instanceof TemplateError) return fallback;
    throw error;
  }
}

/** The item of an exposure's `depends_on` that names what is wanted. */
function dependencySpan({ draft, project, properties }: Parsing, node: Referring, wanted: Wanted): Span | null {
  const origin = draft.origins.get(node.unique_id);
  const listed = properties.find('exposures', node.package_name, node.name)?.data['depends_on'];
  if (!origin?.path || !Array.isArray(listed)) return null;
  const words = wordsOf(wanted);
  const index = listed.findIndex(item => words.every(word => ['"', "'"].some(mark => String(item).includes(mark + word + mark))));
  return index < 0 ? null : originSpan(project, { ...origin, path: [...origin.path, 'depends_on', index] });
}

function isCallOf(name: string | undefined, args: readonly unknown[], wanted: Wanted): boolean {
  if (wanted.kind === 'function') return name === 'function' && args.at(-1) === wanted.names.at(-1);
  if (wanted.kind === 'source') return name === 'source' && args[0] === wanted.source && args[1] === wanted.table;
  return name === 'ref' && args.at(-1) === wanted.args.name;
}

const wordsOf = (wanted: Wanted): readonly string[] =>
  wanted.kind === 'function' ? wanted.names : wanted.kind === 'ref' ? [wanted.args.name] : [wanted.source, wanted.table];

function resolveFunction(parsing: Parsing, references: Targets, node: FunctionNode): void {
  const found = parentsOf(parsing, references, node);
  for (const missing of found.missing) reportMissing(parsing, references, node, missing);
  parsing.draft.functions.set(node.unique_id, { ...node, depends_on: { ...node.depends_on, nodes: found.ids } });
}

function resolveExposure(parsing: Parsing, references: Targets, exposure: ExposureNode): void {
  const found = parentsOf(parsing, references, exposure);
  for (const missing of found.missing) reportMissing(parsing, references, exposure, missing);
  const metrics = exposure.metrics.map(([name]) => metricId(parsing, name ?? '')).filter(id => id !== undefined);
  parsing.draft.exposures.set(exposure.unique_id, { ...exposure, depends_on: { macros: [], nodes: [...found.ids, ...metrics] } });
}

const metricId = ({ draft }: Parsing, name: string): NodeId | undefined =>
  [...draft.metrics.values()].find(metric => metric.name === name)?.unique_id;

/** A unit test depends on its model, and follows it out when the model is disabled. */
function resolveUnitTest(parsing: Parsing, references: Targets, test: UnitTestNode): void {
  const { draft } = parsing;
  const args = { name: test.model, package: null, version: test.version };
  const model = references.find(args, { packageName: test.package_name });
  if (!model) {
    if (references.disabled.has(args.name)) addDisabled(draft, { ...test, config: { ...test.config, enabled: false } });
    else reportMissing(parsing, references, { ...test, refs: [], sources: [] }, { kind: 'ref', args });
    draft.unitTests.delete(test.unique_id);
    return;
  }
  const depends_on = { macros: [], nodes: [model.unique_id] };
  draft.unitTests.set(test.unique_id, { ...test, schema: model.schema, depends_on });
}

function resolveSemantic(parsing: Parsing, references: Targets): void {
  const { draft } = parsing;
  const measures = new Map<string, NodeId>();
  for (const model of [...draft.semanticModels.values()]) {
    resolveSemanticModel(parsing, references, model);
    for (const measure of listOfMaps(model.body['measures'])) measures.set(String(measure['name']), model.unique_id);
  }
  const metrics = new Map([...draft.metrics.values()].map(metric => [metric.name, metric]));
  for (const [store, nodes] of [
    [draft.metrics, [...draft.metrics.values()]],
    [draft.savedQueries, [...draft.savedQueries.values()]],
  ] as const) {
    for (const node of nodes) {
      const ids = [
        ...inputMeasures(node).map(measure => measures.get(String(measure['name']))),
        ...metricNames(node).map(name => metrics.get(name)?.unique_id),
      ].filter(id => id !== undefined);
      const body = node.resource_type === 'metric' ? withMeasures(node, metrics) : node.body;
      store.set(node.unique_id, { ...node, body, depends_on: { macros: [], nodes: [...new Set(ids)] } });
    }
  }
}

function resolveSemanticModel(parsing: Parsing, references: Targets, model: SemanticNode): void {
  const { draft, properties } = parsing;
  const entry = properties.find('semantic_models', model.package_name, model.name);
  const call = model.body['model'];
  const refs = entry && typeof call === 'string' ? dependencies(parsing, entry, [{ text: call, below: ['model'] }]).refs : [];
  const found = parentsOf(parsing, references, { ...model, refs, sources: [] });
  for (const missing of found.missing) reportMissing(parsing, references, { ...model, refs: [], sources: [] }, missing);
  const table = found.ids.map(id => draft.nodes.get(id)).find(node => node !== undefined);
  const place = table && {
    alias: table.alias,
    schema_name: table.schema,
    database: table.database,
    relation_name: table.relation_name,
  };
  const body = { ...model.body, node_relation: place ?? null };
  draft.semanticModels.set(model.unique_id, { ...model, body, depends_on: { macros: [], nodes: found.ids } });
}

/** With the measures of all metrics that a metric is made of, directly or not, each once. */
function withMeasures(metric: SemanticNode, metrics: ReadonlyMap<string, SemanticNode>): PlainMap {
  const seen = new Set<SemanticNode>();
  const found = new Map<string, PlainMap>();
  const visit = (one: SemanticNode): void => {
    if (seen.has(one)) return;
    seen.add(one);
    for (const measure of inputMeasures(one)) found.set(JSON.stringify(measure), measure);
    for (const name of metricNames(one)) {
      const next = metrics.get(name);
      if (next !== undefined) visit(next);
    }
  };
  visit(metric);
  const params = metric.body['type_params'] as PlainMap;
  return { ...metric.body, type_params: { ...params, input_measures: [...found.values()] } };
}

const listOfMaps = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter(item => typeof item === 'object' && item !== null) : [];
