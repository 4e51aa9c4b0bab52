import type { Dialect, TemplateMethod } from '../adapter/adapter.ts';
import type { PlainMap } from '../manifest/node.ts';
import type { Package, Project, YamlMap } from '../project/project.ts';
import { fromPlain, HostObject, hostFunction, returnFunction, TemplateError, type Value } from '../template/index.ts';
import { dateTimeAt } from '../template/module/datetime.ts';
import { envVarFunction } from './base-env-var.ts';
import { flagsObject } from './base-flags.ts';
import { baseFunctions } from './base-functions.ts';
import { ColumnClass } from './column.ts';
import { type DispatchRules, dispatchRules } from './dispatch.ts';
import type { MacroIndex } from './macro-index.ts';
import { NamedMembers } from './named-members.ts';
import type { Members } from './node-scope.ts';
import type { Parts } from './relation.ts';
import { RelationClass } from './relation-class.ts';

/** What the adapter means to templates, without a connection. */
export interface AdapterFacts {
  readonly name: string;
  /** Adapter names from the most specific to the most general. */
  readonly family: readonly string[];
  readonly dialect: Dialect;
  readonly defaultDatabase: string | null;
  readonly defaultSchema: string;
  /** Connection fields that templates may see in `target`: no secrets. */
  readonly publicFields: YamlMap;
  /** What templates find on `adapter` with this adapter alone. */
  readonly methods?: Readonly<Record<string, TemplateMethod>>;
}

export interface Invocation {
  readonly id: string;
  /** Microseconds since 1970-01-01 UTC. */
  readonly startedAt: number;
  /** `build`, `run`, … as `flags.WHICH` shows it. */
  readonly command: string;
  /** `invocation_args_dict`: every option with what applies. */
  readonly args?: PlainMap;
  /** Of the language we speak, such as 1.11.0. */
  readonly dbtVersion: string;
  readonly now: () => number;
}

/** Where template functions send what they say. */
export interface TemplateOutput {
  readonly log: (text: string, info: boolean) => void;
  readonly warn: (text: string) => void;
}

/** Everything that contexts of all nodes share; made once per invocation. */
export interface ProjectContext {
  readonly project: Project;
  readonly adapter: AdapterFacts;
  readonly macros: MacroIndex;
  readonly dispatch: DispatchRules;
  readonly quoting: Parts;
  readonly invocation: Invocation;
  readonly flags: YamlMap;
  /** Names that are the same in every node. */
  readonly members: Members;
  /** Where a table that prints itself goes. */
  readonly print: (text: string) => void;
  /** `var` of a package: command line over root project over the package's own. */
  varsOf(packageName: string): ReadonlyMap<Value, Value>;
}

export interface ProjectContextOptions {
  readonly project: Project;
  readonly adapter: AdapterFacts;
  readonly macros: MacroIndex;
  readonly invocation: Invocation;
  readonly output: TemplateOutput;
  readonly flags: YamlMap;
}

export function createProjectContext(options: ProjectContextOptions): ProjectContext {
  const { project, adapter, macros, invocation, flags } = options;
  const root = project.packages[0].config;
  const quoting: Parts = {
    database: root.quoting.database ?? true,
    schema: root.quoting.schema ?? true,
    identifier: root.quoting.identifier ?? true,
  };
  const varsCache = new Map<string, ReadonlyMap<Value, Value>>();
  return {
    project,
    adapter,
    macros,
    dispatch: { ...dispatchRules(project, adapter.family), macros },
    quoting,
    invocation,
    flags,
    members: sharedMembers(options, quoting),
    print: text => options.output.log(text, true),
    varsOf(packageName) {
      const known = varsCache.get(packageName);
      if (known) return known;
      const vars = packageVars(project, packageName);
      varsCache.set(packageName, vars);
      return vars;
    },
  };
}

/** A name under `vars:` that is a package's name holds that package's variables; the others are for all. */
function packageVars(project: Project, packageName: string): ReadonlyMap<Value, Value> {
  const root = project.packages[0];
  const own = project.packages.find(one => one.name === packageName) ?? root;
  const names = new Set(project.packages.map(one => one.name));
  const layer = (from: Package): YamlMap => {
    const scoped = from.config.vars[packageName];
    return { ...withoutPackages(from.config.vars, names), ...(isMap(scoped) && names.has(packageName) ? scoped : {}) };
  };
  const merged = { ...layer(own), ...(own === root ? {} : layer(root)), ...project.cliVars };
  return fromPlain(merged) as Map<Value, Value>;
}

const isMap = (value: unknown): value is YamlMap => typeof value === 'object' && value !== null && !Array.isArray(value);

function withoutPackages(vars: YamlMap, names: ReadonlySet<string>): YamlMap {
  return Object.fromEntries(Object.entries(vars).filter(([key, value]) => !(names.has(key) && isMap(value))));
}

function sharedMembers(options: ProjectContextOptions, quoting: Parts): Members {
  const { project, adapter, invocation, output, flags } = options;
  const base = baseFunctions({ log: output.log, print: text => output.log(text, true), warn: output.warn, now: invocation.now });
  const env = envVarFunction({ lookup: name => project.env.get(name), names: () => project.env.keys(), secrets: 'refused' });
  const relation = new RelationClass(adapter.dialect, quoting);
  const column = new ColumnClass(adapter.dialect);
  const target = once(() => targetValue(options));
  return new Map<string, Value | (() => Value)>([
    ...base,
    ['return', returnFunction],
    ['env_var', env],
    [
      'api',
      new NamedMembers(
        'api',
        new Map<string, Value>([
          ['Relation', relation],
          ['Column', column],
        ]),
      ),
    ],
    ['target', target],
    ['env', target],
    ['flags', once(() => flagsObject(flagMembers(options)))],
    ['dbt_version', invocation.dbtVersion],
    ['invocation_id', invocation.id],
    ['run_started_at', dateTimeAt(invocation.startedAt)],
    [
      'invocation_args_dict',
      once(() => fromPlain(invocation.args ?? { ...lowerKeys(flags), which: invocation.command, vars: project.cliVars })),
    ],
    ['dbt_metadata_envs', once(() => metadataEnvs(project))],
    ['project_name', project.packages[0].name],
    ['thread_id', 'MainThread'],
    ['connection_name', 'master'],
    ['debug', hostFunction('debug', [], () => '')],
    ['column', column],
    ['sql_now', 'now()'],
    ['validation', new NamedMembers('validation', new Map<string, Value>([['any', anyOf]]))],
    ['submit_python_job', unavailable('submit_python_job', `Python models cannot run on ${adapter.name}`)],
    ['load_agate_table', unavailable('load_agate_table', 'seeds are loaded by the warehouse, not by templates')],
    ['function', unavailable('function', 'functions are no nodes of this project')],
    ['metric', hostFunction('metric', ['*args'], () => '')],
  ]);
}

/** A name that exists, and says why it does nothing here when it is called. */
const unavailable = (name: string, why: string): Value =>
  hostFunction(name, ['*args', '**kwargs'], () => {
    throw new TemplateError('other', `\`${name}\` cannot be called: ${why}`);
  });

/** `validation.any[…]` takes everything: kinds of values are checked where they are used. */
const anyOf: Value = new (class extends HostObject {
  readonly typeName = 'ValidatorFactory';
  override item(): Value {
    return hostFunction('validator', ['value'], () => null);
  }
})();

/** Made at its first use, and then the same for every node. */
function once(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= make();
    return value;
  };
}

const lowerKeys = (map: YamlMap): YamlMap =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key.toLowerCase(), value]));

function flagMembers({ flags, invocation }: ProjectContextOptions): ReadonlyMap<string, Value> {
  const defaults = {
    FULL_REFRESH: false,
    STORE_FAILURES: false,
    EMPTY: false,
    INTROSPECT: true,
    CACHE_SELECTED_ONLY: false,
    FAIL_FAST: false,
  };
  const all = { ...defaults, ...flags, WHICH: invocation.command.split(' ').at(-1) ?? '' };
  return new Map(Object.entries(all).map(([name, value]) => [name, fromPlain(value)]));
}

function targetValue({ project, adapter }: ProjectContextOptions): Value {
  const { target } = project;
  return fromPlain({
    ...adapter.publicFields,
    name: target.name,
    target_name: target.name,
    profile_name: target.profileName,
    type: target.adapter,
    threads: target.threads,
    database: adapter.defaultDatabase,
    dbname: adapter.defaultDatabase,
    schema: adapter.defaultSchema,
  });
}

function metadataEnvs(project: Project): Value {
  const prefix = 'DBT_ENV_CUSTOM_ENV_';
  const found = [...project.env]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value]);
  return fromPlain(Object.fromEntries(found));
}
