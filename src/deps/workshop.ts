import { lstat, readdir, realpath, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { Span } from '../diagnostic/span.ts';
import { DBT_VERSION } from '../project/dbt-version.ts';
import { checkRange } from '../project/dbt-version-range.ts';
import type { PackageHome } from '../project/package-home.ts';
import type { Yaml } from '../project/project.ts';
import { type RawProject, readProjectFile } from '../project/project-file.ts';
import { yamlSpan } from '../project/yaml.ts';
import { DownloadError, download } from './download.ts';
import { checkOut, GitError } from './git.ts';
import type { Hub } from './hub.ts';
import { shownUrl } from './shown-url.ts';
import { TarballError, unpack } from './tarball.ts';

/** Where packages are brought to before they are installed, and what with. */
export interface Workshop {
  /** A folder of this command alone, in the file system of the packages folder. */
  readonly dir: string;
  readonly home: PackageHome;
  readonly hub: Hub;
  /** The environment of `git`. */
  readonly gitEnv: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** A name that no other folder in `dir` has. */
  nextName(): string;
}

/** A package's files on this machine. */
export interface BroughtPackage {
  readonly dir: string;
  /** Of the project. */
  readonly name: string;
}

/** For what a message says of a package: who asks for it, and where. */
export interface Asker {
  readonly span: Span | null;
  readonly by: string;
}

interface GitWish {
  readonly url: string;
  /** Without secrets. */
  readonly shown: string;
  readonly revision: string | null;
  readonly subdirectory: string | null;
}

/** The files of a git package, and their commit. Fails with StartFailure. */
export async function bringGit(
  wish: GitWish,
  asker: Asker,
  shop: Workshop,
): Promise<BroughtPackage & { readonly commit: string }> {
  const dir = join(shop.dir, shop.nextName());
  const { url, shown, revision, subdirectory } = wish;
  const commit = await checkOut({ url, revision, dir, env: shop.gitEnv, signal: shop.signal }).catch((error: unknown) => {
    if (!(error instanceof GitError)) throw error;
    throw new StartFailure([gitDiagnostic(error, { shown, revision }, asker)]);
  });
  await dropLinksOut(dir, shown, shop);
  const folder = subdirectory === null ? dir : join(dir, subdirectory);
  const shownPlace = `${shown}${subdirectory === null ? '' : ` (subdirectory ${subdirectory})`}`;
  return { ...(await projectIn(folder, shownPlace, asker, shop)), commit };
}

function gitDiagnostic(
  error: GitError,
  { shown, revision }: { readonly shown: string; readonly revision: string | null },
  { span }: Asker,
) {
  switch (error.kind) {
    case 'no-git':
      return diagnose('deps-no-git', span, { url: shown });
    case 'no-revision': {
      const near = nearest(revision ?? '', error.revisions);
      return diagnose('deps-git-revision', span, { url: shown, revision: revision ?? '', near, known: error.revisions });
    }
    case 'unreachable':
    case 'failed':
      return diagnose('deps-git-failed', span, { url: shown, reason: error.message });
    default:
      return error.kind satisfies never;
  }
}

const limits = { maxBytes: 256 * 2 ** 20, timeoutMs: 300_000 } as const;

/** The files of an archive. Fails with StartFailure. */
export async function bringTarball(url: string, asker: Asker, shop: Workshop): Promise<BroughtPackage> {
  const shown = shownUrl(url);
  const dir = join(shop.dir, shop.nextName());
  try {
    const top = await unpack(await download(url, limits, shop.signal), dir);
    await dropLinksOut(top, shown, shop);
    return await projectIn(top, shown, asker, shop);
  } catch (error) {
    if (error instanceof TarballError)
      throw new StartFailure([diagnose('deps-bad-tarball', asker.span, { url: shown, reason: error.message })]);
    if (error instanceof DownloadError)
      throw new StartFailure([diagnose('deps-unreachable', asker.span, { url: error.url, reason: error.message })]);
    throw error;
  }
}

/** The folder of a local package, which stays where it is. Fails with StartFailure. */
export const findLocal = (dir: string, written: string, asker: Asker, shop: Workshop): Promise<BroughtPackage> =>
  projectIn(dir, written, asker, shop);

/** Fails with StartFailure where there is no project, or none for us. */
async function projectIn(dir: string, shown: string, asker: Asker, { home }: Workshop): Promise<BroughtPackage> {
  const { loading } = home;
  const problems: Parameters<typeof loading.report>[0][] = [];
  const report = (one: (typeof problems)[number]): void => void (one.severity === 'error' && problems.push(one));
  const source = await readProjectFile(dir, shown, { files: loading.files, report });
  if (source === 'missing') throw new StartFailure([diagnose('deps-no-project', asker.span, { place: shown, by: asker.by })]);
  if (source === 'broken') throw new StartFailure(problems);
  const name = source.data['name'];
  if (typeof name !== 'string' || !/^[A-Za-z_]\w*$/.test(name))
    throw new StartFailure([diagnose('deps-bad-project-name', asker.span, { place: shown, name: String(name ?? '') })]);
  if (home.checksVersions) checkVersion(source, name);
  return { dir, name };
}

function checkVersion(source: RawProject, name: string): void {
  const key = 'require-dbt-version' in source.data ? 'require-dbt-version' : 'require_dbt_version';
  const written: Yaml = source.data[key] ?? [];
  const ranges = (Array.isArray(written) ? written : [written]).filter(each => typeof each === 'string');
  // A range that cannot be read is told of when the project is loaded, and keeps nothing from being installed.
  if (checkRange(DBT_VERSION, ranges).kind !== 'excluded') return;
  const detail = { name, wanted: ranges.join(','), spoken: DBT_VERSION };
  throw new StartFailure([diagnose('project-wrong-dbt-version', yamlSpan(source, [key], 'value'), detail)]);
}

/** Removes links that lead out of a package, which could show its user's files as its own, and those that lead nowhere. */
async function dropLinksOut(dir: string, shown: string, { home }: Workshop): Promise<void> {
  const root = `${await realpath(dir)}${sep}`;
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter(each => each.isSymbolicLink())) {
    const path = join(entry.parentPath, entry.name);
    const target = await realpath(path).catch(() => null);
    if (target !== null && `${target}${sep}`.startsWith(root)) continue;
    await rm(path);
    if (target === null) continue;
    const link = path.slice(dir.length + 1);
    home.loading.report(diagnose('deps-link-out', null, { link, place: shown }, { severity: 'warning' }));
  }
}

/** Whether a path is there, be it a link that leads nowhere. */
export const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );
