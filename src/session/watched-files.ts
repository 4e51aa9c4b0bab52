import { existsSync, type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ProjectFiles } from '../project/project-files.ts';

/** Files that are watched because they were read: nobody else needs to know what a project is made of. */
export interface WatchedFiles {
  /** Of a folder that is listed it is watched what comes and goes, of a file that is read what it says, whether it is there or not. */
  readonly files: ProjectFiles;
  /** What was not read since the last call is no longer watched. Not to be called when reading broke off in the middle. */
  settle(): void;
  close(): void;
}

export interface WatchOptions {
  /** Called with the path of what may have changed, often several times for one change. */
  readonly onChange: (path: string) => void;
  /** Called when the system refuses to watch a folder. */
  readonly onRefusal: (folder: string, error: NodeJS.ErrnoException) => void;
}

interface Watched {
  /** Null when it could not be watched. */
  readonly watcher: FSWatcher | null;
  /** Tells whether the path still leads to the folder that is watched. */
  readonly inode: number;
  names: Set<string>;
  /** What was asked for since the last `settle`. */
  wanted: Set<string>;
  /** What was in it when it was last listed; null when it never was. */
  listed: ReadonlySet<string> | null;
}

/** What is asked for when a folder is listed. */
const LIST = '';

/**
 * One watcher for each folder, and none for files. Measured on Node 20 and a project of 1,000 models: 5 ms to start and 1 ms until
 * a change is told; chokidar 4 takes 265 and 4 ms, and a recursive `fs.watch` misses every change after a file was replaced.
 */
export function watchedFiles(real: ProjectFiles, options: WatchOptions): WatchedFiles {
  const folders = new Map<string, Watched>();
  const want = (folder: string, name: string): void => {
    const there = isCurrent(folders.get(folder), folder);
    if (!there) folders.get(folder)?.watcher?.close();
    const known = there ? folders.get(folder) : startWatching(folder, folders, options);
    // What will be there one day shows in what is there already.
    if (known === undefined) {
      if (dirname(folder) !== folder) want(dirname(folder), basename(folder));
      return;
    }
    folders.set(folder, known);
    known.names.add(name);
    known.wanted.add(name);
  };
  const close = (folder: string): void => {
    folders.get(folder)?.watcher?.close();
    folders.delete(folder);
  };
  return {
    files: {
      ...real,
      read: path => {
        want(dirname(path), basename(path));
        return real.read(path);
      },
      size: path => {
        want(dirname(path), basename(path));
        return real.size(path);
      },
      list: async path => {
        want(path, LIST);
        const entries = await real.list(path);
        const one = folders.get(path);
        if (one !== undefined) one.listed = new Set(entries?.map(({ name }) => name));
        return entries;
      },
    },
    settle: () => {
      for (const [folder, one] of folders) {
        if (one.wanted.size === 0) close(folder);
        one.names = one.wanted;
        one.wanted = new Set();
      }
    },
    close: () => {
      for (const folder of [...folders.keys()]) close(folder);
    },
  };
}

/** Looked at once between two calls of `settle`: a folder that was moved away and made anew is another one. */
const isCurrent = (known: Watched | undefined, folder: string): boolean =>
  known !== undefined && (known.wanted.size > 0 || inodeOf(folder) === known.inode);

const inodeOf = (folder: string): number | null => statSync(folder, { throwIfNoEntry: false })?.ino ?? null;

/** Undefined when there is no such folder. */
function startWatching(folder: string, folders: ReadonlyMap<string, Watched>, options: WatchOptions): Watched | undefined {
  const watched = (watcher: FSWatcher | null): Watched => ({
    watcher,
    inode: inodeOf(folder) ?? 0,
    names: new Set(),
    wanted: new Set(),
    listed: null,
  });
  try {
    const watcher = watch(folder, (_, name) => {
      const one = folders.get(folder);
      if (one === undefined) return;
      if (name === null) options.onChange(folder);
      else if (one.names.has(name) || (one.names.has(LIST) && cameOrWent(folder, name, one)))
        options.onChange(join(folder, name));
    });
    // A folder that is gone shows in the folder above.
    watcher.on('error', () => watcher.close());
    return watched(watcher);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    options.onRefusal(folder, error as NodeJS.ErrnoException);
    return watched(null);
  }
}

const cameOrWent = (folder: string, name: string, { listed }: Watched): boolean =>
  !isPassing(name) && (listed === null || listed.has(name) !== existsSync(join(folder, name)));

/** What editors put beside a file while they save it, and DuckDB's files, which may lie anywhere. */
const isPassing = (name: string): boolean => /^[.#~]|~$|^4913$|\.(?:tmp|duckdb|wal)$/.test(name);
