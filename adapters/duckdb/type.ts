import type { LogicalType, Sql } from '../../src/sql/relation.ts';
import { type Token, tokens } from '../../src/sql/token.ts';
import { duckdbLexis } from './lexis.ts';
import { quoting } from './quote.ts';

const integers = { 8: 'TINYINT', 16: 'SMALLINT', 32: 'INTEGER', 64: 'BIGINT', 128: 'HUGEINT' } as const;

/** The DuckDB spelling of a type. */
export function typeName(type: LogicalType): Sql {
  return spell(type) as Sql;
}

function spell(type: LogicalType): string {
  switch (type.kind) {
    case 'boolean':
    case 'date':
    case 'time':
    case 'json':
    case 'uuid':
      return type.kind.toUpperCase();
    case 'float':
      return 'DOUBLE';
    case 'binary':
      return 'BLOB';
    case 'string':
      return 'VARCHAR';
    case 'integer':
      return integers[type.bits];
    case 'decimal':
      return `DECIMAL(${type.precision ?? 38},${type.scale ?? 9})`;
    case 'timestamp':
      return type.zone === 'none' ? 'TIMESTAMP' : 'TIMESTAMP WITH TIME ZONE';
    case 'array':
      return `${spell(type.of)}[]`;
    case 'struct':
      return `STRUCT(${type.fields.map(field => `${quoting.identifier(field.name)} ${spell(field.type)}`).join(', ')})`;
    case 'native':
      return type.name;
    default:
      return type satisfies never;
  }
}

const string: LogicalType = { kind: 'string', length: null };
const integer = (bits: 8 | 16 | 32 | 64 | 128): LogicalType => ({ kind: 'integer', bits });
const timestamp: LogicalType = { kind: 'timestamp', zone: 'none' };
const timestampTz: LogicalType = { kind: 'timestamp', zone: 'utc' };

/** Unsigned types get the signed size that holds all their values. */
const named: ReadonlyMap<string, LogicalType> = new Map<string, LogicalType>([
  ...entries({ kind: 'boolean' }, 'boolean', 'bool', 'logical'),
  ...entries(integer(8), 'tinyint', 'int1'),
  ...entries(integer(16), 'smallint', 'int2', 'int16', 'short', 'utinyint', 'uint8'),
  ...entries(integer(32), 'integer', 'int', 'int4', 'int32', 'signed', 'integral', 'usmallint', 'uint16'),
  ...entries(integer(64), 'bigint', 'int8', 'int64', 'long', 'oid', 'uinteger', 'uint32'),
  ...entries(integer(128), 'hugeint', 'int128', 'ubigint', 'uint64'),
  ...entries({ kind: 'float' }, 'float', 'float4', 'real', 'double', 'float8', 'double precision'),
  ...entries(string, 'varchar', 'text', 'string', 'char', 'bpchar', 'nvarchar', 'character varying', 'character'),
  ...entries({ kind: 'binary' }, 'blob', 'bytea', 'binary', 'varbinary'),
  ...entries({ kind: 'date' }, 'date'),
  ...entries({ kind: 'time' }, 'time', 'time without time zone', 'time_ns'),
  ...entries(timestamp, 'timestamp', 'datetime', 'timestamp without time zone'),
  ...entries(timestamp, 'timestamp_s', 'timestamp_ms', 'timestamp_us', 'timestamp_ns'),
  ...entries(timestampTz, 'timestamp with time zone', 'timestamptz'),
  ...entries({ kind: 'json' }, 'json'),
  ...entries({ kind: 'uuid' }, 'uuid', 'guid'),
]);

function entries(type: LogicalType, ...names: readonly string[]): readonly (readonly [string, LogicalType])[] {
  return names.map(name => [name, type]);
}

/** What a type as DuckDB (or an author) spells it means; `native` for what has no neutral counterpart: maps, unions, enums, intervals. */
export function parseType(native: string): LogicalType {
  const whole = native.trim();
  const parts = [...tokens(whole, duckdbLexis)].filter(token => token.kind !== 'space' && token.kind !== 'comment');
  return parseTokens(whole, parts) ?? { kind: 'native', name: whole };
}

const slice = (text: string, tokens: readonly Token[]): string => text.slice(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0);
const isSymbol = (text: string, token: Token | undefined, symbol: string): boolean =>
  token !== undefined && token.kind === 'symbol' && text[token.start] === symbol;

function parseTokens(text: string, parts: readonly Token[]): LogicalType | null {
  if (parts.length === 0) return null;
  const element = arrayElement(text, parts);
  if (element !== null)
    return { kind: 'array', of: parseTokens(text, element) ?? { kind: 'native', name: slice(text, element) } };
  const open = parts.findIndex(token => isSymbol(text, token, '('));
  const words = (open === -1 ? parts : [...parts.slice(0, open), ...afterClose(text, parts, open)]).map(token =>
    slice(text, [token]).toLowerCase(),
  );
  const name = words.join(' ');
  const args = open === -1 ? [] : split(text, parts.slice(open + 1, closing(text, parts, open)));
  if (name === 'decimal' || name === 'numeric' || name === 'dec') return decimal(args.map(arg => Number(slice(text, arg))));
  if (name === 'struct' || name === 'row') return struct(text, args);
  const found = named.get(name) ?? null;
  return found?.kind === 'string' && args[0] !== undefined ? { kind: 'string', length: Number(slice(text, args[0])) } : found;
}

/** `X[]` and `X[3]`: the tokens of X. */
function arrayElement(text: string, parts: readonly Token[]): readonly Token[] | null {
  if (!isSymbol(text, parts.at(-1), ']')) return null;
  const open = parts.findLastIndex(token => isSymbol(text, token, '['));
  return open > 0 ? parts.slice(0, open) : null;
}

function closing(text: string, parts: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < parts.length; at += 1) {
    if (isSymbol(text, parts[at], '(')) depth += 1;
    else if (isSymbol(text, parts[at], ')')) depth -= 1;
    if (depth === 0) return at;
  }
  return parts.length;
}
const afterClose = (text: string, parts: readonly Token[], open: number): readonly Token[] =>
  parts.slice(closing(text, parts, open) + 1);

/** Arguments at the top level, cut at commas. */
function split(text: string, parts: readonly Token[]): readonly (readonly Token[])[] {
  const args: Token[][] = [[]];
  let depth = 0;
  for (const token of parts) {
    if (isSymbol(text, token, '(')) depth += 1;
    if (isSymbol(text, token, ')')) depth -= 1;
    if (depth === 0 && isSymbol(text, token, ',')) args.push([]);
    else args.at(-1)?.push(token);
  }
  return args.filter(arg => arg.length > 0);
}

// 18 and 3 are DuckDB's own defaults.
const decimal = ([precision = 18, scale]: readonly number[]): LogicalType => ({
  kind: 'decimal',
  precision,
  scale: scale ?? (precision === 18 ? 3 : 0),
});

function struct(text: string, args: readonly (readonly Token[])[]): LogicalType {
  const fields = args.map(([name, ...type]) => ({
    name: name === undefined ? '' : unquoted(slice(text, [name]), name),
    type: parseTokens(text, type) ?? ({ kind: 'native', name: slice(text, type) } as const),
  }));
  return { kind: 'struct', fields };
}

const unquoted = (text: string, token: Token): string => (token.kind === 'name' ? text.slice(1, -1).replaceAll('""', '"') : text);
