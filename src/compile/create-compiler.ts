import { isOverridden } from '../context/dispatch.ts';
import type { MacroEntry } from '../context/macro-index.ts';
import { changedMaterialization, findMaterialization, type MaterializationSearch } from '../context/materialization.ts';
import { type ContextNode, nodeScope, type Phase } from '../context/node-context.ts';
import type { Members, NodeScope } from '../context/node-scope.ts';
import type { WarehousePort } from '../context/port.ts';
import type { ProjectContext } from '../context/project-context.ts';
import type { RelationObject } from '../context/relation.ts';
import { testArguments } from '../context/test-argument.ts';
import type { NodeId } from '../manifest/id.ts';
import { graphNode, type Manifest } from '../manifest/manifest.ts';
import type { ManifestNode, NodeConfig, SourceNode } from '../manifest/node.ts';
import { nodeRecord } from '../manifest/record.ts';
import type { Sql } from '../sql/relation.ts';
import { call, compileTemplate, fromPlain, type TemplateSource, type TracedText, type Value } from '../template/index.ts';
import { collectFreshness } from './collect-freshness.ts';
import { type CommonTable, commonTableName, withCommonTables } from './common-table.ts';
import type { CompiledNode } from './compiled.ts';
import type { Compiler } from './compiler.ts';
import { counterpart, type Deferral, deferred } from './deferral.ts';
import { graphValue } from './graph-value.ts';
import { everything, type Reading, readRelation } from './reading.ts';
import { createResolver, type Resolver } from './reference.ts';
import { type Slice, slicedMacros, slicedModel } from './slice.ts';
import { sourceMapOf } from './source-map.ts';
import { standIns, type UnitTestTables } from './stand-in.ts';
import { withSubqueryAliases } from './subquery-alias.ts';
import { isTimeless } from './timeless.ts';
import { readUnitTest } from './unit-test.ts';

export interface CompilerInput {
  readonly manifest: Manifest;
  readonly context: ProjectContext;
  /** Ids of the nodes that this invocation runs: `selected_resources` in templates. */
  readonly selected: readonly NodeId[];
  /** Default: all rows are read. */
  readonly reading?: Reading;
  /** Default: everything is read here. */
  readonly deferral?: Deferral | null;
}

/** What compiling one text needs to know, whether a node's or a user's own. */
interface Work extends CompilerInput {
  readonly selectedIds: ReadonlySet<NodeId>;
  readonly resolver: Resolver;
  readonly graph: () => Value;
}

export function createCompiler(input: CompilerInput): Compiler {
  let graph: Value | undefined;
  const changed = new Map<string, MacroEntry | null>();
  const work: Work = {
    ...input,
    selectedIds: new Set(input.selected),
    resolver: createResolver(input.manifest, input.context),
    graph: () => {
      graph ??= graphValue(input.manifest);
      return graph;
    },
  };
  return {
    compile: (node, port, slice = null) => compileNode(work, node, { port, slice }),
    compileAhead: async node => {
      const template = compileTemplate(sourceOf(work, node));
      return isTimeless(node, template, work) ? compileNode(work, node, { port: null, slice: null }) : null;
    },
    renderText: async (node, text, port, { extra = new Map(), slice = null } = {}) => {
      const ephemeral = new Map<NodeId, ManifestNode>();
      const scope = scopeOf(work, { from: node, node, port, ephemeral, slice, extra: plainMembers(extra) });
      const source = { file: node.original_file_path, text, name: `${node.resource_type} ${node.name}` };
      return compileTemplate(source).render(scope, { undefinedNames: 'plain' });
    },
    compileInline: (sql, port) => compileInline(work, sql, port),
    evaluate: (compiled, expression, port) => evaluate(work, compiled, expression, port),
    callMacro: async (macro, kwargs, port) => {
      const scope = nodeScope(work.context, operationContext(work, macro), runPhase(work, operationRun(work, macro, port)));
      return call(scope.bind(macro), [], fromPlain(kwargs) as Map<string, Value>);
    },
    renderComment: (id, text) => renderComment(work, id, text),
    isOverridden: ({ package_name }, macro) => isOverridden(input.context.dispatch, macro, package_name),
    ownMaterialization: (name, builtIn) => {
      const isOpen = input.context.flags['REQUIRE_EXPLICIT_PACKAGE_OVERRIDES_FOR_BUILTIN_MATERIALIZATIONS'] === false;
      const search = {
        name,
        adapters: input.context.adapter.family,
        builtIn: isOpen && builtIn === 'replaceable' ? 'open' : builtIn,
      };
      return findMaterialization(input.context.macros, search as MaterializationSearch);
    },
    changedMaterialization: (name, { package_name }) => {
      const key = `${package_name}.${name}`;
      const known = changed.get(key) ?? changedMaterialization(input.context.dispatch, name, package_name);
      changed.set(key, known);
      return known;
    },
    readUnitTest: test => readUnitTest(test, work),
    compileUnitTest: (given, port) => compileUnitTest(work, given, port),
    collectFreshness: (source, port) => collectFreshness(source, sourceScope(work, source, port)),
  };
}

/** How a node's text is rendered. */
type Rendering = Pick<RunContext, 'port' | 'slice'>;

const compileNode = async (work: Work, node: ManifestNode, rendering: Rendering): Promise<CompiledNode> => ({
  ...assemble(work, node, await renderNode(work, node, rendering)),
  slice: rendering.slice,
});

async function renderNode(work: Work, node: ManifestNode, { port, slice }: Rendering): Promise<Rendered> {
  const ephemeral = new Map<NodeId, ManifestNode>();
  const args = new Map<string, unknown>();
  const macros = new Set<string>();
  const cut = new Set<string>();
  const scope = scopeOf(work, { from: node, node, port, ephemeral, macros, cut, slice, extra: plainMembers(args) });
  if (node.resource_type === 'test' && node.test_metadata) {
    args.set('_dbt_generic_test_kwargs', await testArguments(node.test_metadata.kwargs, scope));
  }
  const source = sourceOf(work, node);
  const traced = await compileTemplate(source).renderTraced(scope, { undefinedNames: 'plain' });
  const needsNames = port?.capabilities.subqueryAlias === 'required' && cut.size > 0;
  const rendered = needsNames ? withSubqueryAliases(traced, cut, work.context.adapter.dialect.lexis) : traced;
  const tables = await commonTables(work, ephemeral, port);
  return { file: source.file, rendered, tables, macros };
}

function sourceOf({ manifest }: Work, node: ManifestNode): TemplateSource {
  const origin = manifest.origins.get(node.unique_id);
  return {
    file: origin?.file ?? node.original_file_path,
    text: node.raw_code,
    name: `${node.resource_type} ${node.name}`,
    ...(origin && origin.path === null ? { start: origin.start } : {}),
  };
}

/** The model's SQL with the given rows in the place of what it reads. */
async function compileUnitTest(work: Work, given: UnitTestTables, port: WarehousePort | null): Promise<CompiledNode> {
  const { model } = given.test;
  const stand = standIns(given, work);
  const run: RunContext = { from: model, node: model, port, ephemeral: new Map(), slice: null, extra: stand.members };
  const phase = { ...runPhase(work, run), ref: stand.ref, source: stand.source, overrides: stand.overrides };
  const source = sourceOf(work, model);
  const scope = nodeScope(work.context, contextNode(model), phase);
  const rendered = await compileTemplate(source).renderTraced(scope, { undefinedNames: 'plain' });
  return assemble(work, model, { file: source.file, rendered, tables: stand.used(), macros: new Set() });
}

/** Macros that build something find its SQL under these names. */
async function evaluate(work: Work, compiled: CompiledNode, expression: string, port: WarehousePort | null): Promise<Value> {
  const { node, sql, extraCtes, macros, slice } = compiled;
  const record = nodeRecord(node, { compiledCode: sql, compiledPath: null, extraCtes, macros });
  const extra = new Map<string, Value>([
    ['sql', sql],
    ['compiled_code', sql],
    ['model', slicedModel(fromPlain(record), slice)],
  ]);
  const scope = scopeOf(work, { from: node, node, port, ephemeral: new Map(), slice, extra });
  const source = { file: node.original_file_path, text: `{{ ${expression} }}`, name: `${node.resource_type} ${node.name}` };
  return compileTemplate(source).evaluate(scope, { undefinedNames: 'plain' });
}

/** An operation has no relation of its own; `model` is the macro. */
const operationContext = ({ context }: Work, { node }: MacroEntry): ContextNode => ({
  packageName: node.package_name,
  name: node.name,
  uniqueId: node.unique_id,
  database: context.adapter.defaultDatabase,
  schema: context.adapter.defaultSchema,
  alias: null,
  model: () => fromPlain(nodeRecord(node)),
});

const operationRun = (work: Work, { node }: MacroEntry, port: WarehousePort | null): RunContext => ({
  from: null,
  node: inlineNode(work, node.macro_sql),
  port,
  ephemeral: new Map(),
  slice: null,
  extra: plainMembers(new Map()),
});

async function renderComment(work: Work, id: NodeId, text: string): Promise<string> {
  const found = graphNode(work.manifest, id);
  const node = work.manifest.nodes.get(id) ?? work.manifest.functions.get(id) ?? inlineNode(work, '');
  const extra = plainMembers(
    new Map<string, unknown>([
      ['node', found === undefined ? null : nodeRecord(found)],
      ['connection_name', id],
    ]),
  );
  const scope = scopeOf(work, { from: null, node, port: null, ephemeral: new Map(), slice: null, extra });
  return compileTemplate({ file: 'query-comment', text, name: 'query-comment' }).render(scope, { undefinedNames: 'plain' });
}

interface Rendered {
  readonly file: string;
  readonly rendered: TracedText;
  /** What the text refers to without it being in the warehouse. */
  readonly tables: readonly CommonTable[];
  readonly macros: ReadonlySet<string>;
}

function assemble(work: Work, node: ManifestNode, { file, rendered, tables, macros }: Rendered): CompiledNode {
  const inserted = withCommonTables(rendered.text, tables, work.context.adapter.dialect.lexis);
  const builds = node.resource_type === 'model' || node.resource_type === 'seed' || node.resource_type === 'snapshot';
  const header = node.config['sql_header'];
  return {
    node,
    sql: inserted.sql as Sql,
    ownSql: rendered.text,
    relation: builds ? work.resolver.relationOf(node).relationName : null,
    extraCtes: tables,
    macros: [...macros],
    map: sourceMapOf(file, rendered.pieces, inserted),
    sqlHeader: typeof header === 'string' ? header : null,
    slice: null,
  };
}

/** Ephemeral parents, each behind those that it reads itself. */
async function commonTables(
  work: Work,
  ephemeral: ReadonlyMap<NodeId, ManifestNode>,
  port: WarehousePort | null,
): Promise<readonly CommonTable[]> {
  const tables = new Map<NodeId, CommonTable>();
  for (const parent of ephemeral.values()) {
    const own = await renderNode(work, parent, { port, slice: null });
    for (const table of own.tables) if (!tables.has(table.id)) tables.set(table.id, table);
    if (!tables.has(parent.unique_id)) tables.set(parent.unique_id, commonTable(parent, own));
  }
  return [...tables.values()];
}

function commonTable({ alias, unique_id }: ManifestNode, { file, rendered }: Rendered): CommonTable {
  const head = ` ${commonTableName(alias)} as (\n`;
  const segments = rendered.pieces.map(({ offset, line, column, kind }) => ({
    offset: head.length + offset,
    file,
    line,
    column,
    kind,
  }));
  return { id: unique_id, sql: `${head}${rendered.text}\n)`, segments };
}

async function compileInline(work: Work, sql: string, port: WarehousePort | null): Promise<CompiledNode> {
  const ephemeral = new Map<NodeId, ManifestNode>();
  const node = inlineNode(work, sql);
  const scope = scopeOf(work, { from: null, node, port, ephemeral, slice: null, extra: new Map() });
  const file = 'inline';
  const rendered = await compileTemplate({ file, text: sql, name: file }).renderTraced(scope, { undefinedNames: 'plain' });
  return assemble(work, node, { file, rendered, tables: await commonTables(work, ephemeral, port), macros: new Set() });
}

/** A node that is in no manifest, for text that a user typed. */
function inlineNode({ context, manifest }: Work, sql: string): ManifestNode {
  const packageName = manifest.projectName;
  return {
    resource_type: 'analysis',
    name: 'inline_query',
    package_name: packageName,
    path: 'inline_query.sql',
    original_file_path: 'inline_query.sql',
    unique_id: `analysis.${packageName}.inline_query` as NodeId,
    fqn: [packageName, 'inline_query'],
    database: context.adapter.defaultDatabase,
    schema: context.adapter.defaultSchema,
    alias: 'inline_query',
    checksum: { name: 'none', checksum: '' },
    config: { enabled: true, materialized: 'view' },
    tags: [],
    description: '',
    columns: {},
    meta: {},
    group: null,
    docs: { show: false, node_color: null },
    patch_path: null,
    build_path: null,
    unrendered_config: {},
    created_at: 0,
    relation_name: null,
    raw_code: sql,
    doc_blocks: [],
    language: 'sql',
    refs: [],
    sources: [],
    metrics: [],
    functions: [],
    depends_on: { macros: [], nodes: [] },
    compiled_path: null,
    contract: { enforced: false, alias_types: true, checksum: null },
  };
}

const scopeOf = (work: Work, run: RunContext): NodeScope =>
  nodeScope(work.context, contextNode(run.node, run.slice), runPhase(work, run));

/** Plain data by name, turned into values when it is asked for. */
const plainMembers = (data: ReadonlyMap<string, unknown>): Members => ({
  get: name => (data.has(name) ? fromPlain(data.get(name)) : undefined),
  keys: () => data.keys(),
});

const contextNode = (node: ManifestNode, slice: Slice | null = null): ContextNode => ({
  packageName: node.package_name,
  name: node.name,
  uniqueId: node.unique_id,
  database: node.database,
  schema: node.schema,
  alias: node.alias,
  model: () => slicedModel(fromPlain(nodeRecord(node)), slice),
});

/** A source's `this` is its table, quoted as the source says. */
function sourceScope(work: Work, source: SourceNode, port: WarehousePort): NodeScope {
  const model = (): Value => fromPlain(nodeRecord(source));
  const extra = new Map<string, Value>([
    ['this', work.resolver.relationOfSource(source)],
    ['source_node', model()],
  ]);
  const run = { from: null, node: inlineNode(work, ''), port, ephemeral: new Map(), slice: null, extra };
  const node = {
    packageName: source.package_name,
    name: source.name,
    uniqueId: source.unique_id,
    database: source.database,
    schema: source.schema,
    alias: source.identifier,
    model,
  };
  return nodeScope(work.context, node, runPhase(work, run));
}

interface RunContext {
  /** Whose references are checked; null when anything may be referred to. */
  readonly from: ManifestNode | null;
  readonly node: ManifestNode;
  readonly port: WarehousePort | null;
  readonly ephemeral: Map<NodeId, ManifestNode>;
  /** Collects subqueries that stand for relations of which not all is read. */
  readonly cut?: Set<string>;
  /** Collects what the text calls. */
  readonly macros?: Set<string>;
  /** Null but for a batch. */
  readonly slice: Slice | null;
  /** Names that only this text sees. */
  readonly extra: Members;
}

function runPhase(work: Work, { cut, from, node, port, ephemeral, macros, slice, extra }: RunContext): Phase {
  const { reading = everything, resolver } = work;
  const seen = (relation: RelationObject, config: NodeConfig): RelationObject => {
    const read = readRelation(relation, config, { ...reading, node: from, slice });
    if (read !== relation) cut?.add(read.text());
    return read;
  };
  return {
    variant: 'async',
    execute: true,
    port,
    config: { get: key => node.config[key], record: null, nodeName: node.name },
    ref: args => {
      const relation = resolver.ref(args, from, parent => ephemeral.set(parent.unique_id, parent));
      const target = resolver.nodeOf(args, from);
      const here = seen(relation, target.config);
      if (ephemeral.has(target.unique_id) || counterpart(target, work.deferral) === null) return here;
      const deferring = { deferral: work.deferral, selected: work.selectedIds, port };
      return deferred(target, deferring).then(other => (other === null ? here : seen(resolver.relationOf(other), target.config)));
    },
    source: (sourceName, table) =>
      seen(resolver.source(sourceName, table, from), resolver.sourceOf(sourceName, table, from).config),
    calledFunction: names => resolver.functionOf(names, from),
    ...(slice === null ? {} : { overrides: slicedMacros(slice) }),
    graph: work.graph,
    ...(macros === undefined ? {} : { onMacro: (id: string) => macros.add(id) }),
    extra: {
      get: name => (name === 'selected_resources' ? fromPlain([...work.selected]) : extra.get(name)),
      keys: () => extra.keys(),
    },
  };
}
