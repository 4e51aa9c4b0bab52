import { randomBytes } from 'node:crypto';
import { renameSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../artifact/folder.ts';
import { isThere } from './workshop.ts';

/** What a folder beside the packages folder is named after whose it is; a dot first, so that nobody reads it. */
const asidePattern = /^\.(.+)\.mw-([\w-]+)-(\d+)-[0-9a-f]+(\.old)?$/;

const thisHost = (): string => hostname().replace(/[^\w-]/g, '-') || 'host';

/** Makes the folder in which packages are put together, in the same file system, since only so a rename is one act. */
export async function makeAside(packagesDir: string): Promise<string> {
  makeFolder(dirname(packagesDir));
  const name = `.${basename(packagesDir)}.mw-${thisHost()}-${process.pid}-${randomBytes(4).toString('hex')}`;
  const aside = join(dirname(packagesDir), name);
  await mkdir(aside);
  return aside;
}

/**
 * Puts the folder in the place of the packages folder. Between the two renames nothing else runs, so that only a kill of the
 * process within microseconds finds the place empty; `sweep` then puts the old one back.
 */
export async function exchange(made: string, packagesDir: string, aside: string): Promise<void> {
  const old = `${aside}.old`;
  if (await isThere(packagesDir)) renameSync(packagesDir, old);
  try {
    renameSync(made, packagesDir);
  } catch (error) {
    if (await isThere(old)) await rename(old, packagesDir);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}

const staleMs = 48 * 60 * 60 * 1000;

/** Removes what killed processes left, and puts back the packages that one had moved out of the way. */
export async function sweep(packagesDir: string): Promise<void> {
  const parent = dirname(packagesDir);
  for (const name of await readdir(parent).catch(() => [])) {
    const [, folder, host, pid, old] = asidePattern.exec(name) ?? [];
    if (folder !== basename(packagesDir)) continue;
    const path = join(parent, name);
    if (!(await isOver({ host, pid: Number(pid), path }))) continue;
    if (old !== undefined && !(await isThere(packagesDir))) await rename(path, packagesDir);
    else await rm(path, { recursive: true, force: true });
  }
}

/** Of other machines that share the disk nobody knows what runs there, so they get time. */
async function isOver(left: {
  readonly host: string | undefined;
  readonly pid: number;
  readonly path: string;
}): Promise<boolean> {
  if (left.host === thisHost() && !runs(left.pid)) return true;
  const found = await stat(left.path).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > staleMs;
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
