import { HostObject, hostFunction, repr, type Value } from '../template/index.ts';

/** A few named values, read as attributes or by key, that print as `Path(database='dev', …)`. */
export class FieldsObject extends HostObject {
  readonly typeName: string;
  readonly fields: ReadonlyMap<string, Value>;
  constructor(typeName: string, fields: Iterable<readonly [string, Value]>) {
    super();
    this.typeName = typeName;
    this.fields = new Map(fields);
  }
  override attribute(name: string): Value | undefined {
    if (name === 'to_dict') return hostFunction(name, ['**options'], () => new Map<Value, Value>(this.fields));
    if (name === 'get')
      return hostFunction(name, ['key', 'default?'], (key, fallback = null) => this.item(key ?? null) ?? fallback);
    return this.fields.get(name);
  }
  override item(key: Value): Value | undefined {
    return typeof key === 'string' ? this.fields.get(key) : undefined;
  }
  override memberNames(): Iterable<string> {
    return this.fields.keys();
  }
  override mapping(): boolean {
    return true;
  }
  override iterate(): Iterable<Value> {
    return this.fields.keys();
  }
  override size(): number {
    return this.fields.size;
  }
  override contains(value: Value): boolean {
    return typeof value === 'string' && this.fields.has(value);
  }
  override equals(other: Value): boolean {
    return other instanceof FieldsObject && other.repr() === this.repr();
  }
  override repr(): string {
    return `${this.typeName}(${[...this.fields].map(([name, value]) => `${name}=${repr(value)}`).join(', ')})`;
  }
}

/** A field of a mapping or of an object, whichever it is. */
export function fieldOf(of: Value | undefined, name: string): Value | undefined {
  if (of instanceof Map) return of.get(name);
  return of instanceof HostObject ? (of.item(name) ?? of.attribute(name)) : undefined;
}
