import { join } from 'node:path';
import { MAX_HASHED_SEED_BYTES, pathChecksum, textChecksum } from './checksum.ts';
import { type FilePlace, isShadowed, outermostPaths, placesOf } from './file-kind.ts';
import { type Ignore, parseIgnore } from './ignore.ts';
import { type Loading, readText } from './loading.ts';
import type { ProjectConfig, ProjectFile } from './project.ts';

export interface PackageFolder {
  readonly dir: string;
  /** As in `Package`. */
  readonly prefix: string;
  readonly config: ProjectConfig;
}

/** Every file of a package that means something, sorted by path. Each folder is visited once. */
export async function readPackageFiles(folder: PackageFolder, loading: Loading): Promise<ProjectFile[]> {
  const ignore = await readIgnore(folder, loading);
  const walk: Walk = { folder, loading, ignore, visited: new Set(), paths: [] };
  await Promise.all(outermostPaths(folder.config.paths).map(path => visit(path === '.' ? '' : path, walk)));
  const all = new Set(walk.paths);
  const paths = walk.paths.filter(path => !isShadowed(path, all)).sort(byCodeUnit);
  const files = await Promise.all(paths.map(path => readFile(path, folder, loading)));
  return files.flat();
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

async function readIgnore({ dir }: PackageFolder, loading: Loading): Promise<Ignore> {
  const texts = await Promise.all(['.dbtignore', '.modelignore'].map(name => readText(join(dir, name), name, loading)));
  return parseIgnore(texts.flatMap(found => (typeof found === 'string' ? [] : [found.text])));
}

interface Walk {
  readonly folder: PackageFolder;
  readonly loading: Loading;
  readonly ignore: Ignore;
  /** Real paths of linked folders, so that each is entered once. */
  readonly visited: Set<string>;
  /** Files found, from the package folder. */
  readonly paths: string[];
}

async function visit(path: string, walk: Walk): Promise<void> {
  const { folder, loading, ignore } = walk;
  const entries = await loading.files.list(join(folder.dir, path));
  const below: Promise<void>[] = [];
  for (const entry of entries ?? []) {
    if (/^[.#~]/.test(entry.name)) continue;
    const child = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.kind === 'file') {
      if (!ignore.file(child)) walk.paths.push(child);
    } else if (!ignore.folder(child) && !isGenerated(child, folder.config))
      below.push(entry.isLink ? visitLink(child, walk) : visit(child, walk));
  }
  await Promise.all(below);
}

/** A link is followed unless it leads to a folder that was already reached by a link, or to one that holds the link. */
async function visitLink(path: string, walk: Walk): Promise<void> {
  const { files } = walk.loading;
  const link = join(walk.folder.dir, path);
  const [target, parent] = await Promise.all([files.realPath(link), files.realPath(join(link, '..'))]);
  if (walk.visited.has(target) || `${parent}/`.startsWith(`${target}/`)) return;
  walk.visited.add(target);
  await visit(path, walk);
}

/** Folders that we or a package manager write, which matter when a search path is the whole project folder. */
const isGenerated = (path: string, config: ProjectConfig): boolean =>
  path === config.targetPath || path === config.packagesPath || path === config.logPath || path === 'node_modules';

async function readFile(path: string, folder: PackageFolder, loading: Loading): Promise<ProjectFile[]> {
  const places = placesOf(path, folder.config.paths);
  if (places.length === 0) return [];
  const content = await readContent(path, places, folder, loading);
  if (content === null) return [];
  const displayPath = folder.prefix === '' ? path : `${folder.prefix}/${path}`;
  return places.map(place => ({
    ...place,
    path,
    displayPath,
    text: place.kind === 'seed' ? '' : content.text,
    checksum: content.checksum,
  }));
}

type Content = Pick<ProjectFile, 'text' | 'checksum'>;

/** Null when the file cannot be read, which is reported. A large seed is not read at all. */
async function readContent(
  path: string,
  places: readonly FilePlace[],
  folder: PackageFolder,
  loading: Loading,
): Promise<Content | null> {
  const whole = join(folder.dir, path);
  const isSeed = places.every(place => place.kind === 'seed');
  if (isSeed && (await loading.files.size(whole)) > MAX_HASHED_SEED_BYTES) return { text: '', checksum: pathChecksum(path) };
  const found = await readText(whole, folder.prefix === '' ? path : `${folder.prefix}/${path}`, loading);
  if (typeof found === 'string') return null;
  return { text: found.text, checksum: textChecksum(isSeed ? found.mark + found.text : found.text) };
}
