import { readdir, readFile, rm } from 'node:fs/promises';
import { type ArtifactFiles, diskFiles } from '../artifact/write.ts';

/** What writing the docs asks of the disk. */
export interface DocsFiles extends ArtifactFiles {
  /** The names in a folder; empty when there is none. */
  names(dir: string): Promise<readonly string[]>;
  read(path: string): Promise<string>;
  remove(path: string): Promise<void>;
}

export const docsDiskFiles: DocsFiles = {
  ...diskFiles,
  names: dir => readdir(dir).catch(() => []),
  read: path => readFile(path, 'utf8'),
  remove: path => rm(path, { force: true }),
};
