import type { DuckDBListVector, DuckDBStructVector, DuckDBType, DuckDBValue, DuckDBVector } from '@duckdb/node-api';
import type { Cell } from '../../src/sql/relation.ts';
import { dateText, timestampText, timeText } from './iso.ts';

type Convert = (value: never) => Cell;
type Present = Exclude<DuckDBValue, null>;

/** All values of a column of one chunk. Lists and structs are read column by column too, down to their elements. */
export function readColumn(vector: DuckDBVector): readonly Cell[] {
  const name = typeNames[vector.type.typeId];
  if (name === 'STRUCT') return readStructs(vector as DuckDBStructVector);
  if (name === 'LIST') return readLists(vector as DuckDBListVector);
  const convert = converter(vector.type) as (value: Present) => Cell;
  return indexes(vector).map(index => {
    const value = vector.getItem(index);
    return value === null ? null : convert(value);
  });
}

const indexes = (vector: DuckDBVector): readonly number[] => Array.from({ length: vector.itemCount }, (_, index) => index);

function readLists(vector: DuckDBListVector): readonly Cell[] {
  return indexes(vector).map(index => {
    const items = vector.getItemVector(index);
    return items === null ? null : readColumn(items);
  });
}

/** The driver's own value of a struct keys fields by name, which loses all but one field of `row(1, 2)`, whose names are empty. */
function readStructs(vector: DuckDBStructVector): readonly Cell[] {
  const names = fieldNames(vector.type);
  const columns = names.map((_, entry) => readColumn(vector.entryVectorAt(entry)));
  return indexes(vector).map(index =>
    vector.isItemValid(index) ? Object.fromEntries(names.map((name, entry) => [name, columns[entry]?.[index] ?? null])) : null,
  );
}

/** Fields without a name are called by their position, from 1, as DuckDB's `struct_extract` does. */
const fieldNames = ({ entryNames }: { readonly entryNames: readonly string[] }): readonly string[] =>
  entryNames.map((name, index) => (name === '' ? String(index + 1) : name));

const same = (value: Cell): Cell => value;
const whole = (value: bigint): Cell => (value <= 9007199254740991n && value >= -9007199254740991n ? Number(value) : value);
const spelled = (value: { toString(): string }): Cell => value.toString();

/** By the driver's name of a type, so that this file need not load the driver. */
const converters: Readonly<Record<string, Convert>> = {
  BOOLEAN: same,
  TINYINT: same,
  SMALLINT: same,
  INTEGER: same,
  UTINYINT: same,
  USMALLINT: same,
  UINTEGER: same,
  FLOAT: same,
  DOUBLE: same,
  VARCHAR: same,
  ENUM: same,
  BIGINT: whole,
  UBIGINT: whole,
  HUGEINT: whole,
  UHUGEINT: whole,
  BIGNUM: whole,
  DECIMAL: spelled,
  UUID: spelled,
  INTERVAL: spelled,
  BIT: spelled,
  DATE: (value: { readonly days: number }) => dateText(value.days),
  TIME: (value: { readonly micros: bigint }) => timeText(value.micros * 1000n),
  TIME_NS: (value: { readonly nanos: bigint }) => timeText(value.nanos),
  TIME_TZ: (value: { toString(): string }) => value.toString(),
  TIMESTAMP: (value: { readonly micros: bigint }) => timestampText(value.micros),
  TIMESTAMP_TZ: (value: { readonly micros: bigint }) => timestampText(value.micros, 'Z'),
  TIMESTAMP_S: (value: { readonly seconds: bigint }) => timestampText(value.seconds * 1_000_000n),
  TIMESTAMP_MS: (value: { readonly millis: bigint }) => timestampText(value.millis * 1000n),
  TIMESTAMP_NS: (value: { readonly nanos: bigint }) => nanosText(value.nanos),
  // The bytes belong to the chunk, whose memory the driver frees.
  BLOB: (value: { readonly bytes: Uint8Array }) => Uint8Array.from(value.bytes),
  GEOMETRY: (value: { readonly bytes: Uint8Array }) => Uint8Array.from(value.bytes),
};

function nanosText(nanos: bigint): string {
  const micros = nanos / 1000n - (nanos % 1000n < 0n ? 1n : 0n);
  const rest = nanos - micros * 1000n;
  const text = timestampText(micros);
  return rest === 0n ? text : `${text.includes('.') ? text.padEnd(26, '0') : `${text}.000000`}${String(rest).padStart(3, '0')}`;
}

const known = new WeakMap<DuckDBType, Convert>();

function converter(type: DuckDBType): Convert {
  const cached = known.get(type);
  if (cached !== undefined) return cached;
  const made = nested(type) ?? converters[typeIdName(type)] ?? spelled;
  known.set(type, made as Convert);
  return made as Convert;
}

const cell = (type: DuckDBType, value: DuckDBValue): Cell =>
  value === null ? null : (converter(type) as (value: Present) => Cell)(value);

/** Maps with text keys become objects, other maps lists of `{key, value}`; a union gives its value. */
function nested(type: DuckDBType): Convert | null {
  switch (typeIdName(type)) {
    case 'LIST':
    case 'ARRAY': {
      const { valueType } = type as unknown as { readonly valueType: DuckDBType };
      return (value: { readonly items: readonly DuckDBValue[] }) => value.items.map(item => cell(valueType, item));
    }
    case 'STRUCT': {
      const { entryNames, entryTypes } = type as unknown as StructParts;
      return (value: { readonly entries: Readonly<Record<string, DuckDBValue>> }) =>
        Object.fromEntries(
          entryNames.map((name, index) => [
            name === '' ? String(index + 1) : name,
            cell(entryTypes[index] as DuckDBType, value.entries[name] ?? null),
          ]),
        );
    }
    case 'MAP':
      return mapConverter(type as unknown as MapParts);
    case 'UNION': {
      const { memberTags, memberTypes } = type as unknown as UnionParts;
      return (value: { readonly tag: string; readonly value: DuckDBValue }) =>
        cell(memberTypes[memberTags.indexOf(value.tag)] as DuckDBType, value.value);
    }
    case 'VARIANT':
      return (value: { readonly value: DuckDBValue; readonly type?: DuckDBType }) =>
        value.value === null ? null : value.type === undefined ? String(value.value) : cell(value.type, value.value);
    default:
      return null;
  }
}

interface StructParts {
  readonly entryNames: readonly string[];
  readonly entryTypes: readonly DuckDBType[];
}
interface MapParts {
  readonly keyType: DuckDBType;
  readonly valueType: DuckDBType;
}
interface UnionParts {
  readonly memberTags: readonly string[];
  readonly memberTypes: readonly DuckDBType[];
}

function mapConverter({ keyType, valueType }: MapParts): Convert {
  const byText = ['VARCHAR', 'ENUM', 'UUID'].includes(typeIdName(keyType));
  return (value: { readonly entries: readonly { readonly key: DuckDBValue; readonly value: DuckDBValue }[] }) => {
    const pairs = value.entries.map(entry => ({ key: cell(keyType, entry.key), value: cell(valueType, entry.value) }));
    return byText ? Object.fromEntries(pairs.map(pair => [String(pair.key), pair.value])) : pairs;
  };
}

/** `DuckDBTimestampTZType` → by its numeric id. */
const typeIdName = (type: DuckDBType): string => typeNames[type.typeId] ?? '';
// The ids are those of DuckDB's C API, which never change.
const typeNames: Readonly<Record<number, string>> = {
  1: 'BOOLEAN',
  2: 'TINYINT',
  3: 'SMALLINT',
  4: 'INTEGER',
  5: 'BIGINT',
  6: 'UTINYINT',
  7: 'USMALLINT',
  8: 'UINTEGER',
  9: 'UBIGINT',
  10: 'FLOAT',
  11: 'DOUBLE',
  12: 'TIMESTAMP',
  13: 'DATE',
  14: 'TIME',
  15: 'INTERVAL',
  16: 'HUGEINT',
  17: 'VARCHAR',
  18: 'BLOB',
  19: 'DECIMAL',
  20: 'TIMESTAMP_S',
  21: 'TIMESTAMP_MS',
  22: 'TIMESTAMP_NS',
  23: 'ENUM',
  24: 'LIST',
  25: 'STRUCT',
  26: 'MAP',
  27: 'UUID',
  28: 'UNION',
  29: 'BIT',
  30: 'TIME_TZ',
  31: 'TIMESTAMP_TZ',
  32: 'UHUGEINT',
  33: 'ARRAY',
  35: 'BIGNUM',
  39: 'TIME_NS',
  40: 'GEOMETRY',
  41: 'VARIANT',
};
