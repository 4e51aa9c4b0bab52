import { findMacro } from '../context/macro-index.ts';
import { callMacroText, nodeScope } from '../context/node-context.ts';
import type { NodeScope } from '../context/node-scope.ts';
import type { ProjectContext } from '../context/project-context.ts';
import { type Parts, RelationObject } from '../context/relation.ts';
import type { YamlMap } from '../project/project.ts';
import { fromPlain, type Value } from '../template/index.ts';

/** What of a node the naming macros are given. */
export interface Nameable {
  readonly packageName: string;
  readonly name: string;
  readonly version: string | number | null;
  readonly config: YamlMap;
  /** The record as it is so far, for projects whose macros look at it. */
  readonly record: () => Value;
}

export interface NodePlace {
  readonly database: string | null;
  readonly schema: string;
  readonly alias: string;
}

/** Decides database, schema and alias of nodes by the macros `generate_database_name`, `generate_schema_name` and `generate_alias_name`. */
export interface Naming {
  place(node: Nameable): NodePlace;
  /** What the view is called that points at a model's latest version. */
  pointer(node: Nameable, custom: string | null): string;
  relationText(place: NodePlace, config: YamlMap): string;
}

export function createNaming(shared: ProjectContext): Naming {
  const scopeOf = remembered((packageName: string) => namingScope(shared, packageName));
  const builtInFor = remembered((packageName: string) => builtInMacros(shared, packageName));
  const results = new Map<string, string>();
  const { defaultDatabase, defaultSchema } = shared.adapter;
  const run = (
    macro: NamingMacro | 'generate_latest_version_pointer_alias',
    node: Nameable,
    argument: string,
    custom: unknown,
  ): string | null => {
    const kwargs = new Map([
      [argument, fromPlain(custom ?? null)],
      ['node', node.record()],
    ]);
    return callMacroText(scopeOf(node.packageName), macro, kwargs);
  };
  /** The built-in macros depend on nothing but the custom name, so each result is computed once. */
  const generated = (node: Nameable, what: 'schema' | 'database', custom: unknown): string | null => {
    const macro = `generate_${what}_name` as const;
    const isBuiltIn = builtInFor(node.packageName).has(macro);
    const key = `${what} ${node.packageName} ${String(custom ?? null)}`;
    const known = isBuiltIn ? results.get(key) : undefined;
    if (known !== undefined) return known;
    const text = run(macro, node, `custom_${what}_name`, custom);
    if (isBuiltIn && text !== null) results.set(key, text);
    return text;
  };
  const aliasOf = (node: Nameable): string => {
    const custom = node.config['alias'] ?? null;
    // What the built-in macro gives nearly all nodes, which have an alias or a name and no version.
    if (builtInFor(node.packageName).has('generate_alias_name') && node.version === null) {
      if (custom === null) return node.name;
      if (typeof custom === 'string' && custom !== '') return custom.trim();
    }
    return run('generate_alias_name', node, 'custom_alias_name', custom) ?? node.name;
  };
  return {
    place: node => ({
      database: generated(node, 'database', node.config['database']) ?? defaultDatabase,
      schema: generated(node, 'schema', node.config['schema']) ?? defaultSchema,
      alias: aliasOf(node),
    }),
    pointer: (node, custom) => run('generate_latest_version_pointer_alias', node, 'custom_alias_name', custom) ?? node.name,
    relationText: (place, config) =>
      new RelationObject({
        dialect: shared.adapter.dialect,
        database: place.database,
        schema: place.schema,
        identifier: place.alias,
        quote: quotingOf(shared, config),
      }).text(),
  };
}

function remembered<T>(make: (packageName: string) => T): (packageName: string) => T {
  const known = new Map<string, T>();
  return packageName => {
    const value = known.get(packageName) ?? make(packageName);
    known.set(packageName, value);
    return value;
  };
}

const namingMacros = ['generate_database_name', 'generate_schema_name', 'generate_alias_name'] as const;
type NamingMacro = (typeof namingMacros)[number];

/** The naming macros that nobody replaces for the nodes of a package. */
const builtInMacros = (shared: ProjectContext, packageName: string): ReadonlySet<NamingMacro> =>
  new Set(
    namingMacros.filter(
      macro => findMacro(shared.macros, packageName, macro) === shared.macros.internal.get(macro) && !isDispatched(shared, macro),
    ),
  );

/** A project may override what the built-in macro dispatches to. */
const isDispatched = ({ macros, adapter }: ProjectContext, macro: NamingMacro): boolean =>
  [...adapter.family, 'default'].some(prefix =>
    [...macros.packages].some(([name, of]) => !macros.internalNames.includes(name) && of.has(`${prefix}__${macro}`)),
  );

const namingScope = (shared: ProjectContext, packageName: string): NodeScope =>
  nodeScope(
    shared,
    {
      packageName,
      name: packageName,
      uniqueId: null,
      database: shared.adapter.defaultDatabase,
      schema: shared.adapter.defaultSchema,
      alias: null,
      model: () => null,
    },
    {
      variant: 'sync',
      execute: false,
      port: 'parsing',
      config: { get: () => undefined, record: null, nodeName: packageName },
      ref: () => null,
      source: () => null,
      graph: () => fromPlain({}),
    },
  );

/** The project's quoting with a node's own `quoting` over it. */
export function quotingOf({ quoting }: ProjectContext, config: YamlMap): Parts {
  const own = config['quoting'];
  const flags = typeof own === 'object' && own !== null && !Array.isArray(own) ? (own as YamlMap) : {};
  const flag = (part: keyof Parts): boolean => (typeof flags[part] === 'boolean' ? flags[part] : quoting[part]);
  return { database: flag('database'), schema: flag('schema'), identifier: flag('identifier') };
}
