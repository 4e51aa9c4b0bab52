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
  relationText(place: NodePlace, config: YamlMap): string;
}

export function createNaming(shared: ProjectContext): Naming {
  const scopes = new Map<string, NodeScope>();
  const scopeOf = (packageName: string): NodeScope => {
    const known = scopes.get(packageName) ?? namingScope(shared, packageName);
    scopes.set(packageName, known);
    return known;
  };
  const builtIn = new Map<string, string>();
  const { defaultDatabase, defaultSchema } = shared.adapter;
  /** The built-in macros depend on nothing but the custom name, so each result is computed once. */
  const generated = (node: Nameable, what: 'schema' | 'database', custom: unknown): string | null => {
    const macro = `generate_${what}_name`;
    const isBuiltIn =
      findMacro(shared.macros, node.packageName, macro) === shared.macros.internal.get(macro) && !isDispatched(shared, macro);
    const key = `${what} ${node.packageName} ${String(custom ?? null)}`;
    const known = isBuiltIn ? builtIn.get(key) : undefined;
    if (known !== undefined) return known;
    const kwargs = new Map([
      [`custom_${what}_name`, fromPlain(custom ?? null)],
      ['node', node.record()],
    ]);
    const text = callMacroText(scopeOf(node.packageName), macro, kwargs);
    if (isBuiltIn && text !== null) builtIn.set(key, text);
    return text;
  };
  return {
    place: node => ({
      database: generated(node, 'database', node.config['database']) ?? defaultDatabase,
      schema: generated(node, 'schema', node.config['schema']) ?? defaultSchema,
      alias: aliasOf(scopeOf(node.packageName), node),
    }),
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

function aliasOf(scope: NodeScope, node: Nameable): string {
  const kwargs = new Map([
    ['custom_alias_name', fromPlain(node.config['alias'] ?? null)],
    ['node', node.record()],
  ]);
  return callMacroText(scope, 'generate_alias_name', kwargs) ?? node.name;
}

/** A project may override what the built-in macro dispatches to. */
const isDispatched = ({ macros, adapter }: ProjectContext, macro: string): boolean =>
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
