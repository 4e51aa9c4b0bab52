import type { Dirent } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderEntry, ProjectFiles } from './project-files.ts';

/** The disk. */
export const nodeFiles: ProjectFiles = {
  read: path => unlessAbsent(readFile(path)),
  list: async path => {
    const entries = await unlessAbsent(readdir(path, { withFileTypes: true }));
    if (entries === null) return null;
    const known = await Promise.all(entries.map(entry => folderEntry(path, entry)));
    return known.filter(entry => entry !== null);
  },
  size: async path => (await stat(path)).size,
  realPath: path => realpath(path),
};

async function folderEntry(dir: string, entry: Dirent): Promise<FolderEntry | null> {
  const isLink = entry.isSymbolicLink();
  const target = isLink ? await stat(join(dir, entry.name)).catch(() => null) : entry;
  if (target?.isDirectory()) return { name: entry.name, kind: 'folder', isLink };
  return target?.isFile() ? { name: entry.name, kind: 'file', isLink } : null;
}

async function unlessAbsent<T>(wanted: Promise<T>): Promise<T | null> {
  try {
    return await wanted;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}
