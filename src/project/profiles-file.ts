import { join, resolve } from 'node:path';
import { diagnose } from '../diagnostic/diagnostic.ts';
import { setting } from './environment.ts';
import { displayPath, type Loading, readText } from './loading.ts';
import { readYamlFile, type YamlFile } from './yaml.ts';

/** `absent`: there is no profiles.yml anywhere. `broken`: there is one that cannot be read, which is reported. */
export type ProfilesSearch = YamlFile | 'absent' | 'broken';

/**
 * The first `profiles.yml` of: `--profiles-dir` (which must hold one), MODEL_PROFILES_DIR, DBT_PROFILES_DIR, the project
 * folder, `~/.model`, `~/.dbt`.
 */
export async function readProfilesFile(loading: Loading): Promise<ProfilesSearch> {
  const { options, env } = loading;
  if (options.profilesDir !== undefined) {
    const found = await readIn(options.profilesDir, loading);
    if (found === 'absent') loading.report(diagnose('project-no-profiles-in-dir', null, { dir: options.profilesDir }));
    return found === 'absent' ? 'broken' : found;
  }
  const named = setting(env, 'PROFILES_DIR');
  const folders = [named, options.projectDir, join(options.homeDir, '.model'), join(options.homeDir, '.dbt')];
  for (const folder of folders) {
    const found = folder === undefined ? 'absent' : await readIn(folder, loading);
    if (found !== 'absent') return found;
  }
  return 'absent';
}

async function readIn(folder: string, loading: Loading): Promise<ProfilesSearch> {
  const { projectDir } = loading.options;
  const path = resolve(projectDir, folder, 'profiles.yml');
  const shown = displayPath(projectDir, path);
  const found = await readText(path, shown, loading);
  return typeof found === 'string' ? found : (readYamlFile(shown, found.text, loading.report) ?? 'broken');
}
