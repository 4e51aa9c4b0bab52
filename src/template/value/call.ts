import { TemplateError } from '../template.ts';
import { HostObject, type Kwargs, noKwargs, type Value } from '../value.ts';
import { bind, type Signature, signature } from './binding.ts';
import { Markup } from './markup.ts';
import { typeName } from './type-name.ts';

/** `callee(*args, **kwargs)`. */
export function call(callee: Value, args: readonly Value[], kwargs: Kwargs = noKwargs): Value | Promise<Value> {
  if (callee instanceof HostObject) return callee.call(args, kwargs);
  throw new TemplateError('type', `'${typeName(callee)}' object is not callable`);
}

/** A call where no promise can be awaited, as in the key function of a sort. */
export function callSync(callee: Value, args: readonly Value[], kwargs: Kwargs = noKwargs): Value {
  const result = call(callee, args, kwargs);
  if (result instanceof Promise) throw new TemplateError('other', 'a function that asks the warehouse cannot be called here');
  return result;
}

type HostBody = (...args: (Value | undefined)[]) => Value | Promise<Value>;
type RawBody = (args: readonly Value[], kwargs: Kwargs) => Value | Promise<Value>;

class HostFunction extends HostObject {
  readonly typeName = 'function';
  readonly #signature: Signature;
  readonly #body: HostBody;
  constructor(signature: Signature, body: HostBody) {
    super();
    this.#signature = signature;
    this.#body = body;
  }
  override repr(): string {
    return `<function ${this.#signature.name}>`;
  }
  override call(args: readonly Value[], kwargs: Kwargs): Value | Promise<Value> {
    const bound = bind(this.#signature, args, kwargs);
    return this.#body(...(bound.some(isMarkup) ? bound.map(unmarked) : bound));
  }
}

function isMarkup(value: Value | undefined): boolean {
  return value instanceof Markup;
}

function unmarked(value: Value | undefined): Value | undefined {
  return value instanceof Markup ? value.value : value;
}

class RawFunction extends HostObject {
  readonly typeName = 'function';
  readonly #name: string;
  readonly #body: RawBody;
  constructor(name: string, body: RawBody) {
    super();
    this.#name = name;
    this.#body = body;
  }
  override repr(): string {
    return `<function ${this.#name}>`;
  }
  override call(args: readonly Value[], kwargs: Kwargs): Value | Promise<Value> {
    return this.#body(args, kwargs);
  }
}

/**
 * A function with Python's argument binding. Parameters are written `x` (required), `x?` (optional: undefined when not
 * given), `*x` (the rest, a tuple), `**x` (the other keywords, a dict).
 */
export function hostFunction(name: string, parameters: readonly string[], body: HostBody): HostObject {
  return new HostFunction(signature(name, parameters), body);
}

/** A function that reads its arguments itself. */
export function rawFunction(name: string, body: RawBody): HostObject {
  return new RawFunction(name, body);
}
