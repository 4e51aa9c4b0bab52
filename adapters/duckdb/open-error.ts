import { existsSync, statSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import { WarehouseError, type WarehouseErrorReason } from '../../src/adapter/error.ts';
import { messageOf } from '../../src/diagnostic/messages/index.ts';
import type { Message } from '../../src/diagnostic/messages/message.ts';
import { type NativeError, nativeError, warehouseError } from './error.ts';

export interface Opened {
  /** Absolute, as is `projectDir`. */
  readonly file: string;
  /** Paths in messages start here. */
  readonly projectDir: string;
}

/** Why a database file cannot be opened. */
export function openError(error: unknown, { file, projectDir }: Opened): WarehouseError {
  const native = nativeError(error instanceof Error ? error.message : String(error));
  const [reason, { text: whole, hint }] = known(native, file) ?? general(error);
  const text = whole.replaceAll(`\`${projectDir}${sep}`, '`');
  const retry = reason === 'locked' ? 'always' : 'never';
  return new WarehouseError(
    { reason, message: text, hint, retry, native: { code: native.code, message: native.message } },
    { cause: error },
  );
}

function general(error: unknown): readonly [WarehouseErrorReason, Message] {
  const { reason, message, hint } = warehouseError(error, '');
  return [reason === 'other' ? 'connection' : reason, { text: message, hint }];
}

function known({ message }: NativeError, file: string): readonly [WarehouseErrorReason, Message] | null {
  if (/Conflicting lock is held|Could not set lock on file|used by another process/.test(message))
    return ['locked', messageOf('warehouse-locked', { file, ...holderOf(message) })];
  if (/different configuration than existing connections/.test(message))
    return ['connection', messageOf('warehouse-opened-otherwise', { file })];
  if (/not a valid DuckDB database file/.test(message)) return ['data', messageOf('warehouse-not-a-database', { file })];
  if (/can only read versions? |newer version of DuckDB|newer than this version/.test(message))
    return ['other', messageOf('warehouse-newer-file', { file, detail: versionDetail(message) })];
  if (/Corrupt database file|checksum/.test(message)) return ['data', messageOf('warehouse-corrupt', { file, detail: message })];
  if (/Permission denied|Read-only file system|read-only/i.test(message))
    return ['permission', messageOf('warehouse-file-denied', { file })];
  const option = /options were not recognized: (.*)/.exec(message)?.[1];
  if (option !== undefined)
    return ['data', messageOf('warehouse-setting-failed', { name: option, detail: 'DuckDB does not know this option' })];
  if (isFolder(file)) return ['other', messageOf('warehouse-path-is-folder', { file })];
  const folder = dirname(file);
  return !/No such file|Not a directory/.test(message) || isFolder(folder)
    ? null
    : ['missing', messageOf('warehouse-folder-missing', { file, folder })];
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

/** `Conflicting lock is held in /usr/bin/node (PID 42) by user ann.` On Windows DuckDB names no holder, or the program after `is already open in`. */
function holderOf(message: string): { readonly program: string | null; readonly pid: number | null } {
  const [, program = null, pid] = /(?:lock is held in|File is already open in)\s+(.+?) \(PID (\d+)\)/.exec(message) ?? [];
  return { program, pid: pid === undefined ? null : Number(pid) };
}

function versionDetail(message: string): string {
  const [, found, oldest, newest] = /version number (\d+)\D+between (\d+) and (\d+)/.exec(message) ?? [];
  if (found === undefined) return (message.split('\n')[0] ?? message).trim();
  return `storage version ${found}; this one reads ${oldest} to ${newest}`;
}
