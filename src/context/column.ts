import type { Dialect } from '../adapter/adapter.ts';
import type { Column, LogicalType } from '../sql/relation.ts';
import { HostObject, hostFunction, text, type Value } from '../template/index.ts';

/** What `api.Column` knows of a column. Sizes are null when unbounded or not known. */
interface ColumnFields {
  readonly name: string;
  readonly dtype: string;
  readonly size: number | null;
  readonly precision: number | null;
  readonly scale: number | null;
}

/** `api.Column`'s objects: what `adapter.get_columns_in_relation` lists. */
export class ColumnObject extends HostObject {
  readonly typeName = 'Column';
  readonly fields: ColumnFields;
  readonly dialect: Dialect;
  constructor(fields: ColumnFields, dialect: Dialect) {
    super();
    this.fields = fields;
    this.dialect = dialect;
  }
  get type(): LogicalType {
    return this.dialect.parseType(this.fields.dtype);
  }
  get dataType(): string {
    const { dtype, size, precision, scale } = this.fields;
    if (this.type.kind === 'string') return size === null ? dtype : stringType(size);
    return this.type.kind === 'decimal' ? numericType(dtype, precision, scale) : dtype;
  }
  override repr(): string {
    return `<Column ${this.fields.name} (${this.dataType})>`;
  }
  override equals(other: Value): boolean {
    return other instanceof ColumnObject && other.fields.name === this.fields.name && other.dataType === this.dataType;
  }
  override hashKey(): string {
    return `column:${this.fields.name}:${this.dataType}`;
  }
  override attribute(name: string): Value | undefined {
    const read = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (read) return read(this);
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    return method && hostFunction(name, method.parameters, (...args) => method.run(this, args));
  }
}

/** A warehouse's column as templates see it. */
export function columnObject(column: Column, dialect: Dialect): ColumnObject {
  const { type } = column;
  const decimal = type.kind === 'decimal';
  return new ColumnObject(
    {
      name: column.name,
      dtype: decimal ? column.nativeType.replace(/\(.*$/, '') : column.nativeType,
      size: type.kind === 'string' ? type.length : null,
      precision: decimal ? type.precision : null,
      scale: decimal ? type.scale : null,
    },
    dialect,
  );
}

const stringType = (size: number): string => `character varying(${size})`;
function numericType(dtype: string, precision: number | null, scale: number | null): string {
  return precision === null || scale === null
    ? dtype.replace(/\(.*$/, '')
    : `${dtype.replace(/\(.*$/, '')}(${precision},${scale})`;
}

const attributes: Readonly<Record<string, (self: ColumnObject) => Value>> = {
  column: self => self.fields.name,
  name: self => self.fields.name,
  dtype: self => self.fields.dtype,
  char_size: self => self.fields.size,
  numeric_precision: self => self.fields.precision,
  numeric_scale: self => self.fields.scale,
  data_type: self => self.dataType,
  quoted: self => self.dialect.identifier(self.fields.name),
};

type Arguments = readonly (Value | undefined)[];
const kindTest = (...kinds: readonly LogicalType['kind'][]) => ({
  parameters: [],
  run: (self: ColumnObject): Value => kinds.includes(self.type.kind),
});

const methods: Readonly<Record<string, { parameters: readonly string[]; run: (self: ColumnObject, args: Arguments) => Value }>> =
  {
    is_string: kindTest('string'),
    is_integer: kindTest('integer'),
    is_float: kindTest('float'),
    is_numeric: kindTest('decimal'),
    is_number: kindTest('integer', 'float', 'decimal'),
    string_size: { parameters: [], run: self => self.fields.size ?? 256 },
    can_expand_to: {
      parameters: ['other_column'],
      run: (self, [other]) =>
        other instanceof ColumnObject &&
        self.type.kind === 'string' &&
        other.type.kind === 'string' &&
        (other.fields.size ?? 256) > (self.fields.size ?? 256),
    },
    literal: { parameters: ['value'], run: (self, [value]) => `${text(value ?? null)}::${self.dataType}` },
    string_type: { parameters: ['size'], run: (_self, [size]) => stringType(Number(size)) },
    numeric_type: { parameters: ['dtype', 'precision', 'scale'], run: (_self, args) => numericTypeOf(args) },
  };

const numberOrNull = (value: Value | undefined): number | null => (typeof value === 'number' ? value : null);
const numericTypeOf = ([dtype, precision, scale]: Arguments): string =>
  numericType(text(dtype ?? null), numberOrNull(precision), numberOrNull(scale));

/** `api.Column`: the constructor and what it offers without an object. */
export class ColumnClass extends HostObject {
  readonly typeName = 'type';
  readonly #dialect: Dialect;
  constructor(dialect: Dialect) {
    super();
    this.#dialect = dialect;
  }
  override call(args: readonly Value[], kwargs: ReadonlyMap<string, Value>): Value | Promise<Value> {
    return this.#make.call(args, kwargs);
  }
  override attribute(name: string): Value | undefined {
    if (name === 'create') return this.#make;
    if (name === 'translate_type') return hostFunction(name, ['dtype'], dtype => this.#translate(text(dtype ?? null)));
    if (name === 'string_type') return hostFunction(name, ['size'], size => stringType(Number(size)));
    if (name === 'numeric_type') return hostFunction(name, ['dtype', 'precision', 'scale'], (...args) => numericTypeOf(args));
    return undefined;
  }
  #translate(dtype: string): string {
    return Object.hasOwn(typeNames, dtype.toUpperCase()) ? (typeNames[dtype.toUpperCase()] ?? dtype) : dtype;
  }
  readonly #make = hostFunction(
    'Column',
    ['column', 'dtype', 'char_size?', 'numeric_precision?', 'numeric_scale?'],
    (column, dtype, size, precision, scale) =>
      new ColumnObject(
        {
          name: text(column ?? null),
          dtype: this.#translate(text(dtype ?? null)),
          size: numberOrNull(size),
          precision: numberOrNull(precision),
          scale: numberOrNull(scale),
        },
        this.#dialect,
      ),
  );
}

/** The type labels that `api.Column.translate_type` knows, as dbt documents them. */
const typeNames: Readonly<Record<string, string>> = {
  STRING: 'TEXT',
  TIMESTAMP: 'TIMESTAMP',
  FLOAT: 'FLOAT',
  INTEGER: 'INT',
  BOOLEAN: 'BOOLEAN',
};
