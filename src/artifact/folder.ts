import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing. Node's own `recursive` never ends where a file system answers ENOENT
 * below a folder that exists, as /proc does. Fails with ENOTDIR when a file stands in the way of a folder.
 */
export function makeFolder(dir: string): void {
  if (made(dir) || dirname(dir) === dir) return;
  makeFolder(dirname(dir));
  if (!made(dir)) mkdirSync(dir);
}

/** False when the folder above is missing. */
function made(dir: string): boolean {
  try {
    mkdirSync(dir);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EEXIST') return true;
    if (code === 'ENOENT') return false;
    throw error;
  }
}
