import { WarehouseError, type WarehouseErrorFields, type WarehouseErrorReason } from '../../src/adapter/error.ts';
import { messageOf } from '../../src/diagnostic/messages/index.ts';
import { didYouMean } from '../../src/diagnostic/messages/message.ts';
import { nearest } from '../../src/diagnostic/nearest.ts';
import { csvError } from './csv-error.ts';

/** What DuckDB says when `errors_as_json` is set, or what its plain text tells. */
export interface NativeError {
  /** `Binder`, `IO`, `TransactionContext`, …: the exception's type without the word `Error`. */
  readonly code: string | null;
  readonly message: string;
  readonly subtype: string | null;
  /** The name that the error is about. */
  readonly name: string | null;
  readonly candidates: readonly string[];
  /** As DuckDB counts: code points for syntax errors, UTF-8 bytes for all others. */
  readonly position: number | null;
}

export function warehouseError(error: unknown, sql: string): WarehouseError {
  if (error instanceof WarehouseError) return error;
  const native = nativeError(error instanceof Error ? error.message : String(error));
  const special = specialCase(native, sql);
  const fields: WarehouseErrorFields = {
    reason: reasonOf(native),
    message: ownMessage(native),
    hint: hintOf(native) ?? messageAndAdvice(native)[1],
    offset: offsetOf(native, sql),
    ...special,
    native: { code: native.code, message: native.message },
  };
  return new WarehouseError(fields, { cause: error });
}

export function nativeError(text: string): NativeError {
  const json = /^(?:Failed to [\w ]+: )?(?:[\w ]+ Error: )?(\{"exception_type".*\})\s*$/s.exec(text)?.[1];
  const fields = json === undefined ? null : parsed(json);
  if (fields === null) return plainError(text);
  return {
    code: fields['exception_type'] ?? null,
    message: fields['exception_message'] ?? text,
    subtype: fields['error_subtype'] ?? null,
    name: fields['name'] ?? null,
    candidates: (fields['candidates'] ?? '')
      .split(',')
      .map(name => name.trim())
      .filter(name => name !== ''),
    position: fields['position'] === undefined ? null : Number(fields['position']),
  };
}

function parsed(json: string): Readonly<Record<string, string>> | null {
  try {
    return JSON.parse(json) as Readonly<Record<string, string>>;
  } catch {
    return null;
  }
}

function plainError(text: string): NativeError {
  const [, code = null, message = text] = /^([A-Z][\w ]*?) (?:Error|exception): (.*)$/s.exec(text) ?? [];
  return {
    code,
    message: message.replace(/\n+LINE \d+:[^\n]*\n\s*\^\s*$/, '').trim(),
    subtype: null,
    name: null,
    candidates: [],
    position: null,
  };
}

const reasons: Readonly<Record<string, WarehouseErrorReason>> = {
  Parser: 'syntax',
  Syntax: 'syntax',
  Binder: 'syntax',
  Dependency: 'exists',
  TransactionContext: 'conflict',
  Conversion: 'data',
  Constraint: 'data',
  'Invalid Input': 'data',
  'Out of Range': 'data',
  'Mismatch Type': 'data',
  'Divide by Zero': 'data',
  'Out of Memory': 'limit',
  INTERRUPT: 'cancelled',
  Permission: 'permission',
  HTTP: 'connection',
  Connection: 'connection',
  'Extension Autoloading': 'missing',
  'Missing Extension': 'missing',
};

function reasonOf({ code, subtype, message }: NativeError): WarehouseErrorReason {
  if (subtype === 'ENTRY_ALREADY_EXISTS' || (code === 'Catalog' && /already exists/.test(message))) return 'exists';
  if (subtype === 'COLUMN_NOT_FOUND' || subtype === 'MISSING_ENTRY') return 'missing';
  if ((code === 'Binder' || code === 'Catalog') && /does not (?:exist|have a column)/.test(message)) return 'missing';
  if (code === 'Catalog') return /^Existing object|^Could not drop|depend on it/.test(message) ? 'exists' : 'other';
  if (/attached in read-only mode|Permission denied/.test(message)) return 'permission';
  if (code === 'IO') return /No files found|No such file/.test(message) ? 'missing' : 'other';
  return reasons[code ?? ''] ?? 'other';
}

/** Fields that known situations set better than the general rules. */
function specialCase(native: NativeError, sql: string): Partial<WarehouseErrorFields> {
  const { code, message } = native;
  if (code === 'INTERRUPT') return cancelledFields();
  // Before conflicts, since DuckDB tells a commit that could not be written as one.
  if (isDiskFull(message))
    return { ...named('warehouse-disk-full', { file: unwrittenFile(message) }), reason: 'limit', offset: null };
  if (/File too large/.test(message))
    return { ...named('warehouse-file-limit', { file: unwrittenFile(message) }), reason: 'limit', offset: null };
  if (isConflict(native))
    return {
      ...named('warehouse-conflict', { text: shortConflict(message) }),
      reason: 'conflict',
      retry: 'if-repeatable',
      offset: null,
    };
  if (code === 'Out of Memory')
    return { ...named('warehouse-memory', { detail: message.split('\n')[0] ?? message }), reason: 'limit' };
  const extension = /(?:required extension '|^Extension "(?:[^"]*\/)?)([a-z_0-9]+?)(?:\.duckdb_extension)?["']/.exec(
    message,
  )?.[1];
  if (extension !== undefined) return { ...named('warehouse-extension-missing', { extension }), reason: 'missing' };
  const readOnly = /on database "(.*)" which is attached in read-only mode/.exec(message)?.[1];
  if (readOnly !== undefined) return named('warehouse-read-only', { database: readOnly });
  const csv = csvError(message, sql);
  if (csv === null) return {};
  return { message: csv.message.text, hint: csv.message.hint, reason: 'data', offset: null, place: csv.place };
}

export const cancelledFields = (): Pick<WarehouseErrorFields, 'reason' | 'message' | 'hint' | 'offset'> => ({
  ...named('warehouse-cancelled', {}),
  reason: 'cancelled',
  offset: null,
});

type Named = Pick<WarehouseErrorFields, 'message' | 'hint'>;
function named<C extends Parameters<typeof messageOf>[0]>(code: C, params: Parameters<typeof messageOf<C>>[1]): Named {
  const { text, hint } = messageOf(code, params);
  return { message: text, hint };
}

const isDiskFull = (message: string): boolean => /No space left on device|Disk quota exceeded/.test(message);
const unwrittenFile = (message: string): string | null => /write (?:to )?file "([^"]*)"/.exec(message)?.[1] ?? null;

const isConflict = ({ code, message }: NativeError): boolean =>
  code === 'TransactionContext'
    ? !/transaction is aborted|no transaction|within a transaction/.test(message)
    : /write-write conflict|Conflict on /.test(message);

/** `Catalog write-write conflict on create with "Schema\0main\0main\0Table\0main\0cc"`: the name is its last part. */
const shortConflict = (message: string): string => {
  const path = /with "(.*)"/s
    .exec(message)?.[1]
    ?.split(/\\0|\0/)
    .at(-1);
  return path === undefined ? message.trim().replace(/[!.]$/, '') : `a conflict on \`${path}\``;
};

/** DuckDB appends what it would rather have seen, or advice, which becomes the hint. */
const ownMessage = (native: NativeError): string => messageAndAdvice(native)[0];

function messageAndAdvice({ code, message }: NativeError): readonly [string, string | null] {
  const own = message.replace(/\n\s*(?:Candidate bindings|Candidate functions|Did you mean|Possible fixes)[\s\S]*$/, '').trim();
  const [first = own, ...rest] = code === 'Binder' ? own.split('\n') : [own];
  return [first, rest.length === 0 ? null : rest.join(' ')];
}

function hintOf(native: NativeError): string | null {
  const { message, candidates, name } = native;
  const functions = /Candidate functions:\n([\s\S]*)$/.exec(message)?.[1]?.trim();
  if (functions !== undefined) return `It takes ${listed(functions.split('\n').map(line => line.trim()))}.`;
  const suggested = /Did you mean "([^"]+)"\?/.exec(message)?.[1];
  if (suggested !== undefined) return suggestionIsNoise(suggested) ? null : didYouMean(suggested);
  const bindings = /Candidate bindings: (.*)$/m.exec(message)?.[1];
  const names = bindings === undefined ? candidates : [...bindings.matchAll(/"((?:[^"]|"")*)"/g)].map(found => found[1] ?? '');
  const about = name ?? [...ownMessage(native).matchAll(/"([^"]+)"/g)].at(-1)?.[1] ?? null;
  const near = about === null ? null : nearest(about, names);
  if (near !== null || bindings === undefined) return didYouMean(near);
  // DuckDB puts the most similar first.
  return names.length === 0 ? null : `Did you mean ${listed(names.slice(0, 3))}?`;
}

const listed = (names: readonly string[]): string => names.map(name => `\`${name}\``).join(' or ');

/** A missing table gets a system view for a neighbour when nothing of the user's is near. */
const suggestionIsNoise = (name: string): boolean => /(?:^|\.)(?:pg_|sqlite_|duckdb_|information_schema\b)/.test(name);

function offsetOf({ position, code }: NativeError, sql: string): number | null {
  if (position === null || !Number.isInteger(position)) return null;
  return code === 'Parser' ? fromCodePoints(sql, position) : fromBytes(sql, position);
}

function fromCodePoints(sql: string, position: number): number {
  let units = 0;
  for (let points = 0; points < position && units < sql.length; points += 1)
    units += (sql.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  return units;
}

function fromBytes(sql: string, position: number): number {
  let units = 0;
  for (let bytes = 0; bytes < position && units < sql.length; ) {
    const point = sql.codePointAt(units) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    units += point > 0xffff ? 2 : 1;
  }
  return units;
}
