import { WarehouseError, type WarehouseErrorFields, type WarehouseErrorReason } from '../../src/adapter/error.ts';
import { messageOf } from '../../src/diagnostic/messages/index.ts';
import { didYouMean } from '../../src/diagnostic/messages/message.ts';
import { notKept } from './keep.ts';

/** What the driver says: an answer of the server, or, without a `severity`, what befell the connection. */
export interface NativeError {
  readonly message: string;
  /** An SQLSTATE, or a code of the system such as `ECONNRESET`. */
  readonly code: string | null;
  readonly severity: string | null;
  readonly detail: string | null;
  readonly hint: string | null;
  /** In characters, from 1. */
  readonly position: number | null;
  /** The call stack on the server. */
  readonly where: string | null;
  readonly constraint: string | null;
}

export function nativeError(error: unknown): NativeError {
  const fields = (typeof error === 'object' && error !== null ? error : {}) as Readonly<Record<string, unknown>>;
  const text = (name: string): string | null => (typeof fields[name] === 'string' ? (fields[name] as string) : null);
  const position = Number(fields['position'] ?? Number.NaN);
  return {
    message: error instanceof Error ? error.message : String(error),
    code: text('code'),
    severity: text('severity'),
    detail: text('detail'),
    hint: text('hint'),
    position: Number.isNaN(position) ? null : position,
    where: text('where'),
    constraint: text('constraint'),
  };
}

/** Why a statement failed. */
export function warehouseError(error: unknown, sql: string): WarehouseError {
  if (error instanceof WarehouseError) return error;
  const native = nativeError(error);
  const fields: WarehouseErrorFields = {
    reason: reasonOf(native),
    message: ownMessage(native),
    hint: hintOf(native),
    offset: native.position === null ? null : fromCodePoints(sql, native.position - 1),
    ...specialCase(native),
    native: { code: native.code, message: native.message },
  };
  return new WarehouseError(fields, { cause: error });
}

/** By SQLSTATE, the whole code before its class. */
const reasons: Readonly<Record<string, WarehouseErrorReason>> = {
  '42P01': 'missing',
  '42703': 'missing',
  '42804': 'data',
  '42883': 'missing',
  '42704': 'missing',
  '3F000': 'missing',
  '3D000': 'missing',
  '42P07': 'exists',
  '42710': 'exists',
  '42P06': 'exists',
  '42723': 'exists',
  '2BP01': 'exists',
  '42501': 'permission',
  '25006': 'permission',
  '57014': 'cancelled',
  '55P03': 'timeout',
  '40': 'conflict',
  '42': 'syntax',
  '21': 'data',
  '22': 'data',
  '23': 'data',
  '44': 'data',
  '28': 'permission',
  '53': 'limit',
  '54': 'limit',
  '08': 'connection',
  '57': 'connection',
};

const reasonOf = ({ code, severity }: NativeError): WarehouseErrorReason =>
  severity === null ? 'connection' : (reasons[code ?? ''] ?? reasons[code?.slice(0, 2) ?? ''] ?? 'other');

/** Fields that known situations set better than the general rules. */
function specialCase(native: NativeError): Partial<WarehouseErrorFields> {
  const detail = native.message.replace(/\.$/, '');
  if (native.code === notKept)
    return { ...named('warehouse-not-kept', { dependent: native.message, detail: native.detail ?? '' }), reason: 'exists' };
  if (native.code === '57014')
    return /statement timeout|lock timeout/.test(native.message)
      ? { ...named('warehouse-timeout', { detail }), reason: 'timeout' }
      : cancelledFields();
  if (native.code === '55P03') return named('warehouse-timeout', { detail });
  if (native.code === '53100' || /No space left on device|File too large|Disk quota exceeded/.test(native.message))
    return { ...named('warehouse-server-full', { detail }), reason: 'limit', offset: null };
  if (native.code === '42501') return named('warehouse-permission', { detail: ownMessage(native), ...deniedOn(native.message) });
  if (isConflict(native))
    return { ...named('warehouse-conflict', { text: detail }), reason: 'conflict', retry: 'if-repeatable', offset: null };
  if (isLost(native)) return { ...named('warehouse-connection-lost', { detail }), reason: 'connection', offset: null };
  return {};
}

/** `permission denied for schema main`, `must be owner of table orders`. Kind and name are null where the server says it in another way. */
function deniedOn(message: string): { readonly kind: string | null; readonly name: string; readonly isOwned: boolean } {
  const [, owned, kind, name = ''] =
    /^(?:permission denied for|(must be owner of)) ([a-z ]*[a-z]) "?([^"]+?)"?$/.exec(message) ?? [];
  return { kind: kind ?? null, name, isOwned: owned !== undefined };
}

/**
 * Sessions that make one schema or one table at the same instant meet in the catalog's own indexes; one that looks at what another is
 * dropping finds it gone.
 */
const isConflict = ({ code, constraint, message }: NativeError): boolean =>
  code?.startsWith('40') === true ||
  (code === '23505' && constraint?.startsWith('pg_') === true) ||
  (code === 'XX000' &&
    /tuple concurrently (?:updated|deleted)|could not open relation with OID|cache lookup failed/.test(message));

const isLost = ({ code, severity }: NativeError): boolean => severity === null || /^(?:08|57P0[1-4])/.test(code ?? '');

export const isLostConnection = (error: unknown): boolean => !(error instanceof WarehouseError) && isLost(nativeError(error));

export const cancelledFields = (): Pick<WarehouseErrorFields, 'reason' | 'message' | 'hint' | 'offset'> => ({
  ...named('warehouse-cancelled', {}),
  reason: 'cancelled',
  offset: null,
});

export type Named = Pick<WarehouseErrorFields, 'message' | 'hint'>;
export function named<C extends Parameters<typeof messageOf>[0]>(code: C, params: Parameters<typeof messageOf<C>>[1]): Named {
  const { text, hint } = messageOf(code, params);
  return { message: text, hint };
}

/** The detail of a broken constraint or a refused drop names the key or the objects. */
const ownMessage = ({ message, detail }: NativeError): string =>
  detail === null ? message : `${message.replace(/\.$/, '')}. ${detail}`;

/** `Perhaps you meant to reference the column "orders.amount".` */
function hintOf({ hint }: NativeError): string | null {
  const near = /^Perhaps you meant to reference the (?:column|table alias) "([^"]+)"\.$/.exec(hint ?? '')?.[1];
  return near === undefined ? hint : didYouMean(near);
}

function fromCodePoints(sql: string, position: number): number {
  let units = 0;
  for (let points = 0; points < position && units < sql.length; points += 1)
    units += (sql.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  return units;
}
