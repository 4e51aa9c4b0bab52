import { bind, signature } from '../value/binding.ts';
import type { Kwargs, Value } from '../value.ts';

/** A method of a built-in type, called with the value that it belongs to. */
export type Method = (self: Value, args: readonly Value[], kwargs: Kwargs) => Value;

type Argument = Value | undefined;
// biome-ignore lint/suspicious/noExplicitAny: each method states its own argument types, which `bind` cannot know
type Body<Self> = (self: Self, ...args: any[]) => Value;
export type MethodSpecs<Self> = Readonly<Record<string, readonly [parameters: readonly string[], body: Body<Self>]>>;

/** The methods of one type by name, from parameter lists in the notation of `hostFunction`. */
export function methodTable<Self extends Value>(specs: MethodSpecs<Self>): ReadonlyMap<string, Method> {
  return new Map(Object.entries(specs).map(([name, [parameters, body]]) => [name, boundMethod<Self>(name, parameters, body)]));
}

function boundMethod<Self extends Value>(name: string, parameters: readonly string[], body: Body<Self>): Method {
  const expected = signature(name, parameters);
  return (self, args, kwargs) => body(self as Self, ...(bind(expected, args, kwargs) as Argument[]));
}
