import { HostObject, type Kwargs, rawFunction, type Scope, type Value } from '../template/index.ts';
import { findMacro, type MacroEntry, type MacroIndex, packageMacros } from './macro-index.ts';

/** Names of a context: a value, or how to make it at its first use. */
export interface Members {
  get(name: string): Value | (() => Value) | undefined;
  keys(): Iterable<string>;
}

export interface NodeScopeOptions {
  readonly macros: MacroIndex;
  /** The package that the node belongs to: its own macros come first. */
  readonly packageName: string;
  readonly variant: 'sync' | 'async';
  /** Looked up in order, after macros: a project's macro may replace any of them. */
  readonly members: readonly Members[];
  /** Hears of each macro that the node itself calls (not those that macros call). */
  readonly onMacro?: (uniqueId: string) => void;
  /** What names give instead, `package.macro` for those of a package; a callable becomes one that gives the value. */
  readonly overrides?: ReadonlyMap<string, Value>;
}

/**
 * What one node's templates see. Names resolve in the order own package, root package, package names, internal macros, context;
 * the same for the bodies of macros, wherever they are defined.
 */
export class NodeScope implements Scope {
  readonly #options: NodeScopeOptions;
  readonly #known = new Map<string, Value | undefined>();
  readonly #bound = new Map<MacroEntry, HostObject>();
  #depth = 0;

  constructor(options: NodeScopeOptions) {
    this.#options = options;
  }

  lookup(name: string): Value | undefined {
    if (this.#known.has(name)) return this.#known.get(name);
    const value = this.overridden([name], this.#find(name));
    this.#known.set(name, value);
    return value;
  }

  /** What stands instead of something that goes by these names; else itself. */
  overridden(names: readonly string[], found: Value | undefined): Value | undefined {
    const { overrides } = this.#options;
    const name = overrides && names.find(one => overrides.has(one));
    if (name === undefined) return found;
    const value = overrides?.get(name) ?? null;
    return found instanceof HostObject && found.callable() ? rawFunction(name, () => value) : value;
  }

  /** The context's own member of that name, whatever macros are called. */
  member(name: string): Value | undefined {
    for (const members of this.#options.members) {
      const member = members.get(name);
      if (member !== undefined) return typeof member === 'function' ? member() : member;
    }
    return undefined;
  }

  /** Every name, for `context.keys()` and for suggestions. */
  names(): readonly string[] {
    const { macros, packageName, members } = this.#options;
    const own = [packageName, macros.rootName].flatMap(name => [...(macros.packages.get(name)?.keys() ?? [])]);
    return [...new Set([...members.flatMap(one => [...one.keys()]), ...own, ...macros.internal.keys()])];
  }

  /** The macro as a callable of this scope. */
  bind(entry: MacroEntry): HostObject {
    const known = this.#bound.get(entry);
    if (known) return known;
    const bound = new BoundMacro(entry, this.#options.variant, this);
    this.#bound.set(entry, bound);
    return bound;
  }

  /** Called by a bound macro around its run: only the outermost one is reported. */
  enter(entry: MacroEntry): void {
    if (this.#depth++ === 0) this.#options.onMacro?.(entry.node.unique_id);
  }
  leave(): void {
    this.#depth--;
  }

  #find(name: string): Value | undefined {
    const { macros, packageName } = this.#options;
    const own = macros.packages.get(packageName)?.get(name) ?? macros.packages.get(macros.rootName)?.get(name);
    if (own) return this.bind(own);
    const namespace = packageMacros(macros, name);
    if (namespace) return new PackageNamespace(name, namespace, this);
    const entry = findMacro(macros, packageName, name);
    return entry ? this.bind(entry) : this.member(name);
  }
}

/** `dbt_utils` in `dbt_utils.star(…)`. */
class PackageNamespace extends HostObject {
  readonly typeName = 'package';
  readonly #name: string;
  readonly #macros: ReadonlyMap<string, MacroEntry>;
  readonly #scope: NodeScope;
  constructor(name: string, macros: ReadonlyMap<string, MacroEntry>, scope: NodeScope) {
    super();
    this.#name = name;
    this.#macros = macros;
    this.#scope = scope;
  }
  override repr(): string {
    return `<package ${this.#name}>`;
  }
  override attribute(name: string): Value | undefined {
    if (name === 'get') return undefined;
    const entry = this.#macros.get(name);
    const names = this.#name === 'dbt' ? [`dbt.${name}`, name] : [`${this.#name}.${name}`];
    return entry && this.#scope.overridden(names, this.#scope.bind(entry));
  }
  override memberNames(): Iterable<string> {
    return this.#macros.keys();
  }
  override item(key: Value): Value | undefined {
    return typeof key === 'string' ? this.attribute(key) : undefined;
  }
  override iterate(): Iterable<Value> {
    return this.#macros.keys();
  }
  override contains(value: Value): boolean {
    return typeof value === 'string' && this.#macros.has(value);
  }
}

/** A macro in a scope; binds its code at the first call and reports who is called from the node itself. */
class BoundMacro extends HostObject {
  readonly typeName = 'macro';
  readonly #entry: MacroEntry;
  readonly #variant: 'sync' | 'async';
  readonly #scope: NodeScope;
  #code: HostObject | undefined;
  constructor(entry: MacroEntry, variant: 'sync' | 'async', scope: NodeScope) {
    super();
    this.#entry = entry;
    this.#variant = variant;
    this.#scope = scope;
  }
  override repr(): string {
    return `<macro ${this.#entry.node.name}>`;
  }
  override attribute(name: string): Value | undefined {
    // Packages hand a built-in materialization on by it.
    return name === 'call_macro' ? this : this.#target().attribute(name);
  }
  override call(args: readonly Value[], kwargs: Kwargs): Value | Promise<Value> {
    this.#scope.enter(this.#entry);
    let result: Value | Promise<Value>;
    try {
      result = this.#target().call(args, kwargs);
    } catch (error) {
      this.#scope.leave();
      throw error;
    }
    if (result instanceof Promise) return result.finally(() => this.#scope.leave());
    this.#scope.leave();
    return result;
  }
  #target(): HostObject {
    this.#code ??= this.#entry.template().bind(this.#scope, this.#variant);
    return this.#code;
  }
}
