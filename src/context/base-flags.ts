import { hostFunction } from '../template/value/call.ts';
import { text } from '../template/value/print.ts';
import { HostObject, type Value } from '../template/value.ts';

/** `flags`: `flags.FULL_REFRESH`, in either case; a flag that does not exist is undefined. */
export const flagsObject = (flags: ReadonlyMap<string, Value>): HostObject => new Flags(flags);

class Flags extends HostObject {
  readonly typeName = 'Flags';
  readonly #flags: ReadonlyMap<string, Value>;
  readonly #get: HostObject;
  constructor(flags: ReadonlyMap<string, Value>) {
    super();
    this.#flags = new Map([...flags].map(([name, value]) => [name.toUpperCase(), value]));
    this.#get = hostFunction('get', ['key', 'default?'], (name, fallback = null) => this.item(name ?? null) ?? fallback);
  }
  override attribute(name: string): Value | undefined {
    return this.#flags.get(name.toUpperCase()) ?? this.item(name) ?? (name === 'get' ? this.#get : undefined);
  }
  override memberNames(): Iterable<string> {
    return this.#flags.keys();
  }
  override item(key: Value): Value | undefined {
    return this.#flags.get(text(key).toUpperCase());
  }
}
