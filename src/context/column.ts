import type { Dialect } from '../adapter/adapter.ts';
import type { Column } from '../sql/relation.ts';
import { HostObject, hostFunction, repr, TemplateError, text, type Value } from '../template/index.ts';
import { type Arguments, type HostMembers, hostMember, hostMemberNames } from './host-members.ts';

/** What `api.Column` knows of a column. Sizes are null when unbounded or not known. */
interface ColumnFields {
  readonly name: string;
  readonly dtype: string;
  readonly size: number | null;
  readonly precision: number | null;
  readonly scale: number | null;
}

/** `api.Column`'s objects: what `adapter.get_columns_in_relation` lists. Types are told by their names alone, as dbt does. */
export class ColumnObject extends HostObject {
  readonly typeName = 'Column';
  readonly fields: ColumnFields;
  readonly dialect: Dialect;
  constructor(fields: ColumnFields, dialect: Dialect) {
    super();
    this.fields = fields;
    this.dialect = dialect;
  }
  is(kind: Kind): boolean {
    return typesOf[kind].has(this.fields.dtype.toLowerCase());
  }
  get dataType(): string {
    const { dtype, precision, scale } = this.fields;
    if (this.is('string')) {
      const length = this.fields.size ?? this.dialect.columnTypes?.textLength ?? null;
      return length === null ? dtype : stringType(length);
    }
    return this.is('numeric') ? numericType(dtype, precision, scale) : dtype;
  }
  /** What its text may hold, for comparing widths. */
  get stringSize(): number {
    if (!this.is('string')) throw new TemplateError('raised', 'Called string_size() on non-string field!');
    return /^(text|character varying)$/i.test(this.fields.dtype) ? 256 : (this.fields.size ?? 256);
  }
  override repr(): string {
    const fields = Object.entries(fieldNames).map(([name, read]) => `${name}=${repr(read(this.fields))}`);
    return `${this.typeName}(${fields.join(', ')})`;
  }
  override equals(other: Value): boolean {
    return other instanceof ColumnObject && other.repr() === this.repr();
  }
  override hashKey(): string {
    return this.repr();
  }
  override attribute(name: string): Value | undefined {
    return hostMember(members, this, name);
  }
  override memberNames(): Iterable<string> {
    return hostMemberNames(members);
  }
}

/** A warehouse's column as templates see it. */
export function columnObject({ name, nativeType, type }: Column, dialect: Dialect): ColumnObject {
  const unsized = { name, dtype: nativeType, size: null, precision: null, scale: null };
  if (dialect.columnTypes?.dtype === 'whole') return new ColumnObject(unsized, dialect);
  const dtype = nativeType.replace(/\(.*$/, '');
  if (type.kind === 'string') return new ColumnObject({ ...unsized, dtype, size: type.length }, dialect);
  if (type.kind !== 'decimal') return new ColumnObject(unsized, dialect);
  return new ColumnObject({ ...unsized, dtype, precision: type.precision, scale: type.scale }, dialect);
}

type Kind = 'string' | 'integer' | 'float' | 'numeric';
const typesOf: Readonly<Record<Kind, ReadonlySet<string>>> = {
  string: new Set(['text', 'character varying', 'character', 'varchar']),
  integer: new Set(
    ['tinyint', 'smallint', 'integer', 'bigint', 'hugeint', 'utinyint', 'usmallint', 'uinteger', 'ubigint', 'uhugeint'].concat([
      'int',
      'int1',
      'int2',
      'int4',
      'int8',
      'smallserial',
      'serial',
      'bigserial',
      'serial2',
      'serial4',
      'serial8',
    ]),
  ),
  float: new Set(['real', 'float', 'float4', 'float8', 'double', 'double precision']),
  numeric: new Set(['numeric', 'decimal']),
};

const stringType = (size: number): string => `character varying(${size})`;
const numericType = (dtype: string, precision: number | null, scale: number | null): string =>
  precision === null || scale === null ? dtype : `${dtype}(${precision},${scale})`;

const fieldNames: Readonly<Record<string, (fields: ColumnFields) => Value>> = {
  column: fields => fields.name,
  dtype: fields => fields.dtype,
  char_size: fields => fields.size,
  numeric_precision: fields => fields.precision,
  numeric_scale: fields => fields.scale,
};

const attributes: HostMembers<ColumnObject>['attributes'] = {
  ...Object.fromEntries(Object.entries(fieldNames).map(([name, read]) => [name, (self: ColumnObject) => read(self.fields)])),
  name: self => self.fields.name,
  data_type: self => self.dataType,
  expanded_data_type: self => self.dataType,
  quoted: self => self.dialect.identifier(self.fields.name),
};

const kindTest = (...kinds: readonly Kind[]) => ({
  parameters: [],
  run: (self: ColumnObject): Value => kinds.some(kind => self.is(kind)),
});

const methods: HostMembers<ColumnObject>['methods'] = {
  is_string: kindTest('string'),
  is_integer: kindTest('integer'),
  is_float: kindTest('float'),
  is_numeric: kindTest('numeric'),
  is_number: kindTest('integer', 'float', 'numeric'),
  is_struct: { parameters: [], run: self => /^struct\(/i.test(self.fields.dtype) },
  string_size: { parameters: [], run: self => self.stringSize },
  can_expand_to: {
    parameters: ['other_column'],
    run: (self, [other]) => other instanceof ColumnObject && canExpandTo(self, other),
  },
  literal: { parameters: ['value'], run: (self, [value]) => `${text(value ?? null)}::${self.dataType}` },
  string_type: { parameters: ['size'], run: (_self, [size]) => stringType(Number(size)) },
  numeric_type: { parameters: ['dtype', 'precision', 'scale'], run: (_self, args) => numericTypeOf(args) },
};

const members: HostMembers<ColumnObject> = { attributes, methods };

export const canExpandTo = (from: ColumnObject, to: ColumnObject): boolean =>
  from.is('string') && to.is('string') && to.stringSize > from.stringSize;

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
    switch (name) {
      case 'create':
        return hostFunction(name, ['name', 'label_or_dtype'], (column, dtype) =>
          this.#column(column, translated(text(dtype ?? null))),
        );
      case 'from_description':
        return hostFunction(name, ['name', 'raw_data_type'], (column, dtype) => this.#described(column, text(dtype ?? null)));
      case 'translate_type':
        return hostFunction(name, ['dtype'], dtype => translated(text(dtype ?? null)));
      case 'string_type':
        return hostFunction(name, ['size'], size => stringType(Number(size)));
      case 'numeric_type':
        return hostFunction(name, ['dtype', 'precision', 'scale'], (...args) => numericTypeOf(args));
      default:
        return undefined;
    }
  }
  #column(name: Value | undefined, dtype: string, sizes: Partial<ColumnFields> = {}): ColumnObject {
    return new ColumnObject(
      { name: text(name ?? null), dtype, size: null, precision: null, scale: null, ...sizes },
      this.#dialect,
    );
  }
  /** `numeric(10,2)` to its parts. */
  #described(name: Value | undefined, described: string): ColumnObject {
    const [, dtype = described, first, second] = /^([^(]+)(?:\((\d+)(?:,\s*(\d+))?\))?$/.exec(described) ?? [];
    if (first === undefined) return this.#column(name, dtype);
    return second === undefined
      ? this.#column(name, dtype, { size: Number(first) })
      : this.#column(name, dtype, { precision: Number(first), scale: Number(second) });
  }
  readonly #make = hostFunction(
    'Column',
    ['column', 'dtype', 'char_size?', 'numeric_precision?', 'numeric_scale?'],
    (column, dtype, size, precision, scale) =>
      this.#column(column, text(dtype ?? null), {
        size: numberOrNull(size),
        precision: numberOrNull(precision),
        scale: numberOrNull(scale),
      }),
  );
}

/** The one label that has another name than the type: STRING. */
const translated = (dtype: string): string => (dtype.toUpperCase() === 'STRING' ? 'TEXT' : dtype);
