import { hostFunction, type Value } from '../template/index.ts';

/** As the method's parameters order them. */
export type Arguments = readonly (Value | undefined)[];

/** What templates find on an object of the host's, by its name there. */
export interface HostMembers<T> {
  readonly attributes: Readonly<Record<string, (self: T) => Value>>;
  readonly methods: Readonly<Record<string, HostMethod<T>>>;
}

export interface HostMethod<T> {
  /** As `hostFunction` reads them. */
  readonly parameters: readonly string[];
  readonly run: (self: T, args: Arguments) => Value | Promise<Value>;
}

export function hostMember<T>({ attributes, methods }: HostMembers<T>, self: T, name: string): Value | undefined {
  const read = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (read) return read(self);
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return method && hostFunction(name, method.parameters, (...args) => method.run(self, args));
}

export const hostMemberNames = <T>({ attributes, methods }: HostMembers<T>): readonly string[] => [
  ...Object.keys(attributes),
  ...Object.keys(methods),
];
