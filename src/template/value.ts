import { TemplateError } from './template.ts';

/**
 * The values of the template language, which are Python's.
 *
 * | Python | here |
 * |---|---|
 * | int | `number` when a safe integer, else `bigint` |
 * | float | `number` when it has a fraction or is not finite, else `Float`, so that 2.0 prints `2.0` |
 * | str, bool, None | `string`, `boolean`, `null` |
 * | list, tuple, dict | `Value[]`, `Tuple`, `Map` |
 * | anything else (undefined, set, range, generator, function, relation, datetime …) | a `HostObject` |
 *
 * JavaScript's `undefined` means "argument not given" or "no such name", and is never a value of a template.
 */
export type Value = null | boolean | number | bigint | string | Float | Value[] | ValueMap | HostObject;
export type ValueMap = Map<Value, Value>;

/** A float without a fraction. */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
  /** JSON knows no difference between 2 and 2.0. */
  toJSON(): number {
    return this.value;
  }
}

/** A list that prints with parentheses and cannot be changed. */
export class Tuple extends Array<Value> {}

/** Keyword arguments by name, in the order they were written. */
export type Kwargs = ReadonlyMap<string, Value>;
export const noKwargs: Kwargs = new Map();

/**
 * Everything that is not plain data. A template reaches only what these methods answer: there is no property lookup
 * anywhere in the run time, so `constructor`, `__proto__` and the like are names that simply do not exist.
 */
export abstract class HostObject {
  /** As Python's `type(x).__name__`, for error messages. */
  abstract readonly typeName: string;
  /** `x.name`; `undefined` when there is no such attribute. */
  attribute(_name: string): Value | undefined {
    return undefined;
  }
  /** The names that `attribute` and `item` answer, as far as they are known: for suggestions. */
  memberNames(): Iterable<string> {
    return [];
  }
  /** `x[key]`; `undefined` when there is no such item. */
  item(_key: Value): Value | undefined {
    return undefined;
  }
  /** What `{{ x }}` prints. */
  text(): string {
    return this.repr();
  }
  /** What `{{ [x] }}` prints inside the brackets. */
  repr(): string {
    return `<${this.typeName} object>`;
  }
  /** What `'{:spec}'.format(x)` gives for a spec that is not empty; null when the type knows none. */
  format(_spec: string): string | null {
    return null;
  }
  /** As Python's `float(x)` and `int(x)` take it; null for what is no number. */
  number(): number | bigint | Float | null {
    return null;
  }
  /** `x[1:3]` of something that is not a list itself, from all of its items; null when it cannot be sliced. */
  sliced(_pick: (items: readonly Value[]) => Value[]): Value | null {
    return null;
  }
  truthy(): boolean {
    return true;
  }
  equals(other: Value): boolean {
    return this === other;
  }
  /** Negative, zero, positive; `undefined` when the two cannot be ordered. */
  compare(_other: Value): number | undefined {
    return undefined;
  }
  /** Null when not iterable. */
  iterate(): Iterable<Value> | null {
    return null;
  }
  /** Whether it is a dict to `is mapping`. */
  mapping(): boolean {
    return false;
  }
  /** Null when it has no length. */
  size(): number | null {
    return null;
  }
  /** Null when `x in this` is answered by iterating. */
  contains(_value: Value): boolean | null {
    return null;
  }
  /** `this op other`, or `other op this` when `side` is `right`; `undefined` when not supported. */
  operate(_op: BinaryOperator, _other: Value, _side: 'left' | 'right'): Value | undefined {
    return undefined;
  }
  /** Whether `this()` means something, without trying it. */
  callable(): boolean {
    return this.call !== HostObject.prototype.call;
  }
  /** `this(…)`. A promise may be returned only here: it is awaited by the async variant. */
  call(_args: readonly Value[], _kwargs: Kwargs): Value | Promise<Value> {
    throw new TemplateError('type', `'${this.typeName}' object is not callable`);
  }
  /** A string that is the same for equal objects, to be a key of a dict; undefined when only identity makes equal. */
  hashKey(): string | undefined {
    return undefined;
  }
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**';

/** The names that a template can see. `undefined`: no such name. */
export interface Scope {
  lookup(name: string): Value | undefined;
  /** All of them, for suggestions. */
  names?(): Iterable<string>;
}
