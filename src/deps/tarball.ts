import { mkdir, readdir } from 'node:fs/promises';
import { basename, join, posix } from 'node:path';
import type { ReadEntry } from 'tar';

/** An archive that is broken, or that no package needs to be like. */
export class TarballError extends Error {}

const maxBytes = 2 ** 30;
const maxEntries = 200_000;

/**
 * Unpacks a `.tar.gz` into a new folder. Files, folders, and links that stay inside are all that a package has: the rest is
 * refused, and so is what would be written outside. Returns the folder with the project, since such archives put one around all.
 */
export async function unpack(bytes: Uint8Array, dir: string): Promise<string> {
  const { extract } = await import('tar');
  await mkdir(dir, { recursive: true });
  const size = { bytes: 0, entries: 0 };
  let refused: TarballError | null = null;
  await new Promise<void>((resolve, reject) => {
    const stream = extract({
      cwd: dir,
      strict: true,
      // Nothing of the rights and owners that somebody else's files had.
      preserveOwner: false,
      noMtime: true,
      filter: (_, entry) => {
        refused ??= refusal(entry as ReadEntry, size);
        return refused === null;
      },
    });
    stream.on('error', (error: Error) => reject(refused ?? new TarballError(tellingReason(error))));
    stream.on('close', () => (refused === null ? resolve() : reject(refused)));
    stream.end(Buffer.from(bytes));
  });
  return projectFolder(dir);
}

const kinds = new Set(['File', 'OldFile', 'ContiguousFile', 'Directory', 'GNUDumpDir', 'SymbolicLink']);

/** Null for what may be unpacked. */
function refusal(entry: ReadEntry, size: { bytes: number; entries: number }): TarballError | null {
  size.bytes += entry.size;
  size.entries += 1;
  if (size.bytes > maxBytes) return new TarballError(`it holds more than ${maxBytes / 2 ** 20} MB`);
  if (size.entries > maxEntries) return new TarballError(`it holds more than ${maxEntries} files`);
  if (!kinds.has(entry.type)) return new TarballError(`\`${entry.path}\` is neither a file nor a folder`);
  if (leadsOut(entry.path)) return new TarballError(`\`${entry.path}\` leads out of it`);
  if (entry.type === 'SymbolicLink' && leadsOut(posix.join(posix.dirname(entry.path), entry.linkpath ?? ''), entry.linkpath))
    return new TarballError(`the link \`${entry.path}\` leads out of it`);
  return null;
}

const leadsOut = (path: string, written: string = path): boolean => {
  const clean = posix.normalize(path.replaceAll('\\', '/'));
  return clean === '..' || clean.startsWith('../') || /^([/\\]|[A-Za-z]:)/.test(written);
};

const tellingReason = (error: Error): string =>
  /gzip|zlib|header|incorrect|unexpected end|invalid|TAR_BAD_ARCHIVE|checksum|format/i.test(error.message)
    ? 'it is not a whole `.tar.gz`'
    : error.message;

async function projectFolder(dir: string): Promise<string> {
  const names = await readdir(dir);
  const [only] = names;
  // `pax_global_header` is left by tools that do not know what it is.
  return names.length === 1 && only !== undefined ? join(dir, basename(only)) : dir;
}
