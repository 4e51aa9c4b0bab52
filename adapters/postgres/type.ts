import type { LogicalType, Sql } from '../../src/sql/relation.ts';

/** The Postgres spelling of a type, as `format_type` gives it. */
export const typeName = (type: LogicalType): Sql => spell(type) as Sql;

function spell(type: LogicalType): string {
  switch (type.kind) {
    case 'boolean':
    case 'date':
    case 'uuid':
      return type.kind;
    case 'json':
      return 'jsonb';
    case 'time':
      return 'time without time zone';
    case 'float':
      return 'double precision';
    case 'binary':
      return 'bytea';
    case 'string':
      return type.length === null ? 'text' : `character varying(${type.length})`;
    case 'integer':
      return integers[type.bits];
    case 'decimal':
      return type.precision === null ? 'numeric' : `numeric(${type.precision},${type.scale ?? 0})`;
    case 'timestamp':
      return type.zone === 'none' ? 'timestamp without time zone' : 'timestamp with time zone';
    case 'array':
      return `${spell(type.of)}[]`;
    // Structs without a name cannot be columns.
    case 'struct':
      return 'jsonb';
    case 'native':
      return type.name;
    default:
      return type satisfies never;
  }
}

const integers = { 8: 'smallint', 16: 'smallint', 32: 'integer', 64: 'bigint', 128: 'numeric(38,0)' } as const;

const string: LogicalType = { kind: 'string', length: null };
const integer = (bits: 16 | 32 | 64): LogicalType => ({ kind: 'integer', bits });
const timestamp: LogicalType = { kind: 'timestamp', zone: 'none' };
const timestampTz: LogicalType = { kind: 'timestamp', zone: 'utc' };

const named: ReadonlyMap<string, LogicalType> = new Map<string, LogicalType>([
  ...entries({ kind: 'boolean' }, 'boolean', 'bool'),
  ...entries(integer(16), 'smallint', 'int2', 'smallserial'),
  ...entries(integer(32), 'integer', 'int', 'int4', 'serial'),
  ...entries(integer(64), 'bigint', 'int8', 'bigserial'),
  ...entries({ kind: 'float' }, 'real', 'float', 'float4', 'float8', 'double precision'),
  ...entries(string, 'text', 'character varying', 'varchar', 'character', 'char', 'bpchar', 'citext', 'name', '"char"'),
  ...entries({ kind: 'binary' }, 'bytea'),
  ...entries({ kind: 'date' }, 'date'),
  ...entries({ kind: 'time' }, 'time', 'time without time zone'),
  ...entries(timestamp, 'timestamp', 'timestamp without time zone'),
  ...entries(timestampTz, 'timestamptz', 'timestamp with time zone'),
  ...entries({ kind: 'json' }, 'json', 'jsonb'),
  ...entries({ kind: 'uuid' }, 'uuid'),
]);

function entries(type: LogicalType, ...names: readonly string[]): readonly (readonly [string, LogicalType])[] {
  return names.map(name => [name, type]);
}

/** Brackets at the end, or the word of the standard. */
const arrayEnd = /(?:\s*\[\d*\]|\s+array(?:\s*\[\d+\])?)$/i;
/** The words before and behind the parentheses, and the numbers inside: `timestamp(3) with time zone`. */
const withNumbers = /^([^(]*?)\s*\(\s*(-?\d+)\s*(?:,\s*(-?\d+)\s*)?\)\s*(.*)$/s;

/**
 * What a type as Postgres (or an author) spells it means; `native` for what has no neutral counterpart: ranges, intervals, enums,
 * domains and composite types.
 */
export function parseType(native: string): LogicalType {
  const whole = native.trim();
  const end = arrayEnd.exec(whole);
  if (end !== null) return { kind: 'array', of: parseType(whole.slice(0, end.index)) };
  const [, before = whole, first, second, behind = ''] = withNumbers.exec(whole) ?? [];
  const name = `${before} ${behind}`
    .trim()
    .replaceAll(/\s+/g, ' ')
    .toLowerCase()
    .replace(/^pg_catalog\./, '');
  if (/^(?:numeric|decimal|dec)$/.test(name)) return decimal(first, second);
  const found = named.get(name) ?? { kind: 'native', name: whole };
  if (found.kind !== 'string') return found;
  return { kind: 'string', length: first === undefined ? (isOneCharacter.test(name) ? 1 : null) : Number(first) };
}

const decimal = (precision: string | undefined, scale = '0'): LogicalType =>
  precision === undefined
    ? { kind: 'decimal', precision: null, scale: null }
    : { kind: 'decimal', precision: Number(precision), scale: Number(scale) };
const isOneCharacter = /^(?:char|character)$/;
