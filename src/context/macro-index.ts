import type { MacroNode } from '../manifest/node.ts';
import { compileMacro, type MacroTemplate, type TemplateSource } from '../template/index.ts';
import { type MacroCall, macroCalls } from './macro-call.ts';

/** A macro of a package: its record, and its code, compiled at first use. */
export interface MacroEntry {
  readonly node: MacroNode;
  readonly template: () => MacroTemplate;
  /** What its text calls. */
  readonly calls: () => readonly MacroCall[];
}

/** All macros of a project and its adapter, by package and name. */
export interface MacroIndex {
  readonly rootName: string;
  /** Most specific first: `dbt_duckdb`, then `dbt`. Their macros are called without a package name, or as `dbt.name`. */
  readonly internalNames: readonly string[];
  readonly packages: ReadonlyMap<string, ReadonlyMap<string, MacroEntry>>;
  /** The internal packages as one: the more specific one wins. */
  readonly internal: ReadonlyMap<string, MacroEntry>;
}

export function buildMacroIndex(
  entries: Iterable<MacroEntry>,
  options: { readonly rootName: string; readonly internalNames: readonly string[] },
): MacroIndex {
  const packages = new Map<string, Map<string, MacroEntry>>();
  for (const entry of entries) {
    const { package_name: packageName, name } = entry.node;
    const macros = packages.get(packageName) ?? new Map<string, MacroEntry>();
    packages.set(packageName, macros.set(name, entry));
  }
  const internal = new Map(options.internalNames.toReversed().flatMap(name => [...(packages.get(name) ?? [])]));
  return { ...options, packages, internal };
}

/** `calls` are known when the macro was read ahead of time. */
export function macroEntry(node: MacroNode, source: TemplateSource, calls: readonly MacroCall[] | null = null): MacroEntry {
  let compiled: MacroTemplate | undefined;
  const template = (): MacroTemplate => {
    compiled ??= compileMacro(source);
    return compiled;
  };
  return { node, template, calls: () => calls ?? macroCalls(template) };
}

/** The package whose macros a bare name or `package.name` means, seen from `packageName`: own package, root, then the internal ones. */
export function findMacro(index: MacroIndex, packageName: string, name: string): MacroEntry | undefined {
  return index.packages.get(packageName)?.get(name) ?? index.packages.get(index.rootName)?.get(name) ?? index.internal.get(name);
}

/** The macros that `packageName.x` reaches; `dbt` means all internal packages. */
export function packageMacros(index: MacroIndex, packageName: string): ReadonlyMap<string, MacroEntry> | undefined {
  if (packageName === 'dbt') return index.internal;
  return index.internalNames.includes(packageName) ? undefined : index.packages.get(packageName);
}

/** Names of every macro that can be called from a package, for "did you mean". */
export function callableNames(index: MacroIndex, packageName: string): readonly string[] {
  const own = [packageName, index.rootName].flatMap(name => [...(index.packages.get(name)?.keys() ?? [])]);
  return [...new Set([...own, ...index.internal.keys()])];
}
