import { HostObject, hostFunction, order, repr, Tuple, text, type Value } from '../template/index.ts';

/** A list whose items can also be had by name, as agate's MappedSequence. */
export class SequenceObject extends HostObject {
  readonly typeName: string;
  readonly items: readonly Value[];
  readonly keys: readonly Value[] | null;
  constructor(typeName: string, items: readonly Value[], keys: readonly Value[] | null) {
    super();
    this.typeName = typeName;
    this.items = items;
    this.keys = keys;
  }
  override iterate(): Iterable<Value> {
    return this.items;
  }
  override size(): number {
    return this.items.length;
  }
  override sliced(pick: (items: readonly Value[]) => Value[]): Value {
    return Tuple.from(pick(this.items));
  }
  override item(key: Value): Value | undefined {
    if (typeof key === 'number') return this.items.at(key);
    return this.keys ? this.items[this.keys.findIndex(one => one === key || text(one) === key)] : undefined;
  }
  override equals(other: Value): boolean {
    const items = other instanceof SequenceObject ? other.items : Array.isArray(other) ? other : null;
    return items !== null && text([...items]) === text([...this.items]);
  }
  override attribute(name: string): Value | undefined {
    switch (name) {
      case 'values':
        return hostFunction(name, [], () => Tuple.from(this.items));
      case 'keys':
        return hostFunction(name, [], () => this.keys && Tuple.from(this.keys));
      case 'items':
        return hostFunction(name, [], () => this.#pairs());
      case 'dict':
        return hostFunction(name, [], () => new Map<Value, Value>(this.#pairs() as [Value, Value][]));
      case 'get':
        return hostFunction(name, ['key', 'default?'], (key, fallback) => this.item(key ?? null) ?? fallback ?? null);
      default:
        return undefined;
    }
  }
  /** The first five, as agate shows them. */
  override repr(): string {
    const shown = this.items.slice(0, 5).map(repr);
    const [only = '', ...others] = shown;
    const more = this.items.length > 5 ? ', ...' : '';
    const inside = others.length === 0 && more === '' && shown.length === 1 ? `${only},` : shown.join(', ') + more;
    return `<agate.${this.typeName}: (${inside})>`;
  }
  #pairs(): Value[][] {
    return this.items.map((value, index) => Tuple.from([this.keys?.[index] ?? index, value]));
  }
}

export class RowObject extends SequenceObject {
  constructor(names: readonly string[], values: readonly Value[]) {
    super('Row', values, names);
  }
  override attribute(name: string): Value | undefined {
    return super.attribute(name) ?? this.item(name);
  }
}

export class ColumnSequence extends SequenceObject {
  readonly name: string;
  readonly index: number;
  readonly dataType: string;
  constructor(name: string, index: number, dataType: string, values: readonly Value[]) {
    super('Column', values, null);
    this.name = name;
    this.index = index;
    this.dataType = dataType;
  }
  override attribute(name: string): Value | undefined {
    if (name === 'name') return this.name;
    if (name === 'index') return this.index;
    if (name === 'data_type') return new TypeObject(this.dataType);
    if (name === 'values_distinct') return hostFunction(name, [], () => Tuple.from(distinct(this.items)));
    if (name === 'values_without_nulls')
      return hostFunction(name, [], () => Tuple.from(this.items.filter(item => item !== null)));
    if (name === 'values_sorted') return hostFunction(name, [], () => sortedValues(this.items));
    if (name === 'values_without_nulls_sorted')
      return hostFunction(name, [], () => sortedValues(this.items.filter(item => item !== null)));
    return super.attribute(name);
  }
}

/** Nulls last. */
export const byValue = (a: Value, b: Value): number =>
  a === null || b === null ? Number(a === null) - Number(b === null) : order(a, b);
const sortedValues = (items: readonly Value[]): Value[] => items.toSorted(byValue);

const distinct = (items: readonly Value[]): readonly Value[] => [...new Map(items.map(item => [repr(item), item])).values()];

/** `agate.Text` and its like: only compared and printed. */
export class TypeObject extends HostObject {
  readonly typeName = 'DataType';
  readonly #name: string;
  constructor(name: string) {
    super();
    this.#name = name;
  }
  override equals(other: Value): boolean {
    return other instanceof TypeObject && other.#name === this.#name;
  }
  override hashKey(): string {
    return this.repr();
  }
  override repr(): string {
    return `<agate.data_types.${this.#name}>`;
  }
}
