import { join } from 'node:path';
import { type Diagnostic, diagnose, hasErrors, StartFailure } from '../diagnostic/diagnostic.ts';
import { readEnvironment, secretsOf } from './environment.ts';
import { readFlags } from './flags.ts';
import { type PackageReading, readPackages, readRootConfig } from './load-packages.ts';
import { type Loading, readText } from './loading.ts';
import { type ProfilesSearch, readProfilesFile } from './profiles-file.ts';
import type { LoadOptions, Project, YamlMap } from './project.ts';
import { projectAbove, type RawProject, readProjectFile, suggestedName } from './project-file.ts';
import type { ProjectFiles } from './project-files.ts';
import { renderYamlValue } from './render-yaml.ts';
import { readSelectorsFile } from './selectors-file.ts';
import { chooseTarget } from './target.ts';
import { describeYaml, isYamlMap, type Report, readYamlFile, yamlSpan } from './yaml.ts';

/**
 * Reads a project folder completely. Fails with a `StartFailure` that carries everything that is wrong, warnings included. `keep`:
 * errors that leave the rest of the project as it is are among the project's diagnostics instead.
 */
export async function loadProject(
  options: LoadOptions,
  files: ProjectFiles,
  mistakes: 'refuse' | 'keep' = 'refuse',
): Promise<Project> {
  const diagnostics: Diagnostic[] = [];
  const report: Report = diagnostic => {
    diagnostics.push(diagnostic);
  };
  const loading = await startLoading(options, files, report);
  const project = await readProject(loading);
  const stopping = mistakes === 'keep' && project !== null ? diagnostics.filter(one => !isLocal(one, project)) : diagnostics;
  if (project === null || hasErrors(stopping)) throw new StartFailure(diagnostics);
  return { ...project, diagnostics };
}

/** A value of the project file that cannot be rendered is as good as one that is not given. */
const isLocal = ({ code, span }: Diagnostic, { packages: [root] }: Pick<Project, 'packages'>): boolean =>
  span?.file === root.config.file && localCodes.has(code);

const localCodes: ReadonlySet<string> = new Set(['project-bad-template', 'project-missing-var', 'project-missing-env-var']);

async function startLoading(options: LoadOptions, files: ProjectFiles, report: Report): Promise<Loading> {
  const dotEnv = await readText(join(options.projectDir, '.env'), '.env', { files, report });
  const env = readEnvironment(options.env, typeof dotEnv === 'string' ? null : dotEnv.text, report);
  options.hide?.(secretsOf(env));
  return { options, files, env, cliVars: options.vars ?? {}, startedAt: options.startedAt, report };
}

/** Null when there is no project file to go by, which is reported. */
async function readProject(loading: Loading): Promise<Omit<Project, 'diagnostics'> | null> {
  const { options, env } = loading;
  const source = await findProjectFile(loading);
  if (source === null) return null;
  const rootVars = await readRootVars(source, loading);
  const profiles = await readProfilesFile(loading);
  const target = chooseTarget({ ...identity(source, rootVars, loading), profiles, loading });
  const flags = readFlags(projectFlags(source, profiles, loading), loading);
  const defaults = (await options.connectionDefaults?.(target)) ?? { database: null, schema: null };
  const reading: PackageReading = { target, defaults, rootVars, flags, loading };
  const rootConfig = readRootConfig(source, reading);
  const packages = await readPackages({ dir: options.projectDir, prefix: '', config: rootConfig }, reading);
  const selectors = await readSelectorsFile({ loading, target, vars: rootVars });
  const { cliVars } = loading;
  return { dir: options.projectDir, packages, target, cliVars, flags, selectors, env, secrets: secretsOf(env) };
}

async function findProjectFile(loading: Loading): Promise<RawProject | null> {
  const { options, files, report } = loading;
  const found = await readProjectFile(options.projectDir, '', loading);
  if (found === 'missing') {
    const parent = await projectAbove(options.projectDir, files);
    report(diagnose('project-not-found', null, { dir: options.projectDir, is: await kindOf(options.projectDir, files), parent }));
  }
  return typeof found === 'string' ? null : found;
}

/** Of what is no project. */
async function kindOf(path: string, files: ProjectFiles): Promise<'folder' | 'file' | 'missing'> {
  const entries = await files.list(path).catch(() => []);
  if (entries !== null) return 'folder';
  return (await files.size(path).catch(() => null)) === null ? 'missing' : 'file';
}

/** `vars:` of `vars.yml`, else of the project file; both at once are an error. */
async function readRootVars(source: RawProject, loading: Loading): Promise<YamlMap> {
  const own = isYamlMap(source.data['vars']) ? source.data['vars'] : {};
  const found = await readText(join(loading.options.projectDir, 'vars.yml'), 'vars.yml', loading);
  const file = typeof found === 'string' ? null : readYamlFile('vars.yml', found.text, loading.report);
  const separate = file?.data['vars'];
  if (file && separate != null && !isYamlMap(separate))
    loading.report(
      diagnose('project-wrong-type', yamlSpan(file, ['vars'], 'value'), {
        key: 'vars',
        expected: 'keys with values',
        found: describeYaml(separate),
      }),
    );
  if (!isYamlMap(separate)) return own;
  if (Object.keys(own).length > 0)
    loading.report(diagnose('project-two-vars', yamlSpan(source, ['vars']), { file: source.file }));
  return separate;
}

/** The project's name and profile, which are needed before the rest of its file can be rendered. */
function identity(
  source: RawProject,
  vars: YamlMap,
  loading: Loading,
): { readonly projectName: string; readonly profile: string | null } {
  const { name = null, profile: written = null } = source.data;
  const context = {
    env: loading.env,
    vars: { ...vars, ...loading.cliVars },
    target: null,
    secrets: 'refused',
    startedAt: loading.startedAt,
  } as const;
  // What fails here fails again, and is reported, when the whole file is rendered.
  const rendered = renderYamlValue(written, ['profile'], { source, context, staysRaw: () => false, report: () => {} });
  return {
    projectName: typeof name === 'string' && /^\w+$/.test(name) ? name : suggestedName(loading.options.projectDir),
    profile: typeof rendered === 'string' && rendered !== '' ? rendered : null,
  };
}

/** The project's `flags:`, or the `config:` block of profiles.yml where they used to be. */
function projectFlags(source: RawProject, profiles: ProfilesSearch, { report }: Loading): YamlMap {
  const own = isYamlMap(source.data['flags']) ? source.data['flags'] : {};
  const old = typeof profiles !== 'string' && isYamlMap(profiles.data['config']) ? profiles.data['config'] : {};
  if (Object.keys(old).length === 0) return own;
  if (Object.keys(own).length > 0 && typeof profiles !== 'string') {
    report(diagnose('project-two-flag-blocks', yamlSpan(profiles, ['config']), { file: source.file }));
  }
  return { ...old, ...own };
}
