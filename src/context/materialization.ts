import { type DispatchRules, isOverridden } from './dispatch.ts';
import { calledMacros } from './macro-calls.ts';
import type { MacroEntry, MacroIndex } from './macro-index.ts';

export interface MaterializationSearch {
  /** As `materialized` says it. */
  readonly name: string;
  /** Adapter names from the most specific to the most general, without `default`. */
  readonly adapters: readonly string[];
  /**
   * Whether there is a built-in one. When it is `replaceable` only the root project may bring its own, so that no package changes
   * it in silence; `open` lets packages do it too.
   */
  readonly builtIn: 'none' | 'replaceable' | 'open';
}

/**
 * The `{% materialization %}` block of that name: the one for the most specific adapter, and among those the root project's before
 * any package's. Where no runner is built in, a block of the adapter's own macros will do. Null when there is none.
 */
export function findMaterialization(
  { packages, rootName, internalNames }: MacroIndex,
  { name, adapters, builtIn }: MaterializationSearch,
): MacroEntry | null {
  const others = [...packages.keys()].filter(one => one !== rootName && !internalNames.includes(one));
  const order = [rootName, ...(builtIn === 'replaceable' ? [] : others), ...(builtIn === 'none' ? internalNames : [])];
  for (const adapter of [...adapters, 'default']) {
    for (const owner of order) {
      const entry = packages.get(owner)?.get(`materialization_${name}_${adapter}`);
      if (entry !== undefined) return entry;
    }
  }
  return null;
}

/**
 * The built-in block of that name when a project or a package has overridden a macro that it is built from, seen from a node's
 * package; null when the built-in plan does the same. Strategies are left out, since the plan asks for their macros itself.
 */
export function changedMaterialization(rules: DispatchRules, name: string, nodePackage: string): MacroEntry | null {
  const { macros, adapters } = rules;
  const changed = overriddenNames(macros);
  if (changed.size === 0) return null;
  const block = [...adapters, 'default'].map(one => macros.internal.get(`materialization_${name}_${one}`)).find(Boolean);
  if (block === undefined) return null;
  const reached = new Set<MacroEntry>([block]);
  for (const entry of reached) {
    for (const id of calledMacros(rules, entry)) {
      const called = macros.internal.get(id.split('.').at(-1) ?? '');
      if (called === undefined || isStrategy(called.node.name)) continue;
      const bare = bareName(called.node.name);
      if (changed.has(bare) && isOverridden(rules, bare, nodePackage)) return block;
      reached.add(called);
    }
  }
  return null;
}

/** `default__hash` and `duckdb__hash` are `hash`. */
const bareName = (name: string): string => name.replace(/^[a-z0-9]+__/, '');
const isStrategy = (name: string): boolean =>
  /^(default__|[a-z0-9]+__)?get_(incremental|merge|delete_insert|insert_overwrite)_/.test(name);

/** Of the built-in macros, those that a package or the project has one of the same name of. */
function overriddenNames({ packages, internal, internalNames }: MacroIndex): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [owner, own] of packages) {
    if (internalNames.includes(owner)) continue;
    for (const name of own.keys()) if (internal.has(bareName(name))) names.add(bareName(name));
  }
  return names;
}
