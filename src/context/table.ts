import type { QueryResult } from '../adapter/adapter.ts';
import type { Cell, LogicalType } from '../sql/relation.ts';
import { call, Float, fromPlain, HostObject, hostFunction, isTrue, order, Tuple, text, type Value } from '../template/index.ts';
import { dateFromIso, dateTimeFromIso } from '../template/module/from-iso.ts';
import { DecimalNumber } from './decimal.ts';

/** A result as packages expect it: with the interface of an agate table. */
export class TableObject extends HostObject {
  readonly typeName = 'Table';
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly rowValues: readonly (readonly Value[])[];

  constructor(
    names: readonly string[],
    rowValues: readonly (readonly Value[])[],
    types: readonly string[] = names.map(() => 'Text'),
  ) {
    super();
    this.names = names;
    this.types = types;
    this.rowValues = rowValues;
  }
  get rows(): SequenceObject {
    return new SequenceObject(
      'MappedSequence',
      this.rowValues.map(values => new RowObject(this.names, values)),
      null,
    );
  }
  get columns(): SequenceObject {
    return new SequenceObject(
      'MappedSequence',
      this.names.map((name, index) => this.column(name, index)),
      this.names,
    );
  }
  column(name: string, index: number): ColumnSequence {
    return new ColumnSequence(
      name,
      index,
      this.types[index] ?? 'Text',
      this.rowValues.map(row => row[index] ?? null),
    );
  }
  /** The same columns with other rows. */
  withRows(rows: readonly (readonly Value[])[]): TableObject {
    return new TableObject(this.names, rows, this.types);
  }
  override iterate(): Iterable<Value> {
    return this.rows.items;
  }
  override size(): number {
    return this.rowValues.length;
  }
  override item(key: Value): Value | undefined {
    return this.rows.item(key);
  }
  override attribute(name: string): Value | undefined {
    const read = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (read) return read(this);
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    return method && hostFunction(name, method.parameters, (...args) => method.run(this, args));
  }
  override repr(): string {
    return `<Table ${this.names.join(', ')}>`;
  }
}

/** A list whose items can also be had by name, as agate's MappedSequence. */
export class SequenceObject extends HostObject {
  readonly typeName: string;
  readonly items: readonly Value[];
  readonly keys: readonly string[] | null;
  constructor(typeName: string, items: readonly Value[], keys: readonly string[] | null) {
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
  override item(key: Value): Value | undefined {
    if (typeof key === 'number') return this.items.at(key);
    return typeof key === 'string' && this.keys ? this.items[this.keys.indexOf(key)] : undefined;
  }
  override equals(other: Value): boolean {
    const items = other instanceof SequenceObject ? other.items : Array.isArray(other) ? other : null;
    return items !== null && text([...items]) === text([...this.items]);
  }
  override attribute(name: string): Value | undefined {
    if (name === 'values') return hostFunction(name, [], () => Tuple.from(this.items));
    if (name === 'keys')
      return hostFunction(name, [], () => Tuple.from(this.items.map((_, index): Value => this.keys?.[index] ?? index)));
    if (name === 'items') return hostFunction(name, [], () => this.#pairs());
    if (name === 'dict')
      return hostFunction(
        name,
        [],
        () => new Map<Value, Value>(this.#pairs().map(([key, value]) => [key ?? null, value ?? null])),
      );
    if (name === 'get')
      return hostFunction(name, ['key', 'default?'], (key, fallback) => this.item(key ?? null) ?? fallback ?? null);
    return undefined;
  }
  override repr(): string {
    return text(Tuple.from(this.items));
  }
  #pairs(): Value[][] {
    return this.items.map((value, index) => Tuple.from([this.keys?.[index] ?? index, value]));
  }
}

class RowObject extends SequenceObject {
  constructor(names: readonly string[], values: readonly Value[]) {
    super('Row', values, names);
  }
  override attribute(name: string): Value | undefined {
    return super.attribute(name) ?? this.item(name);
  }
}

class ColumnSequence extends SequenceObject {
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
    if (name === 'values_sorted') return hostFunction(name, [], () => Tuple.from(this.items.toSorted(order)));
    return super.attribute(name);
  }
}

/** `agate.Text` and its like: only compared and printed. */
class TypeObject extends HostObject {
  readonly typeName = 'DataType';
  readonly #name: string;
  constructor(name: string) {
    super();
    this.#name = name;
  }
  override repr(): string {
    return `<agate.data_types.${this.#name}>`;
  }
}

const attributes: Readonly<Record<string, (self: TableObject) => Value>> = {
  rows: self => self.rows,
  columns: self => self.columns,
  column_names: self => Tuple.from(self.names),
  column_types: self => Tuple.from(self.types.map(type => new TypeObject(type) as Value)),
};

type Arguments = readonly (Value | undefined)[];
type TableMethod = {
  readonly parameters: readonly string[];
  readonly run: (self: TableObject, args: Arguments) => Value | Promise<Value>;
};

const listOf = (value: Value | undefined): readonly string[] => (Array.isArray(value) ? value.map(text) : [text(value ?? null)]);

function select(self: TableObject, names: readonly string[]): TableObject {
  const indexes = names.map(name => self.names.indexOf(name)).filter(index => index >= 0);
  return new TableObject(
    indexes.map(index => self.names[index] ?? ''),
    self.rowValues.map(row => indexes.map(index => row[index] ?? null)),
    indexes.map(index => self.types[index] ?? 'Text'),
  );
}

function groupBy(self: TableObject, key: string): Value {
  const index = self.names.indexOf(key);
  const groups = new Map<string, { readonly key: Value; readonly rows: (readonly Value[])[] }>();
  for (const row of self.rowValues) {
    const value = row[index] ?? null;
    const group = groups.get(text(value)) ?? { key: value, rows: [] };
    group.rows.push(row);
    groups.set(text(value), group);
  }
  const tables = [...groups.values()];
  return new SequenceObject(
    'TableSet',
    tables.map(group => self.withRows(group.rows)),
    tables.map(group => text(group.key)),
  );
}

async function where(self: TableObject, test: Value): Promise<TableObject> {
  const kept: (readonly Value[])[] = [];
  for (const row of self.rowValues) if (isTrue(await call(test, [new RowObject(self.names, row)]))) kept.push(row);
  return self.withRows(kept);
}

function orderBy(self: TableObject, key: string, reverse: boolean): TableObject {
  const index = self.names.indexOf(key);
  const rows = self.rowValues.toSorted((a, b) => order(a[index] ?? null, b[index] ?? null));
  return self.withRows(reverse ? rows.toReversed() : rows);
}

function renamed(self: TableObject, names: Value | undefined): TableObject {
  const next = names instanceof Map ? self.names.map(name => text(names.get(name) ?? name)) : listOf(names);
  return new TableObject(next, self.rowValues, self.types);
}

/** Columns padded to their longest value, as `print_table` shows them. */
function tableText(self: TableObject): string {
  const lines = [self.names, ...self.rowValues.map(row => row.map(value => (value === null ? '' : text(value))))];
  const widths = self.names.map((_, index) => Math.max(...lines.map(line => line[index]?.length ?? 0)));
  const row = (line: readonly string[]): string =>
    `| ${line.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`;
  return [row(self.names), rule, ...lines.slice(1).map(row)].join('\n');
}

const methods: Readonly<Record<string, TableMethod>> = {
  print_table: { parameters: ['*args', '**kwargs'], run: self => tableText(self) },
  print_csv: { parameters: ['*args', '**kwargs'], run: self => tableText(self) },
  select: { parameters: ['key'], run: (self, [key]) => select(self, listOf(key)) },
  exclude: {
    parameters: ['key'],
    run: (self, [key]) =>
      select(
        self,
        self.names.filter(name => !listOf(key).includes(name)),
      ),
  },
  where: { parameters: ['test'], run: (self, [test]) => where(self, test ?? null) },
  order_by: {
    parameters: ['key', 'reverse?'],
    run: (self, [key, reverse]) => orderBy(self, text(key ?? null), isTrue(reverse ?? false)),
  },
  limit: { parameters: ['start_or_stop', 'stop?'], run: (self, [start, stop]) => self.withRows(limited(self, start, stop)) },
  distinct: { parameters: ['key?'], run: self => self.withRows(distinctRows(self)) },
  group_by: { parameters: ['key', '**others'], run: (self, [key]) => groupBy(self, text(key ?? null)) },
  rename: { parameters: ['column_names?', '**others'], run: (self, [names]) => renamed(self, names) },
};

function limited(self: TableObject, start: Value | undefined, stop: Value | undefined): readonly (readonly Value[])[] {
  return typeof stop === 'number' ? self.rowValues.slice(Number(start ?? 0), stop) : self.rowValues.slice(0, Number(start));
}

const distinct = (items: readonly Value[]): readonly Value[] => [...new Map(items.map(item => [text(item), item])).values()];
const distinctRows = (self: TableObject): readonly (readonly Value[])[] => [
  ...new Map(self.rowValues.map(row => [text([...row]), row])).values(),
];

/** A query's result as a table: the columns' types decide which Python values the cells become. */
export function tableOf(result: QueryResult): TableObject {
  const { columns } = result;
  return new TableObject(
    columns.map(column => column.name),
    result.rows.map(row => row.map((cell, index) => cellValue(cell, columns[index]?.type ?? null))),
    columns.map(column => agateType(column.type)),
  );
}

function cellValue(cell: Cell, type: LogicalType | null): Value {
  if (cell === null) return null;
  if (typeof cell === 'string') return type === null ? cell : textCell(cell, type);
  if (typeof cell === 'number') return type?.kind === 'float' && Number.isInteger(cell) ? new Float(cell) : cell;
  if (cell instanceof Uint8Array) return Array.from(cell, byte => String.fromCharCode(byte)).join('');
  if (Array.isArray(cell)) return cell.map(item => cellValue(item, type?.kind === 'array' ? type.of : null));
  return fromPlain(cell);
}

function textCell(cell: string, type: LogicalType): Value {
  if (type.kind === 'decimal')
    return type.scale === 0 && /^-?\d+$/.test(cell) ? fromPlain(BigInt(cell)) : new DecimalNumber(cell);
  if (type.kind === 'date') return dateFromIso(cell) ?? cell;
  if (type.kind === 'timestamp') return dateTimeFromIso(cell) ?? cell;
  return cell;
}

function agateType(type: LogicalType): string {
  switch (type.kind) {
    case 'integer':
      return 'Integer';
    case 'decimal':
    case 'float':
      return 'Number';
    case 'boolean':
      return 'Boolean';
    case 'date':
      return 'Date';
    case 'timestamp':
      return 'DateTime';
    default:
      return 'Text';
  }
}
