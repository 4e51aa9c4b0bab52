import { globals } from '../template/globals.ts';
import { HostObject, type Kwargs, type Scope, Undefined, type Value } from '../template/index.ts';

/** A call of something that does not exist: `['cents']`, or `['dbt_utils', 'star']`. */
export interface UnknownCall {
  readonly path: readonly string[];
  /** Whether the first name is a package, which then lacks the second. */
  readonly isPackage: boolean;
}

/**
 * A scope that hears of calls of names that it does not have. While parsing these give nothing, since what they would give may
 * depend on a warehouse; that the name leads nowhere is certain all the same.
 */
export function watchedScope(scope: Scope, onCall: (call: UnknownCall) => void): Scope {
  return {
    lookup(name) {
      const found = scope.lookup(name);
      if (found === undefined) return globals.has(name) ? undefined : new UnknownName([name], false, onCall);
      return found instanceof HostObject && found.typeName === 'package' ? new WatchedPackage(name, found, onCall) : found;
    },
  };
}

class UnknownName extends Undefined {
  readonly #path: readonly string[];
  readonly #isPackage: boolean;
  readonly #onCall: (call: UnknownCall) => void;
  constructor(path: readonly string[], isPackage: boolean, onCall: (call: UnknownCall) => void) {
    const name = path.at(-1) ?? '';
    super({ kind: 'chainable', name, message: `'${name}' is undefined` });
    this.#path = path;
    this.#isPackage = isPackage;
    this.#onCall = onCall;
  }
  override attribute(name: string): Value {
    return new UnknownName([...this.#path, name], this.#isPackage, this.#onCall);
  }
  override item(key: Value): Value {
    return typeof key === 'string' ? this.attribute(key) : this;
  }
  override call(_args: readonly Value[], _kwargs: Kwargs): Value {
    this.#onCall({ path: this.#path, isPackage: this.#isPackage });
    return this;
  }
}

/** A package whose missing macros are heard of when they are called. */
class WatchedPackage extends HostObject {
  readonly typeName = 'package';
  readonly #name: string;
  readonly #found: HostObject;
  readonly #onCall: (call: UnknownCall) => void;
  constructor(name: string, found: HostObject, onCall: (call: UnknownCall) => void) {
    super();
    this.#name = name;
    this.#found = found;
    this.#onCall = onCall;
  }
  override attribute(name: string): Value {
    return this.#found.attribute(name) ?? new UnknownName([this.#name, name], true, this.#onCall);
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
