import { NamedTuple, type PySet } from '../value/collection.ts';
import { isFloat, isInt } from '../value/number.ts';
import { typeName } from '../value/type-name.ts';
import { Float, HostObject, type Kwargs, Tuple, type Value } from '../value.ts';
import { dictMethods } from './dict.ts';
import { listMethods } from './list.ts';
import { floatMethods, intMethods, numberAttribute } from './number.ts';
import { setMethods } from './set.ts';
import { textMethods } from './str.ts';
import type { Method } from './table.ts';
import { tupleMethods } from './tuple.ts';

/** `v.method` without the call: it remembers `v`. */
class BoundMethod extends HostObject {
  readonly typeName = 'builtin_function_or_method';
  readonly #self: Value;
  readonly #name: string;
  readonly #method: Method;
  constructor(self: Value, name: string, method: Method) {
    super();
    this.#self = self;
    this.#name = name;
    this.#method = method;
  }
  override repr(): string {
    return `<built-in method ${this.#name} of ${typeName(this.#self)} object>`;
  }
  override call(args: readonly Value[], kwargs: Kwargs): Value {
    return this.#method(this.#self, args, kwargs);
  }
}

/** Whether the methods of `value` are in the tables of this folder: true for all but host objects and None. */
export function hasMethods(value: Value): boolean {
  return value !== null && !(value instanceof HostObject);
}

/** The method of a built-in type; undefined when there is none of that name. */
export function findMethod(value: Value, name: string): Method | undefined {
  return methodsOf(value)?.get(name);
}

export const methodNames = (value: Value): readonly string[] => [...(methodsOf(value)?.keys() ?? [])];

function methodsOf(value: Value): ReadonlyMap<string, Method> | undefined {
  if (typeof value === 'string') return textMethods;
  if (value instanceof Map) return dictMethods;
  if (Array.isArray(value)) return value instanceof Tuple ? tupleMethods : listMethods;
  if (typeof value === 'boolean' || isInt(value)) return intMethods;
  return isFloat(value) ? floatMethods : undefined;
}

/** An attribute of plain data: a bound method, or a part of a number. */
export function builtinAttribute(value: Value, name: string): Value | undefined {
  const method = findMethod(value, name);
  if (method) return new BoundMethod(value, name, method);
  if (value instanceof NamedTuple) return value[value.names.indexOf(name)];
  return typeof value === 'object' && !(value instanceof Float) ? undefined : numberAttribute(value, name);
}

export function textAttribute(value: string, name: string): Value | undefined {
  return builtinAttribute(value, name);
}

export function setAttribute(value: PySet, name: string): Value | undefined {
  const method = setMethods.get(name);
  return method ? new BoundMethod(value, name, method) : undefined;
}
