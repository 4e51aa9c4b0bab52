import type { Project } from '../project/project.ts';
import { type HostObject, hostFunction, TemplateError, type Value } from '../template/index.ts';
import { findMacro, type MacroEntry, type MacroIndex } from './macro-index.ts';
import type { NodeScope } from './node-scope.ts';

export interface DispatchRules {
  readonly macros: MacroIndex;
  /** Adapter names from the most specific to the most general, without `default`. */
  readonly adapters: readonly string[];
  /** `dispatch:` of the root project: namespace → packages to search. */
  readonly searchOrders: ReadonlyMap<string, readonly string[]>;
}

/** The rules of a project, but for the macros. */
export const dispatchRules = (project: Project, adapters: readonly string[]): Omit<DispatchRules, 'macros'> => ({
  adapters,
  searchOrders: new Map(project.packages[0].config.dispatch.map(rule => [rule.macroNamespace, rule.searchOrder])),
});

/**
 * The implementation of a dispatched macro: for each package of the search order, the adapter's own, then the default one, so
 * that a root project's `default__x` beats a package's `duckdb__x`.
 */
export function dispatched(
  rules: DispatchRules,
  name: string,
  namespace: string | null,
  nodePackage: string,
): MacroEntry | readonly string[] {
  const tried: string[] = [];
  for (const macros of searched(rules, namespace, nodePackage)) {
    for (const prefix of [...rules.adapters, 'default']) {
      const entry = macros.get(`${prefix}__${name}`);
      if (entry) return entry;
      tried.push(`${macros.label}.${prefix}__${name}`);
    }
  }
  return tried;
}

/**
 * Whether a node's call of one of dbt's macros reaches code of a project or a package: one of that name, or one that the dispatch
 * within prefers.
 */
export function isOverridden(rules: DispatchRules, name: string, nodePackage: string): boolean {
  const { macros } = rules;
  const called = findMacro(macros, nodePackage, name);
  const implementation = dispatched(rules, name, 'dbt', nodePackage);
  const reached = [called, 'node' in implementation ? implementation : undefined].filter(entry => entry !== undefined);
  return reached.some(entry => !macros.internalNames.includes(entry.node.package_name));
}

interface Searched {
  readonly label: string;
  get(name: string): MacroEntry | undefined;
}

function* searched({ macros, searchOrders }: DispatchRules, namespace: string | null, nodePackage: string): Generator<Searched> {
  const internal: Searched = { label: 'dbt', get: name => macros.internal.get(name) };
  const named = (label: string): Searched =>
    label === 'dbt' ? internal : { label, get: name => macros.packages.get(label)?.get(name) };
  const order = namespace === null ? undefined : searchOrders.get(namespace);
  if (order) yield* order.map(named);
  else if (namespace !== null && namespace !== 'dbt' && macros.packages.has(namespace))
    yield* [macros.rootName, namespace].map(named);
  else yield* [...new Set([nodePackage, macros.rootName])].map(named);
  if (!order?.includes('dbt')) yield internal;
}

/** `adapter.dispatch(macro_name, macro_namespace)` in one scope. */
export function dispatchFunction(rules: DispatchRules, scope: NodeScope, nodePackage: string): HostObject {
  const found = new Map<string, MacroEntry>();
  return hostFunction('dispatch', ['macro_name', 'macro_namespace?', 'packages?'], (macroName, macroNamespace) => {
    const name = nameOf(macroName);
    const namespace = typeof macroNamespace === 'string' ? macroNamespace : null;
    const key = `${namespace}.${name}`;
    let entry = found.get(key);
    if (!entry) {
      const result = dispatched(rules, name, namespace, nodePackage);
      if (!('node' in result)) throw unfound(name, result, scope);
      entry = result;
      found.set(key, entry);
    }
    return scope.bind(entry);
  });
}

function nameOf(value: Value | undefined): string {
  if (typeof value !== 'string') throw new TemplateError('type', 'adapter.dispatch expects a macro name as text');
  if (value.includes('.')) {
    throw new TemplateError('arguments', `adapter.dispatch was given '${value}': the package belongs into macro_namespace`);
  }
  return value;
}

function unfound(name: string, tried: readonly string[], scope: NodeScope): TemplateError {
  return new TemplateError('undefined', `In dispatch: No macro named '${name}' found. Searched for: ${tried.join(', ')}`, {
    subject: name,
    names: () => scope.names(),
  });
}
