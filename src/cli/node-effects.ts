import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, hostname, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFolder } from '../artifact/folder.ts';
import { diskFiles } from '../artifact/write.ts';
import type { Effects, Installed } from '../command/effects.ts';
import type { EmitCommand } from '../command/event.ts';
import { nodeFiles } from '../project/node-files.ts';
import { loadAdapter } from './load-adapter.ts';

export interface NodeEffectsOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly workingDir: string;
  readonly emit: EmitCommand;
  readonly hide: Effects['hide'];
  readonly ask: Effects['ask'];
}

/** The machine that we run on. */
export const nodeEffects = (options: NodeEffectsOptions): Effects => ({
  ...options,
  files: nodeFiles,
  artifacts: diskFiles,
  writeText,
  clock: { now: () => new Date() },
  uuid: randomUUID,
  homeDir: homedir(),
  holder: `${userName()}@${hostname()}, process ${process.pid}`,
  installed,
  loadAdapter: name => loadAdapter(name, options.workingDir),
});

/** A user without an entry in the system's list, as in some containers, has a number only. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'someone');
  }
}

const made = new Set<string>();

/**
 * Synchronous, since handing a small file to a thread costs more than writing it. A file that already says so is left alone: to
 * replace one makes some file systems wait for the disk, and most of what a build writes is what the last one wrote.
 */
async function writeText(path: string, text: string): Promise<void> {
  if (saysAlready(path, text)) return;
  const dir = dirname(path);
  if (!made.has(dir)) makeFolder(dir);
  made.add(dir);
  const aside = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    writeFileSync(aside, text);
    renameSync(aside, path);
  } catch (error) {
    made.delete(dir);
    rmSync(aside, { force: true });
    throw error;
  }
}

function saysAlready(path: string, text: string): boolean {
  try {
    return readFileSync(path, 'utf8') === text;
  } catch {
    return false;
  }
}

/** The package's folder: above `src/cli` when run from source, above `dist` when built. */
const packageDir = findPackage(dirname(fileURLToPath(import.meta.url)));

function findPackage(dir: string): string {
  const parent = dirname(dir);
  return isPackage(dir) || parent === dir ? dir : findPackage(parent);
}

function isPackage(dir: string): boolean {
  try {
    return (JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as { name?: string }).name === 'modelwright';
  } catch {
    return false;
  }
}

export const installed: Installed = {
  version: (JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as { version: string }).version,
  templateDir: join(packageDir, 'project-template'),
  docsDir: join(packageDir, 'dist', 'src', 'docs', 'site'),
};
