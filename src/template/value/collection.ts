import { setAttribute } from '../method/method.ts';
import { TemplateError } from '../template.ts';
import { type BinaryOperator, HostObject, Tuple, type Value, type ValueMap } from '../value.ts';
import { dictDelete, dictHas, dictSet } from './dict.ts';
import { equals } from './equal.ts';
import { dictKeys, items } from './iterate.ts';
import { repr } from './print.ts';

/** Python's set. Items keep the order in which they were added, where Python's order is arbitrary. */
export class PySet extends HostObject {
  readonly typeName = 'set';
  readonly members: ValueMap = new Map();

  constructor(values: Iterable<Value> = []) {
    super();
    for (const value of values) this.add(value);
  }
  add(value: Value): void {
    if (!dictHas(this.members, value)) dictSet(this.members, value, null);
  }
  delete(value: Value): boolean {
    return dictDelete(this.members, value);
  }
  clear(): void {
    this.members.clear();
  }
  has(value: Value): boolean {
    return dictHas(this.members, value);
  }
  isSubset(other: PySet): boolean {
    return Array.from(this.members.keys()).every(value => other.has(value));
  }
  minus(other: PySet): PySet {
    return new PySet(Array.from(this.members.keys()).filter(value => !other.has(value)));
  }
  override attribute(name: string): Value | undefined {
    return setAttribute(this, name);
  }
  override repr(): string {
    return this.members.size === 0 ? 'set()' : `{${Array.from(this.members.keys(), repr).join(', ')}}`;
  }
  override truthy(): boolean {
    return this.members.size > 0;
  }
  override equals(other: Value): boolean {
    return other instanceof PySet && other.members.size === this.members.size && this.isSubset(other);
  }
  override iterate(): Iterable<Value> {
    return dictKeys(this.members);
  }
  override size(): number {
    return this.members.size;
  }
  override contains(value: Value): boolean {
    return this.has(value);
  }
  override operate(op: BinaryOperator, other: Value, side: 'left' | 'right'): Value | undefined {
    return op === '-' && side === 'left' && other instanceof PySet ? this.minus(other) : undefined;
  }
  override hashKey(): string {
    throw new TemplateError('type', "unhashable type: 'set'");
  }
}

/** The sandbox's bound on the length of a range. */
export const maxRange = 100_000;

/** Python's range, bounded. */
export class Range extends HostObject {
  readonly typeName = 'range';
  readonly start: number;
  readonly stop: number;
  readonly step: number;

  constructor(start: number, stop: number, step: number) {
    super();
    if (step === 0) throw new TemplateError('other', 'range() arg 3 must not be zero');
    this.start = start;
    this.stop = stop;
    this.step = step;
    const length = this.size();
    if (length > maxRange) {
      throw new TemplateError('limit', `Range too big. The sandbox blocks ranges larger than MAX_RANGE (${maxRange}).`);
    }
  }
  override attribute(name: string): Value | undefined {
    if (name === 'start' || name === 'stop' || name === 'step') return this[name];
    return undefined;
  }
  override item(key: Value): Value | undefined {
    if (typeof key !== 'number' || !Number.isInteger(key)) return undefined;
    const index = key < 0 ? key + this.size() : key;
    return index >= 0 && index < this.size() ? this.start + index * this.step : undefined;
  }
  override repr(): string {
    return this.step === 1 ? `range(${this.start}, ${this.stop})` : `range(${this.start}, ${this.stop}, ${this.step})`;
  }
  override truthy(): boolean {
    return this.size() > 0;
  }
  override equals(other: Value): boolean {
    return other instanceof Range && equals(Array.from(this.iterate()), Array.from(other.iterate()));
  }
  override *iterate(): Generator<Value, undefined> {
    const length = this.size();
    for (let index = 0; index < length; index++) yield this.start + index * this.step;
  }
  override size(): number {
    return Math.max(0, Math.ceil((this.stop - this.start) / this.step));
  }
  override contains(value: Value): boolean {
    return Array.from(this.iterate()).some(item => equals(item, value));
  }
}

/** What lazy filters give: it can be walked once, has no length, and is always true. */
export class OneShot extends HostObject {
  readonly typeName: string;
  readonly #rest: Iterator<Value>;

  constructor(values: Iterable<Value>, typeName = 'generator') {
    super();
    this.typeName = typeName;
    this.#rest = values[Symbol.iterator]();
  }
  override repr(): string {
    return `<${this.typeName} object>`;
  }
  override iterate(): Iterable<Value> {
    const rest = this.#rest;
    // Without `return`, so that a loop that stops early leaves the rest for the next one.
    return { [Symbol.iterator]: () => ({ next: () => rest.next() }) };
  }
}

/** `d.keys()`, `d.values()`, `d.items()`: live views. */
export class DictView extends HostObject {
  readonly typeName: string;
  readonly #map: ValueMap;
  readonly #part: 'keys' | 'values' | 'items';

  constructor(map: ValueMap, part: 'keys' | 'values' | 'items') {
    super();
    this.typeName = `dict_${part}`;
    this.#map = map;
    this.#part = part;
  }
  override repr(): string {
    return `${this.typeName}([${Array.from(this.iterate(), repr).join(', ')}])`;
  }
  override truthy(): boolean {
    return this.#map.size > 0;
  }
  override size(): number {
    return this.#map.size;
  }
  override *iterate(): Generator<Value, undefined> {
    for (const key of dictKeys(this.#map)) {
      const value = this.#map.get(key) as Value;
      yield this.#part === 'keys' ? key : this.#part === 'values' ? value : Tuple.of(key, value);
    }
  }
  override contains(value: Value): boolean | null {
    return this.#part === 'keys' ? dictHas(this.#map, value) : null;
  }
  override equals(other: Value): boolean {
    if (this === other) return true;
    if (this.#part === 'values' || !(other instanceof DictView || other instanceof PySet)) return false;
    return new PySet(this.iterate()).equals(new PySet(items(other)));
  }
  override operate(op: BinaryOperator, other: Value, side: 'left' | 'right'): Value | undefined {
    if (op !== '-' || side !== 'left' || this.#part === 'values') return undefined;
    return new PySet(this.iterate()).minus(new PySet(items(other)));
  }
}

/** A tuple whose items have names too, such as the groups of `groupby`. */
export class NamedTuple extends Tuple {
  names: readonly string[] = [];

  static withNames(entries: ReadonlyMap<string, Value>): NamedTuple {
    const tuple = new NamedTuple();
    for (const value of entries.values()) tuple.push(value);
    tuple.names = Array.from(entries.keys());
    return tuple;
  }
}
