import { join } from 'node:path';
import { diagnose } from '../diagnostic/diagnostic.ts';
import { displayPath, type Loading, readText } from './loading.ts';
import type { Yaml, YamlMap } from './project.ts';
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
  const folder = join(projectDir, packagesPath);
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

/** What `packages.yml` or `dependencies.yml` lists, as written. */
export type PackageEntry = YamlMap;

/** The entries of the project's package list; empty when there is none. */
export async function readPackageList(projectDir: string, loading: Loading): Promise<readonly PackageEntry[]> {
  const lists = await Promise.all(
    ['packages.yml', 'dependencies.yml'].map(async name => {
      const found = await readText(join(projectDir, name), name, loading);
      const packages = typeof found === 'string' ? null : readYamlFile(name, found.text, loading.report)?.data['packages'];
      return Array.isArray(packages) ? packages.filter((entry: Yaml) => isYamlMap(entry)) : [];
    }),
  );
  return lists.flat();
}

/**
 * Warns of packages that are listed and not installed. The folder of one from a repository is named as its project file says,
 * which is unknown before it is there, so such ones only count as missing when nothing is installed.
 */
export function reportMissingPackages(
  listed: readonly PackageEntry[],
  installed: readonly { readonly name: string }[],
  folder: string,
  report: Loading['report'],
): void {
  const names = new Set(installed.map(each => each.name));
  const missing = listed.filter(entry => {
    const hubName = typeof entry['package'] === 'string' ? entry['package'].split('/').at(-1) : undefined;
    return hubName === undefined ? names.size === 0 : !names.has(hubName);
  });
  const shown = missing.map(entry =>
    String(entry['package'] ?? entry['git'] ?? entry['local'] ?? entry['tarball'] ?? entry['name'] ?? '?'),
  );
  if (shown.length > 0) report(diagnose('project-missing-packages', null, { names: shown, folder }, { severity: 'warning' }));
}
