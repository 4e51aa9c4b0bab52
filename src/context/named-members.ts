import { HostObject, hostFunction, Tuple, type Value } from '../template/index.ts';

/** A fixed set of names, such as `api` or `builtins`. */
export class NamedMembers extends HostObject {
  readonly typeName: string;
  readonly #members: ReadonlyMap<string, Value>;
  constructor(typeName: string, members: ReadonlyMap<string, Value>) {
    super();
    this.typeName = typeName;
    this.#members = members;
  }
  override attribute(name: string): Value | undefined {
    if (name === 'get')
      return hostFunction(name, ['key', 'default?'], (key, fallback = null) => this.item(key ?? null) ?? fallback);
    if (name === 'keys') return hostFunction(name, [], () => [...this.#members.keys()]);
    if (name === 'values') return hostFunction(name, [], () => [...this.#members.values()]);
    if (name === 'items')
      return hostFunction(name, [], () => Array.from(this.#members, ([key, value]): Value => Tuple.from([key, value])));
    return this.#members.get(name);
  }
  override iterate(): Iterable<Value> {
    return this.#members.keys();
  }
  override memberNames(): Iterable<string> {
    return this.#members.keys();
  }
  override mapping(): boolean {
    return true;
  }
  override item(key: Value): Value | undefined {
    return typeof key === 'string' ? this.#members.get(key) : undefined;
  }
  override contains(value: Value): boolean {
    return typeof value === 'string' && this.#members.has(value);
  }
}
