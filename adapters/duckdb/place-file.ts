import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Statement } from '../../src/adapter/adapter.ts';
import { isAsideOf } from '../../src/adapter/aside-file.ts';
import { WarehouseError } from '../../src/adapter/error.ts';

/** Lets `write` write the file aside and puts it in its place; a failure leaves what was there. Paths that are URLs are left to DuckDB. */
export async function placing<T>({ aside, path }: NonNullable<Statement['writes']>, write: () => Promise<T>): Promise<T> {
  if (aside === path) return write();
  try {
    await mkdir(dirname(path), { recursive: true });
    await sweep(path);
    const result = await write();
    await place(aside, path);
    return result;
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    throw error instanceof WarehouseError ? error : fileError(error);
  }
}

/** What killed runs left; one process holds the database, so none of it is in use. */
async function sweep(path: string): Promise<void> {
  for (const name of await readdir(dirname(path)))
    if (isAsideOf(name, path)) await rm(join(dirname(path), name), { recursive: true, force: true });
}

/** A file is replaced in one act; a folder is first moved out of the way. */
async function place(aside: string, path: string): Promise<void> {
  const isFolder = await stat(path).then(
    found => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return rename(aside, path);
  const old = `${aside}~`;
  await rename(path, old);
  await rename(aside, path);
  await rm(old, { recursive: true, force: true });
}

function fileError(cause: unknown): WarehouseError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null;
  const reason = code === 'EACCES' || code === 'EPERM' ? 'permission' : code === 'ENOSPC' ? 'limit' : 'other';
  return new WarehouseError({ reason, native: { code, message } }, { cause });
}
