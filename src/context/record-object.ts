import { fromPlain, HostObject, hostFunction, repr, type Value } from '../template/index.ts';

/** Fields that templates read as attributes, such as those of a result; `to_dict()` gives all of them as dicts. */
export class RecordObject extends HostObject {
  readonly typeName: string;
  readonly #fields: ReadonlyMap<Value, Value>;
  constructor(typeName: string, fields: object) {
    super();
    this.typeName = typeName;
    this.#fields = fromPlain(fields) as ReadonlyMap<Value, Value>;
  }
  override attribute(name: string): Value | undefined {
    return name === 'to_dict' ? hostFunction(name, ['**options'], () => this.dict()) : this.#fields.get(name);
  }
  override item(key: Value): Value | undefined {
    return this.#fields.get(key);
  }
  override memberNames(): Iterable<string> {
    return [...this.#fields.keys()].map(String);
  }
  override contains(value: Value): boolean {
    return this.#fields.has(value);
  }
  override repr(): string {
    return repr(this.dict());
  }
  dict(): Value {
    return new Map([...this.#fields].map(([key, value]) => [key, asDict(value)]));
  }
}

const asDict = (value: Value): Value =>
  value instanceof RecordObject ? value.dict() : Array.isArray(value) ? value.map(asDict) : value;
