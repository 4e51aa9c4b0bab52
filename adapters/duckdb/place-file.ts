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

/**
 * What killed runs left; one process holds the database, so none of it is in use. A run that was killed between the two renames of a
 * folder has left nothing under its name: then the old one comes back, so that nothing is lost whatever becomes of the new one.
 */
async function sweep(path: string): Promise<void> {
  const left = (await readdir(dirname(path))).filter(name => isAsideOf(name, path));
  const old = left.find(name => name.endsWith(MOVED));
  if (old !== undefined && (await kindOf(path)) === 'nothing') await rename(join(dirname(path), old), path);
  for (const name of left) await rm(join(dirname(path), name), { recursive: true, force: true });
}

/** The end of the name of a folder that makes way. */
const MOVED = '~';

/** A file is replaced in one act; a folder is first moved out of the way, since no call of the system replaces one that is not empty. */
async function place(aside: string, path: string): Promise<void> {
  if ((await kindOf(path)) !== 'folder') return rename(aside, path);
  const old = `${aside}${MOVED}`;
  await rename(path, old);
  try {
    await rename(aside, path);
  } catch (error) {
    await rename(old, path);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}

const kindOf = (path: string): Promise<'file' | 'folder' | 'nothing'> =>
  stat(path).then(
    found => (found.isDirectory() ? 'folder' : 'file'),
    () => 'nothing',
  );

function fileError(cause: unknown): WarehouseError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null;
  const reason = code === 'EACCES' || code === 'EPERM' ? 'permission' : code === 'ENOSPC' ? 'limit' : 'other';
  return new WarehouseError({ reason, native: { code, message } }, { cause });
}
