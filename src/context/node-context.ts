import type { RefArgs } from '../manifest/node.ts';
import {
  call,
  compileTemplate,
  fromPlain,
  HostObject,
  hostFunction,
  type Kwargs,
  type RenderOptions,
  TemplateError,
  Tuple,
  text,
  type Value,
} from '../template/index.ts';
import { AdapterObject } from './adapter-object.ts';
import { varFunction } from './base-var.ts';
import { ConfigObject, type ConfigStore } from './config-object.ts';
import { dispatchFunction } from './dispatch.ts';
import { NamedMembers } from './named-members.ts';
import { type Members, NodeScope } from './node-scope.ts';
import type { WarehousePort } from './port.ts';
import type { ProjectContext } from './project-context.ts';
import { RelationObject } from './relation.ts';
import { resultMembers } from './result-store.ts';
import { runtimeConfig } from './runtime-config.ts';

/** The node that a template belongs to. */
export interface ContextNode {
  readonly packageName: string;
  readonly name: string;
  readonly uniqueId: string | null;
  readonly database: string | null;
  readonly schema: string;
  /** Null for what has no relation of its own. */
  readonly alias: string | null;
  /** `model` in templates: the node's record. Asked for at first use. */
  readonly model: () => Value;
}

/** What differs between parsing and running: how references resolve, and whether there is a warehouse. */
export interface Phase {
  readonly variant: 'sync' | 'async';
  readonly execute: boolean;
  readonly port: WarehousePort | null | 'parsing';
  readonly config: ConfigStore;
  /** A promise only in the async variant. */
  ref(args: RefArgs): Value | Promise<Value>;
  source(sourceName: string, tableName: string): Value;
  /** What calls a function of the project: its quoted name. Not given where there are no functions. */
  readonly calledFunction?: (args: readonly string[]) => Value;
  /** `graph`: nodes, sources, exposures, …; empty while parsing. */
  readonly graph: () => Value;
  readonly onMacro?: (uniqueId: string) => void;
  /** Names that only this template sees, such as `results` in on-run-end. */
  readonly extra?: Members;
  /** What macros and names give instead, as a unit test says: `is_incremental`, `dbt_utils.star`. */
  readonly overrides?: ReadonlyMap<string, Value>;
}

/** The scope of one node's templates. */
export function nodeScope(shared: ProjectContext, node: ContextNode, phase: Phase): NodeScope {
  const own = new Map<string, Value | (() => Value)>();
  const scope: NodeScope = new NodeScope({
    macros: shared.macros,
    packageName: node.packageName,
    variant: phase.variant,
    members: [...(phase.extra ? [phase.extra] : []), own, shared.members],
    ...(phase.onMacro ? { onMacro: phase.onMacro } : {}),
    ...(phase.overrides ? { overrides: phase.overrides } : {}),
  });
  for (const [name, member] of ownMembers(shared, node, phase, scope)) own.set(name, member);
  return scope;
}

function* ownMembers(
  shared: ProjectContext,
  node: ContextNode,
  phase: Phase,
  scope: NodeScope,
): Generator<readonly [string, Value | (() => Value)]> {
  const ref = new RefFunction(shared, phase);
  const source = sourceFunction(phase);
  const config = new ConfigObject(phase.config);
  const variable = varFunction({
    vars: shared.varsOf(node.packageName),
    owner: node.name,
    render: written => renderIn(scope, phase, written, 'var()'),
  });
  yield ['ref', ref];
  yield ['source', source];
  yield ['function', () => projectFunction(phase)];
  yield ['config', config];
  yield ['var', variable];
  yield ['builtins', () => new NamedMembers('builtins', builtinsOf(shared, { ref, source, config, var: variable }))];
  yield ['execute', phase.execute];
  yield ['database', node.database];
  yield ['schema', node.schema];
  yield ['this', () => (node.alias === null ? null : thisRelation(shared, node))];
  yield ['model', node.model];
  yield ['graph', phase.graph];
  yield ['adapter', () => adapterObject(shared, node, phase, scope)];
  yield ['context', () => new ContextObject(scope)];
  yield ['render', renderFunction(scope, phase)];
  yield ['pre_hooks', () => fromPlain(phase.config.get('pre-hook') ?? [])];
  yield ['post_hooks', () => fromPlain(phase.config.get('post-hook') ?? [])];
  yield ['write', hostFunction('write', ['payload'], () => '')];
  yield ['sql', null];
  yield ['compiled_code', null];
  yield ['defer_relation', null];
  yield* resultMembers();
}

const builtinsOf = (shared: ProjectContext, own: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> => {
  const names = [
    'log',
    'env_var',
    'return',
    'tojson',
    'fromjson',
    'toyaml',
    'fromyaml',
    'set',
    'zip',
    'exceptions',
    'modules',
    'flags',
    'print',
    'run_started_at',
    'invocation_id',
  ];
  const inherited = names.map(name => {
    const member = shared.members.get(name) ?? null;
    return [name, typeof member === 'function' ? member() : member] as const;
  });
  return new Map<string, Value>([...inherited, ...Object.entries(own)]);
};

/** `ref('name')`, `ref('package', 'name')`, each with `version=` or `v=`. */
class RefFunction extends HostObject {
  readonly typeName = 'function';
  readonly #shared: ProjectContext;
  readonly #phase: Phase;
  constructor(shared: ProjectContext, phase: Phase) {
    super();
    this.#shared = shared;
    this.#phase = phase;
  }
  override attribute(name: string): Value | undefined {
    return name === 'config' ? runtimeConfig(this.#shared) : undefined;
  }
  override callable(): boolean {
    return true;
  }
  override call(args: readonly Value[], kwargs: Kwargs): Value | Promise<Value> {
    if (args.length < 1 || args.length > 2 || args.some(name => typeof name !== 'string')) {
      throw new TemplateError('arguments', `\`ref\` takes one name, or a package and a name, as text`);
    }
    const wanted = kwargs.get('version') ?? kwargs.get('v') ?? null;
    const [first, second] = args.map(text);
    return this.#phase.ref({
      name: second ?? first ?? '',
      package: second === undefined ? null : (first ?? null),
      version: wanted === null ? null : typeof wanted === 'number' ? wanted : text(wanted),
    });
  }
}

function sourceFunction(phase: Phase): HostObject {
  return hostFunction('source', ['*args'], args => {
    const list = Array.isArray(args) ? args : [];
    const [sourceName, tableName] = list;
    if (list.length !== 2 || typeof sourceName !== 'string' || typeof tableName !== 'string') {
      throw new TemplateError('arguments', `\`source\` takes the name of a source and the name of a table, as text`);
    }
    return phase.source(sourceName, tableName);
  });
}

/** `function('name')`, `function('package', 'name')`. */
const projectFunction = (phase: Phase): HostObject =>
  hostFunction('function', ['*args'], args => {
    const list = Array.isArray(args) ? args : [];
    if (list.length < 1 || list.length > 2 || list.some(name => typeof name !== 'string'))
      throw new TemplateError('arguments', '`function` takes one name, or a package and a name, as text');
    return phase.calledFunction?.(list.map(text)) ?? null;
  });

const thisRelation = ({ adapter, quoting }: ProjectContext, node: ContextNode): RelationObject =>
  new RelationObject({
    dialect: adapter.dialect,
    database: node.database,
    schema: node.schema,
    identifier: node.alias,
    quote: quoting,
  });

const adapterObject = (shared: ProjectContext, node: ContextNode, phase: Phase, scope: NodeScope): AdapterObject =>
  new AdapterObject({
    adapterType: shared.adapter.name,
    dialect: shared.adapter.dialect,
    quoting: shared.quoting,
    port: phase.port,
    dispatch: dispatchFunction(shared.dispatch, scope, node.packageName),
    defaultDatabase: shared.adapter.defaultDatabase,
    methods: shared.adapter.methods ?? {},
    flags: shared.flags,
    print: shared.print,
  });

/** `render(text)`: text that holds templates itself, in the same scope. */
const renderFunction = (scope: NodeScope, phase: Phase): HostObject =>
  hostFunction('render', ['string'], source => renderIn(scope, phase, text(source ?? null), 'render()'));

function renderIn(scope: NodeScope, phase: Phase, written: string, name: string): Value | Promise<Value> {
  const options: RenderOptions = { undefinedNames: 'plain' };
  const template = compileTemplate({ file: name, text: written, name });
  return phase.variant === 'sync' ? template.renderSync(scope, options) : template.render(scope, options);
}

/** `context`: every name that the template could see, by key. */
class ContextObject extends HostObject {
  readonly typeName = 'dict';
  readonly #scope: NodeScope;
  constructor(scope: NodeScope) {
    super();
    this.#scope = scope;
  }
  override item(key: Value): Value | undefined {
    return typeof key === 'string' ? this.#scope.lookup(key) : undefined;
  }
  override contains(value: Value): boolean {
    return this.item(value) !== undefined;
  }
  override iterate(): Iterable<Value> {
    return this.#scope.names();
  }
  override attribute(name: string): Value | undefined {
    if (name === 'get')
      return hostFunction(name, ['key', 'default?'], (key, fallback = null) => this.item(key ?? null) ?? fallback);
    if (name === 'keys') return hostFunction(name, [], () => [...this.#scope.names()]);
    if (name === 'items' || name === 'values') return hostFunction(name, [], () => this.#entries(name));
    return this.item(name);
  }
  #entries(what: 'items' | 'values'): Value {
    return this.#scope.names().map((name): Value => {
      const value = this.#scope.lookup(name) ?? null;
      return what === 'items' ? Tuple.from([name, value]) : value;
    });
  }
}

/** Calls a macro such as `generate_schema_name` in a scope and gives its text, trimmed as dbt does. */
export function callMacroText(scope: NodeScope, name: string, kwargs: ReadonlyMap<string, Value>): string | null {
  const macro = scope.lookup(name);
  if (!(macro instanceof HostObject)) return null;
  const result = call(macro, [], kwargs);
  return result instanceof Promise || result === null ? null : text(result).trim();
}
