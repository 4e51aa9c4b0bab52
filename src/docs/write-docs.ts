import { basename, join } from 'node:path';
import { type DocsInput, docsData } from './docs-data.ts';
import { type DocsFiles, docsDiskFiles } from './docs-files.ts';
import { type PageFiles, pageHtml } from './page-html.ts';
import type { DataFile } from './piece.ts';
import { findSite, type Site, siteFolders } from './site.ts';

export interface DocsTarget extends DocsInput {
  /** Where `index.html` goes; what it loads goes into the folder `docs` beside it. */
  readonly targetDir: string;
  /** The built page; by default where the build puts it. */
  readonly siteDir?: string;
}

export interface WrittenDocs {
  /** Of the page. */
  readonly path: string;
  readonly page: PageFiles;
}

/**
 * Writes the docs as a page that needs no server and no network. The page itself comes last, so readers see the old docs or the new,
 * never a mixture. Null when the program for the browser is not built.
 */
export async function writeDocs(target: DocsTarget, files: DocsFiles = docsDiskFiles): Promise<WrittenDocs | null> {
  const site = await firstSite(target.siteDir === undefined ? siteFolders : [target.siteDir], files);
  if (site === null) return null;
  const { project, first, others } = docsData(target);
  const program = await Promise.all([site.script, site.style].map(path => copied(path, files)));
  const folder = join(target.targetDir, filesFolder);
  const written = [...program, ...others, first];
  await writeNew(folder, written, files);
  const path = join(target.targetDir, 'index.html');
  const page = pageFiles(project, site, first);
  await files.replace(path, [pageHtml(page)]);
  await removeOthers(folder, new Set(written.map(({ name }) => name)), files);
  return { path, page };
}

const filesFolder = 'docs';

/** So many at once, since each waits until the disk has it. */
const atOnce = 16;

/** Names tell content, and a file is there whole or not at all: what is there need not be written again. */
async function writeNew(folder: string, written: readonly DataFile[], files: DocsFiles): Promise<void> {
  const there = new Set(await files.names(folder));
  const missing = written.filter(({ name }) => !there.has(name));
  for (let at = 0; at < missing.length; at += atOnce) {
    await Promise.all(missing.slice(at, at + atOnce).map(({ name, text }) => files.replace(join(folder, name), [text])));
  }
}

async function firstSite(dirs: readonly string[], files: DocsFiles): Promise<Site | null> {
  for (const dir of dirs) {
    const site = await findSite(dir, files);
    if (site !== null) return site;
  }
  return null;
}

const copied = async (path: string, files: DocsFiles): Promise<DataFile> => ({
  name: basename(path),
  text: await files.read(path),
});

const pageFiles = (project: string, { script, style }: Site, first: DataFile): PageFiles => ({
  title: project === '' ? 'Docs' : `${project} docs`,
  style: `${filesFolder}/${basename(style)}`,
  script: `${filesFolder}/${basename(script)}`,
  data: `${filesFolder}/${first.name}`,
});

/** Of earlier docs. Only names as ours are removed, should somebody keep files of their own there. */
async function removeOthers(folder: string, kept: ReadonlySet<string>, files: DocsFiles): Promise<void> {
  for (const name of await files.names(folder)) {
    if (/^(app|overview|columns|words|selection|lineage|search|nodes\d+)-[\w-]+\.(js|css)$/.test(name) && !kept.has(name))
      await files.remove(join(folder, name));
  }
}
