import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DocsFiles } from './docs-files.ts';

/** The built page: one script and one style sheet, their names with content hashes. */
export interface Site {
  readonly script: string;
  readonly style: string;
}

/** Where the built page may be: beside this file when this is built too, else where the build puts it. */
export const siteFolders: readonly string[] = ['./site/', '../../dist/src/docs/site/'].map(path =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** Null when the page is not built there. */
export async function findSite(dir: string, files: DocsFiles): Promise<Site | null> {
  const names = await files.names(dir);
  const script = names.find(name => /^app-[\w-]+\.js$/.test(name));
  const style = names.find(name => /^app-[\w-]+\.css$/.test(name));
  return script === undefined || style === undefined ? null : { script: join(dir, script), style: join(dir, style) };
}
