import type { QueryResult } from '../adapter/adapter.ts';
import type { Cell, LogicalType } from '../sql/relation.ts';
import { call, fromPlain, HostObject, isTrue, repr, Tuple, text, type Value } from '../template/index.ts';
import { dateFromIso, dateTimeFromIso } from '../template/module/from-iso.ts';
import { floatRepr } from '../template/value/number.ts';
import { DecimalNumber } from './decimal.ts';
import { type Arguments, type HostMembers, type HostMethod, hostMember, hostMemberNames } from './host-members.ts';
import { byValue, ColumnSequence, RowObject, SequenceObject, TypeObject } from './sequence.ts';
import { csvText, type TableCuts, tableJson, tableText } from './table-text.ts';

/** Where a table that prints itself goes. */
export type Print = (text: string) => void;

/** A result as packages expect it: with the interface of an agate table. */
export class TableObject extends HostObject {
  readonly typeName = 'Table';
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly rowValues: readonly (readonly Value[])[];
  readonly print: Print;

  constructor(
    names: readonly string[],
    rowValues: readonly (readonly Value[])[],
    types: readonly string[] = names.map(() => 'Text'),
    print: Print = () => undefined,
  ) {
    super();
    this.names = unique(names);
    this.types = types;
    this.rowValues = rowValues;
    this.print = print;
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
    return new TableObject(this.names, rows, this.types, this.print);
  }
  /** Dates and moments as their text. */
  withTextDates(): TableObject {
    const isMoment = (index: number): boolean => this.types[index] === 'Date' || this.types[index] === 'DateTime';
    return new TableObject(
      this.names,
      this.rowValues.map(row => row.map((value, index) => (isMoment(index) && value !== null ? text(value) : value))),
      this.types.map((type, index) => (isMoment(index) ? 'Text' : type)),
      this.print,
    );
  }
  override iterate(): Iterable<Value> {
    return this.rows.items;
  }
  override size(): number {
    return this.rowValues.length;
  }
  override sliced(pick: (items: readonly Value[]) => Value[]): Value {
    return this.rows.sliced(pick);
  }
  override item(key: Value): Value | undefined {
    return this.rows.item(key);
  }
  override attribute(name: string): Value | undefined {
    return hostMember(members, this, name);
  }
  override memberNames(): Iterable<string> {
    return hostMemberNames(members);
  }
  /** Its structure, as agate shows it. */
  override repr(): string {
    return tableText(structure(this), uncut);
  }
}

export const emptyTable = (): TableObject => new TableObject([], []);

/** A name that comes again gets its number: `a`, `a_2`. */
function unique(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map(name => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}

const structure = (self: TableObject): TableObject =>
  new TableObject(
    ['column', 'data_type'],
    self.names.map((name, index) => [name, self.types[index] ?? 'Text']),
  );

const attributes: HostMembers<TableObject>['attributes'] = {
  rows: self => self.rows,
  columns: self => self.columns,
  column_names: self => Tuple.from(self.names),
  column_types: self => Tuple.from(self.types.map(type => new TypeObject(type) as Value)),
  row_names: () => null,
};

const listOf = (value: Value | undefined): readonly string[] => (Array.isArray(value) ? value.map(text) : [text(value ?? null)]);

function select(self: TableObject, names: readonly string[]): TableObject {
  const indexes = names.map(name => self.names.indexOf(name)).filter(index => index >= 0);
  return new TableObject(
    indexes.map(index => self.names[index] ?? ''),
    self.rowValues.map(row => indexes.map(index => row[index] ?? null)),
    indexes.map(index => self.types[index] ?? 'Text'),
    self.print,
  );
}

/** What a row is grouped, ordered or told apart by: a column, several, or what a macro gives for it. */
async function keysOf(self: TableObject, key: Value | undefined): Promise<readonly Value[]> {
  if (key === undefined || key === null) return self.rowValues.map(row => Tuple.from(row));
  if (key instanceof HostObject) {
    const keys: Value[] = [];
    for (const row of self.rowValues) keys.push(await call(key, [new RowObject(self.names, row)]));
    return keys;
  }
  const indexes = listOf(key).map(name => self.names.indexOf(name));
  const read = (row: readonly Value[]): readonly Value[] => indexes.map(index => row[index] ?? null);
  return self.rowValues.map(row => (Array.isArray(key) ? Tuple.from(read(row)) : (read(row)[0] ?? null)));
}

async function groupBy(self: TableObject, key: Value | undefined): Promise<Value> {
  const keys = await keysOf(self, key);
  const groups = new Map<string, { readonly key: Value; readonly rows: (readonly Value[])[] }>();
  self.rowValues.forEach((row, index) => {
    const of = keys[index] ?? null;
    const group = groups.get(repr(of)) ?? { key: of, rows: [] };
    group.rows.push(row);
    groups.set(repr(of), group);
  });
  const tables = [...groups.values()];
  return new SequenceObject(
    'TableSet',
    tables.map(group => self.withRows(group.rows)),
    tables.map(group => group.key),
  );
}

async function where(self: TableObject, test: Value): Promise<TableObject> {
  const kept: (readonly Value[])[] = [];
  for (const row of self.rowValues) if (isTrue(await call(test, [new RowObject(self.names, row)]))) kept.push(row);
  return self.withRows(kept);
}

async function orderBy(self: TableObject, key: Value | undefined, reverse: boolean): Promise<TableObject> {
  const keys = await keysOf(self, key);
  const order = self.rowValues.map((_, index) => index).toSorted((a, b) => byValue(keys[a] ?? null, keys[b] ?? null));
  return self.withRows((reverse ? order.toReversed() : order).map(index => self.rowValues[index] ?? []));
}

async function distinctRows(self: TableObject, key: Value | undefined): Promise<TableObject> {
  const keys = await keysOf(self, key);
  const first = new Map<string, readonly Value[]>();
  self.rowValues.forEach((row, index) => {
    const of = repr(keys[index] ?? null);
    if (!first.has(of)) first.set(of, row);
  });
  return self.withRows([...first.values()]);
}

function renamed(self: TableObject, names: Value | undefined): TableObject {
  if (names === undefined || names === null) return self;
  const next = names instanceof Map ? self.names.map(name => text(names.get(name) ?? name)) : listOf(names);
  return new TableObject(next, self.rowValues, self.types, self.print);
}

function limited(self: TableObject, start: Value | undefined, stop: Value | undefined): TableObject {
  const rows = typeof stop === 'number' ? self.rowValues.slice(Number(start ?? 0), stop) : self.rowValues.slice(0, Number(start));
  return self.withRows(rows);
}

const uncut: TableCuts = { rows: null, columns: null, width: null };
const cutOf = (given: Value | undefined, fallback: number): number | null =>
  given === undefined ? fallback : typeof given === 'number' ? given : null;

const printing = (
  parameters: readonly string[],
  written: (self: TableObject, args: Arguments) => string,
): HostMethod<TableObject> => ({
  parameters,
  run: (self, args) => {
    self.print(written(self, args));
    return null;
  },
});

const methods: HostMembers<TableObject>['methods'] = {
  print_table: printing(['max_rows?', 'max_columns?', 'output?', 'max_column_width?', '**kwargs'], (self, args) =>
    tableText(self, { rows: cutOf(args[0], 20), columns: cutOf(args[1], 6), width: cutOf(args[3], 20) }),
  ),
  print_csv: printing(['**kwargs'], self => csvText(self)),
  print_json: printing(['key?', '**kwargs'], (self, [key]) => tableJson(self, typeof key === 'string' ? key : null)),
  print_structure: printing(['**kwargs'], self => tableText(structure(self), uncut)),
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
  find: { parameters: ['test'], run: async (self, [test]) => (await where(self, test ?? null)).rows.items[0] ?? null },
  order_by: {
    parameters: ['key', 'reverse?'],
    run: (self, [key, reverse]) => orderBy(self, key, isTrue(reverse ?? false)),
  },
  limit: { parameters: ['start_or_stop', 'stop?', 'step?'], run: (self, [start, stop]) => limited(self, start, stop) },
  distinct: { parameters: ['key?'], run: (self, [key]) => distinctRows(self, key) },
  group_by: { parameters: ['key', '**others'], run: (self, [key]) => groupBy(self, key) },
  rename: { parameters: ['column_names?', '**others'], run: (self, [names]) => renamed(self, names) },
};

const members: HostMembers<TableObject> = { attributes, methods };

/** A query's result as a table: the columns' types decide which Python values the cells become. */
export function tableOf(result: QueryResult, print?: Print): TableObject {
  const { columns } = result;
  return new TableObject(
    columns.map(column => column.name),
    result.rows.map(row => row.map((cell, index) => cellValue(cell, columns[index]?.type ?? null))),
    columns.map(column => agateType(column.type)),
    print,
  );
}

/** Numbers with a fraction are decimals in agate, floats too. */
function cellValue(cell: Cell, type: LogicalType | null): Value {
  if (cell === null) return null;
  if (typeof cell === 'string') return type === null ? cell : textCell(cell, type);
  if (typeof cell === 'number') return type?.kind === 'float' && Number.isFinite(cell) ? floatCell(cell) : cell;
  if (cell instanceof Uint8Array) return Array.from(cell, byte => String.fromCharCode(byte)).join('');
  if (Array.isArray(cell)) return cell.map(item => cellValue(item, type?.kind === 'array' ? type.of : null));
  return fromPlain(cell);
}

const floatCell = (cell: number): Value => new DecimalNumber(floatRepr(cell).replace(/e([+-])0*(\d+)$/, 'E$1$2'));

function textCell(cell: string, type: LogicalType): Value {
  if (type.kind === 'decimal') {
    return type.scale === 0 && /^-?\d+$/.test(cell) ? fromPlain(BigInt(cell)) : new DecimalNumber(cell);
  }
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
