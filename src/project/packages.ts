import { join, resolve } from 'node:path';
import { diagnose } from '../diagnostic/diagnostic.ts';
import { displayPath, type Loading, readText } from './loading.ts';
import { type PackageList, readPackageList } from './package-list.ts';
import type { Yaml } from './project.ts';
import { type RawProject, readProjectFile } from './project-file.ts';
import { isYamlMap, readYamlFile } from './yaml.ts';

export interface InstalledPackage {
  readonly dir: string;
  /** As in `Package`. */
  readonly prefix: string;
  readonly source: RawProject;
}

/** The packages below the packages folder, in the order of their folders' names. */
export async function readInstalledPackages(
  projectDir: string,
  packagesPath: string,
  loading: Loading,
): Promise<InstalledPackage[]> {
  const folder = resolve(projectDir, packagesPath);
  const entries = (await loading.files.list(folder)) ?? [];
  const names = entries
    .filter(entry => entry.kind === 'folder' && !entry.name.startsWith('.'))
    .map(entry => entry.name)
    .sort();
  const found = await Promise.all(
    names.map(async name => {
      const dir = join(folder, name);
      const prefix = displayPath(projectDir, dir);
      const source = await readProjectFile(dir, prefix, loading);
      return typeof source === 'string' ? null : { dir, prefix, source };
    }),
  );
  return found.filter(each => each !== null);
}

/**
 * Reports packages that are listed and not installed. What a repository's project is called is unknown before it is there, so
 * where no lock file tells the names, such ones count as missing when fewer are installed than listed.
 */
export async function reportMissingPackages(
  {
    projectDir,
    folder,
    installed,
  }: { readonly projectDir: string; readonly folder: string; readonly installed: readonly string[] },
  loading: Loading,
): Promise<void> {
  const list = await readPackageList({ dir: projectDir, prefix: '' }, { ...loading, report: () => {} });
  if (list === null || list.entries.length === 0) return;
  const locked = await lockedNames(projectDir, loading);
  const missing = locked === null ? missingOf(list, installed) : locked.filter(name => !installed.includes(name));
  if (missing.length > 0) loading.report(diagnose('project-missing-packages', null, { names: missing, folder }));
}

function missingOf({ entries }: PackageList, installed: readonly string[]): readonly string[] {
  const isShort = installed.length < entries.length;
  const missing = entries.filter(({ written }) => {
    const hubName = typeof written['package'] === 'string' ? written['package'].split('/').at(-1) : undefined;
    return hubName === undefined ? isShort : !installed.includes(hubName);
  });
  return missing.map(({ written }) =>
    String(written['package'] ?? written['git'] ?? written['local'] ?? written['tarball'] ?? written['private'] ?? '?'),
  );
}

/** Null when there is no lock file that tells the names. */
async function lockedNames(projectDir: string, loading: Loading): Promise<readonly string[] | null> {
  const found = await readText(join(projectDir, 'package-lock.yml'), 'package-lock.yml', loading);
  const packages = typeof found === 'string' ? null : readYamlFile('package-lock.yml', found.text, () => {})?.data['packages'];
  if (!Array.isArray(packages)) return null;
  const names = packages.map((entry: Yaml) => (isYamlMap(entry) ? entry['name'] : null));
  return names.every(name => typeof name === 'string') ? names : null;
}
