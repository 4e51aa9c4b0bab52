import type { MacroEntry, MacroIndex } from './macro-index.ts';

export interface MaterializationSearch {
  /** As `materialized` says it. */
  readonly name: string;
  /** Adapter names from the most specific to the most general, without `default`. */
  readonly adapters: readonly string[];
  /** Whether there is a built-in one: then only the root project may bring its own, so that no package changes it in silence. */
  readonly builtIn: 'none' | 'replaceable';
}

/**
 * The `{% materialization %}` block of that name: the one for the most specific adapter, and among those the root project's before
 * any package's. Null when there is none.
 */
export function findMaterialization(
  { packages, rootName, internalNames }: MacroIndex,
  { name, adapters, builtIn }: MaterializationSearch,
): MacroEntry | null {
  const others = [...packages.keys()].filter(one => one !== rootName && !internalNames.includes(one));
  const order = builtIn === 'none' ? [rootName, ...others] : [rootName];
  for (const adapter of [...adapters, 'default']) {
    for (const owner of order) {
      const entry = packages.get(owner)?.get(`materialization_${name}_${adapter}`);
      if (entry !== undefined) return entry;
    }
  }
  return null;
}
