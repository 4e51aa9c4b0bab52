import { globals } from '../template/globals.ts';
import { HostObject, type Kwargs, type Scope, type Template, Undefined, type Value } from '../template/index.ts';

/**
 * What a text does with a name that does not exist. `call`: `['cents']`, or `['dbt_utils', 'star']`. `member`: it asks for an
 * attribute, which fails at the latest when the text runs. `print`: it prints it, which gives nothing.
 */
export interface UnknownName {
  readonly use: 'call' | 'member' | 'print';
  readonly path: readonly string[];
  /** Whether the first name is a package, which then lacks the second. */
  readonly isPackage: boolean;
}

/** Names that are there only when a node or a hook runs. */
const onlyWhileRunning: ReadonlySet<string> = new Set([
  'results',
  'schemas',
  'database_schemas',
  'selected_resources',
  'sql',
  'compiled_code',
  'compiled_sql',
  'caller',
  'varargs',
  'kwargs',
]);

/**
 * A scope that hears what a template does with names that it does not have. While parsing these give nothing, since what they
 * would give may depend on a warehouse; that the name leads nowhere is certain all the same, unless the text may set it itself.
 */
export function watchedScope(scope: Scope, template: Template, onUse: (use: UnknownName) => void): Scope {
  const names = (): Iterable<string> => [...template.namesSet(), ...(scope.names?.() ?? [])];
  let own: ReadonlySet<string> | undefined;
  const isMissing = (name: string): boolean => {
    own ??= new Set(template.namesSet());
    return !own.has(name) && !onlyWhileRunning.has(name);
  };
  return {
    names,
    lookup(name) {
      const found = scope.lookup(name);
      if (found === undefined) {
        if (globals.has(name)) return undefined;
        return new Missing({ path: [name], isPackage: false, names, onUse: isMissing(name) ? onUse : () => {} });
      }
      return found instanceof HostObject && found.typeName === 'package' ? new WatchedPackage(name, found, onUse) : found;
    },
  };
}

interface MissingDetail {
  readonly path: readonly string[];
  readonly isPackage: boolean;
  readonly names: () => Iterable<string>;
  readonly onUse: (use: UnknownName) => void;
}

class Missing extends Undefined {
  readonly #detail: MissingDetail;
  constructor(detail: MissingDetail) {
    const name = detail.path.at(-1) ?? '';
    super({ kind: 'chainable', name, message: `'${name}' is undefined`, names: detail.names });
    this.#detail = detail;
  }
  override attribute(name: string): Value {
    this.#hear('member');
    return new Missing({ ...this.#detail, path: [...this.#detail.path, name] });
  }
  override item(key: Value): Value {
    if (typeof key === 'string') return this.attribute(key);
    this.#hear('member');
    return this;
  }
  override call(_args: readonly Value[], _kwargs: Kwargs): Value {
    this.#hear('call');
    return this;
  }
  override text(): string {
    this.#hear('print');
    return '';
  }
  #hear(use: UnknownName['use']): void {
    const { path, isPackage, onUse } = this.#detail;
    // What is behind a missing name is no mistake of its own.
    if (use === 'call' || path.length === 1) onUse({ use, path, isPackage });
  }
}

/** A package whose missing macros are heard of when they are called. */
class WatchedPackage extends HostObject {
  readonly typeName = 'package';
  readonly #name: string;
  readonly #found: HostObject;
  readonly #onUse: (use: UnknownName) => void;
  constructor(name: string, found: HostObject, onUse: (use: UnknownName) => void) {
    super();
    this.#name = name;
    this.#found = found;
    this.#onUse = onUse;
  }
  override attribute(name: string): Value {
    const missing = { path: [this.#name, name], isPackage: true, names: () => this.memberNames(), onUse: this.#onUse };
    return this.#found.attribute(name) ?? new Missing(missing);
  }
  override memberNames(): Iterable<string> {
    return this.#found.memberNames();
  }
  override item(key: Value): Value | undefined {
    return typeof key === 'string' ? this.attribute(key) : undefined;
  }
  override iterate(): Iterable<Value> | null {
    return this.#found.iterate();
  }
  override contains(value: Value): boolean | null {
    return this.#found.contains(value);
  }
  override repr(): string {
    return this.#found.repr();
  }
}
