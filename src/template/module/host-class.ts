import { hostFunction } from '../value/call.ts';
import { HostObject, type Kwargs, type Value } from '../value.ts';

/** A method of a host class: its parameters (`x?` is optional), and what it does with them. Arguments that were not given are undefined. */
export interface Method<T> {
  readonly parameters: readonly string[];
  readonly run: (self: T, ...args: readonly (Value | undefined)[]) => Value | Promise<Value>;
}
export type Methods<T> = Readonly<Record<string, Method<T>>>;

/** `self.name` as a bound method; undefined when there is no such method. */
export function boundMethod<T>(methods: Methods<T>, self: T, name: string): HostObject | undefined {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return method && hostFunction(name, method.parameters, (...args) => method.run(self, ...args));
}

export type Construct = (args: readonly Value[], kwargs: Kwargs) => Value;

/** What a class of Python looks like in a template: it is called to construct, and its attributes are explicit. */
export class HostClass extends HostObject {
  readonly typeName = 'type';
  readonly #qualifiedName: string;
  readonly #members: ReadonlyMap<string, Value>;
  readonly #construct: Construct;

  constructor(qualifiedName: string, construct: Construct, members: ReadonlyMap<string, Value> = new Map()) {
    super();
    this.#qualifiedName = qualifiedName;
    this.#construct = construct;
    this.#members = members;
  }

  override call(args: readonly Value[], kwargs: Kwargs): Value {
    return this.#construct(args, kwargs);
  }

  override attribute(name: string): Value | undefined {
    return this.#members.get(name);
  }
  override repr(): string {
    return `<class '${this.#qualifiedName}'>`;
  }
}

/** A module of Python: nothing but its members. */
export class HostModule extends HostObject {
  readonly typeName = 'module';
  readonly #name: string;
  readonly #members: Pick<ReadonlyMap<string, Value>, 'get'>;
  constructor(name: string, members: Pick<ReadonlyMap<string, Value>, 'get'>) {
    super();
    this.#name = name;
    this.#members = members;
  }
  override attribute(name: string): Value | undefined {
    return this.#members.get(name);
  }
  override repr(): string {
    return `<module '${this.#name}'>`;
  }
}
