import { join, resolve } from 'node:path';
import { diagnose } from '../diagnostic/diagnostic.ts';
import { readEnvironment, secretsOf, setting } from './environment.ts';
import { readFlags } from './flags.ts';
import { type Loading, readText } from './loading.ts';
import type { LoadOptions } from './project.ts';
import { projectAbove, type RawProject, readProjectFile } from './project-file.ts';
import type { ProjectFiles } from './project-files.ts';
import { renderYamlValue } from './render-yaml.ts';
import { isYamlMap, type Report } from './yaml.ts';

/** A project as installing its packages needs it: without profile, target and files, which may not be there yet. */
export interface PackageHome {
  readonly dir: string;
  /** Null when the project file does not say it. */
  readonly name: string | null;
  /** Absolute. */
  readonly packagesDir: string;
  readonly loading: Loading;
  /** Whether packages that are written for other versions of dbt are refused. */
  readonly checksVersions: boolean;
}

/** Null when there is no project file that can be read, which is reported. */
export async function openPackageHome(options: LoadOptions, files: ProjectFiles, report: Report): Promise<PackageHome | null> {
  const { projectDir: dir } = options;
  const dotEnv = await readText(join(dir, '.env'), '.env', { files, report });
  const env = readEnvironment(options.env, typeof dotEnv === 'string' ? null : dotEnv.text, report);
  options.hide?.(secretsOf(env));
  const loading: Loading = { options, files, env, cliVars: options.vars ?? {}, startedAt: options.startedAt, report };
  const source = await readProjectFile(dir, '', loading);
  if (source === 'missing') {
    const parent = await projectAbove(dir, files);
    const is = (await files.list(dir).catch(() => [])) === null ? 'missing' : 'folder';
    report(diagnose('project-not-found', null, { dir, is, parent }));
  }
  if (typeof source === 'string') return null;
  const name = typeof source.data['name'] === 'string' ? source.data['name'] : null;
  const flags = readFlags(isYamlMap(source.data['flags']) ? source.data['flags'] : {}, loading);
  const checksVersions = flags['VERSION_CHECK'] !== false;
  return { dir, name, packagesDir: resolve(dir, packagesPath(source, loading)), loading, checksVersions };
}

/** `MODEL_PACKAGES_INSTALL_PATH`, else what the project file says, else `dbt_packages`. */
function packagesPath(source: RawProject, { env, cliVars, startedAt, report }: Loading): string {
  const own = isYamlMap(source.data['vars']) ? source.data['vars'] : {};
  const context = { env, vars: { ...own, ...cliVars }, target: null, secrets: 'refused', startedAt } as const;
  const key = 'packages-install-path' in source.data ? 'packages-install-path' : 'packages_install_path';
  const written = source.data[key] ?? null;
  const value = renderYamlValue(written, [key], { source, context, staysRaw: () => false, report });
  return setting(env, 'PACKAGES_INSTALL_PATH') ?? (typeof value === 'string' && value !== '' ? value : 'dbt_packages');
}
