import { bind, signature } from '../value/binding.ts';
import type { UndefinedKind } from '../value/undefined.ts';
import type { Kwargs, Value } from '../value.ts';

/** `value | name(*args, **kwargs)`. `kind` is of the template: what the filter gives when there is nothing to give. */
export type Filter = (value: Value, args: readonly Value[], kwargs: Kwargs, kind?: UndefinedKind) => Value;

type Argument = Value | undefined;
export interface Input {
  readonly value: Value;
  readonly kind: UndefinedKind;
}
// biome-ignore lint/suspicious/noExplicitAny: each filter states its own argument types, which `bind` cannot know
type Body<First> = (first: First, ...args: any[]) => Value;
type Specs<First> = Readonly<Record<string, readonly [parameters: readonly string[], body: Body<First>]>>;

/** Filters that need the value only, from parameter lists in the notation of `hostFunction`. */
export function filterTable(specs: Specs<Value>): ReadonlyMap<string, Filter> {
  return makeTable(specs, value => value);
}

/** Filters that may give an undefined value. */
export function undefinedFilterTable(specs: Specs<Input>): ReadonlyMap<string, Filter> {
  return makeTable(specs, (value, kind) => ({ value, kind }));
}

function makeTable<First>(specs: Specs<First>, first: (value: Value, kind: UndefinedKind) => First): ReadonlyMap<string, Filter> {
  return new Map(
    Object.entries(specs).map(([name, [parameters, body]]) => {
      const expected = signature(`do_${name}`, parameters, 1);
      const filter: Filter = (value, args, kwargs, kind = 'plain') =>
        body(first(value, kind), ...(bind(expected, args, kwargs) as Argument[]));
      return [name, filter];
    }),
  );
}
