import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Plain } from '../manifest/node.ts';
import { makeFolder } from './folder.ts';
import { jsonChunks } from './json-chunks.ts';

/** Where artifacts go. */
export interface ArtifactFiles {
  /** Readers see the old content or the new one, never a part. Makes the folder. */
  replace(path: string, chunks: Iterable<string>): Promise<void>;
}

export const writeArtifact = (path: string, value: Plain, files: ArtifactFiles = diskFiles): Promise<void> =>
  files.replace(path, jsonChunks(value));

export const diskFiles: ArtifactFiles = {
  async replace(path, chunks) {
    makeFolder(dirname(path));
    // In the same folder, since a rename is atomic only within one file system.
    const aside = `${path}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      await writeDurably(aside, chunks);
      await rename(aside, path);
    } catch (error) {
      await rm(aside, { force: true });
      throw error;
    }
  },
};

/** Flushed to the disk before it takes the old file's place; else a power cut may leave an empty file under the name. */
async function writeDurably(path: string, chunks: Iterable<string>): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (const block of blocks(chunks)) await file.appendFile(block);
    await file.datasync();
  } finally {
    await file.close();
  }
}

const blockLength = 1 << 18;

/** Small chunks joined, so that a manifest of thousands of records takes dozens of writes. */
function* blocks(chunks: Iterable<string>): Generator<Uint8Array> {
  let waiting: string[] = [];
  let length = 0;
  for (const chunk of chunks) {
    waiting.push(chunk);
    length += chunk.length;
    if (length < blockLength) continue;
    yield Buffer.from(waiting.join(''));
    waiting = [];
    length = 0;
  }
  if (length > 0) yield Buffer.from(waiting.join(''));
}
