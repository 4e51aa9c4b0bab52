import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Diagnostic, StartFailure } from '../../src/diagnostic/diagnostic.ts';
import { renderDiagnostic } from '../../src/diagnostic/render.ts';
import { loadProject } from '../../src/project/load.ts';
import { nodeFiles } from '../../src/project/node-files.ts';
import type { LoadOptions, Project } from '../../src/project/project.ts';
import type { ProjectFiles } from '../../src/project/project-files.ts';

export type FileTexts = Readonly<Record<string, string | Uint8Array>>;

/** A folder on disk with these files, deleted when the test ends. */
export function folderOf(files: FileTexts): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'project-')));
  onTestFinished(() => {
    rmSync(dir, { recursive: true });
  });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(dir, dirname(path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  return dir;
}

/** Loads a folder in which `~` is the folder `home`, with no environment but what the options say. */
export const load = (dir: string, options: Partial<LoadOptions> = {}, files: ProjectFiles = nodeFiles): Promise<Project> =>
  loadProject({ projectDir: dir, env: {}, homeDir: join(dir, 'home'), startedAt: new Date(0), ...options }, files);

export const loadFiles = (files: FileTexts, options: Partial<LoadOptions> = {}): Promise<Project> =>
  load(folderOf(files), options);

/** Everything that loading tells the user, as the terminal shows it; the folder's own path is written `DIR`. */
export async function complaints(files: FileTexts, options: Partial<LoadOptions> = {}, below = '.'): Promise<string> {
  const dir = folderOf(files);
  const diagnostics = await problemsOf(load(join(dir, below), options));
  const source = (file: string): string | null => {
    const content = files[join(below, file)];
    return typeof content === 'string' ? content : null;
  };
  return diagnostics.map(each => renderDiagnostic(each, { source, color: false }).replaceAll(dir, 'DIR')).join('\n\n');
}

export async function problemsOf(loading: Promise<Project>): Promise<readonly Diagnostic[]> {
  try {
    return (await loading).diagnostics;
  } catch (error) {
    if (error instanceof StartFailure) return error.diagnostics;
    throw error;
  }
}
