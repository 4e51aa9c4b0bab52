import { type Dirent, readFileSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderEntry, ProjectFiles } from './project-files.ts';

/** The disk. Files are read one after the other, since handing small ones to threads costs more than reading them. */
export const nodeFiles: ProjectFiles = {
  // Measured on 10,000 small files: 50 ms, against 110 ms with callbacks and 450 ms with `fs/promises`.
  read: path => unlessAbsent(Promise.resolve().then(() => readFileSync(path))),
  list: async path => {
    const entries = await unlessAbsent(readdir(path, { withFileTypes: true }));
    if (entries === null) return null;
    const links = await Promise.all(entries.filter(entry => entry.isSymbolicLink()).map(entry => followed(path, entry.name)));
    return [
      ...entries.flatMap(entry => folderEntry({ name: entry.name, target: entry, isLink: false }) ?? []),
      ...links.filter(entry => entry !== null),
    ];
  },
  size: async path => (await stat(path)).size,
  realPath: path => realpath(path),
};

/** Null for a link that leads nowhere. */
async function followed(dir: string, name: string): Promise<FolderEntry | null> {
  const target = await stat(join(dir, name)).catch(() => null);
  return target === null ? null : folderEntry({ name, target, isLink: true });
}

interface FoundEntry {
  readonly name: string;
  readonly target: Pick<Dirent, 'isFile' | 'isDirectory'>;
  readonly isLink: boolean;
}

/** Null for what is neither file nor folder, such as a socket, or a link that has yet to be followed. */
function folderEntry({ name, target, isLink }: FoundEntry): FolderEntry | null {
  if (target.isDirectory()) return { name, kind: 'folder', isLink };
  return target.isFile() ? { name, kind: 'file', isLink } : null;
}

/** What stands for nothing there; `EISDIR`: a folder has the file's name. */
const ABSENT = new Set<unknown>(['ENOENT', 'ENOTDIR', 'EISDIR']);

async function unlessAbsent<T>(wanted: Promise<T>): Promise<T | null> {
  try {
    return await wanted;
  } catch (error) {
    if (error instanceof Error && 'code' in error && ABSENT.has(error.code)) return null;
    throw error;
  }
}
