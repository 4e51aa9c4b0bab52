import { WarehouseError, type WarehouseErrorFields } from '../../src/adapter/error.ts';
import type { PostgresConfig } from './config.ts';
import { type NativeError, named, nativeError, warehouseError } from './error.ts';

/** Why there is no connection. */
export function connectError(error: unknown, config: PostgresConfig): WarehouseError {
  if (error instanceof WarehouseError) return error;
  const native = firstOf(error);
  const fields = native.severity === null ? networkFields(native, config) : serverFields(native, config);
  if (fields === null) return warehouseError(error, '');
  return new WarehouseError({ ...fields, native: { code: native.code, message: native.message } }, { cause: error });
}

/** When a name has several addresses, the system's errors for each of them come together. */
const firstOf = (error: unknown): NativeError =>
  nativeError(error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error);

const addressOf = ({ host, port }: PostgresConfig): string =>
  host.startsWith('/') ? `${host}/.s.PGSQL.${port}` : `${host.includes(':') ? `[${host}]` : host}:${port}`;

type Fields = Omit<WarehouseErrorFields, 'native'>;

function networkFields({ code, message }: NativeError, config: PostgresConfig): Fields {
  const address = addressOf(config);
  const { mode } = config.ssl;
  if (code === 'ECONNREFUSED' || code === 'ENOENT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return { ...named('warehouse-refused', { address }), reason: 'connection', retry: 'always' };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return { ...named('warehouse-host-unknown', { host: config.host }), reason: 'connection', retry: 'always' };
  if (code === 'ETIMEDOUT' || /timeout expired|due to connection timeout/.test(message)) {
    const params = { address, seconds: config.connectTimeout };
    return { ...named('warehouse-connect-timeout', params), reason: 'timeout', retry: 'always' };
  }
  if (/server does not support SSL/i.test(message))
    return { ...named('warehouse-ssl-unsupported', { mode }), reason: 'connection' };
  if (isTls(code, message)) return { ...named('warehouse-ssl-failed', { mode, detail: message }), reason: 'connection' };
  if (/password must be a string|no password|password was provided/i.test(message)) {
    const params = { user: config.user, detail: 'it asks for a password, and the profile has none' };
    return { ...named('warehouse-login-refused', params), reason: 'permission' };
  }
  return {
    ...named('warehouse-connect-failed', { address, detail: message.replace(/\.$/, '') }),
    reason: 'connection',
    retry: 'always',
  };
}

const isTls = (code: string | null, message: string): boolean =>
  /^(?:ERR_SSL|ERR_TLS|ERR_OSSL|CERT_|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED)/.test(code ?? '') ||
  /certificate|\bTLS\b|\bSSL\b/.test(message);

function serverFields({ code, message }: NativeError, config: PostgresConfig): Fields | null {
  const detail = message.replace(/\.$/, '');
  if (code === '3D000') return { ...named('warehouse-database-missing', { database: config.database }), reason: 'missing' };
  if (code === '28000' && /pg_hba\.conf/.test(message))
    return { ...named('warehouse-access-refused', { detail }), reason: 'permission' };
  if (code?.startsWith('28')) return { ...named('warehouse-login-refused', { user: config.user, detail }), reason: 'permission' };
  if (code === '53300') return { ...named('warehouse-connections-exhausted', { detail }), reason: 'limit', retry: 'always' };
  // The server is starting, stopping or recovering.
  if (code === '57P03' || code === '57P01' || code === '57P02')
    return {
      ...named('warehouse-connect-failed', { address: addressOf(config), detail }),
      reason: 'connection',
      retry: 'always',
    };
  return null;
}
