import { diagnose } from '../diagnostic/diagnostic.ts';
import { readConfig } from './config.ts';
import { DBT_VERSION } from './dbt-version.ts';
import { checkRange } from './dbt-version-range.ts';
import { setting } from './environment.ts';
import type { Loading } from './loading.ts';
import { type PackageFolder, readPackageFiles } from './package-files.ts';
import { type InstalledPackage, readInstalledPackages, reportMissingPackages } from './packages.ts';
import type { ConnectionDefaults, Package, Project, ProjectConfig, Target, YamlMap } from './project.ts';
import { type RawProject, suggestedName } from './project-file.ts';
import { staysRawInProject } from './raw-path.ts';
import { renderYaml } from './render-yaml.ts';
import { isYamlMap, yamlSpan } from './yaml.ts';

/** What reading a package's project file needs besides the file: every package is rendered for the root project's target. */
export interface PackageReading {
  readonly target: Target;
  readonly defaults: ConnectionDefaults;
  readonly rootVars: YamlMap;
  readonly flags: YamlMap;
  readonly loading: Loading;
}

/** The root's project file, in which the command line and the environment have a say. */
export function readRootConfig(source: RawProject, reading: PackageReading): ProjectConfig {
  const { options } = reading.loading;
  const flag = (name: string): string | null => (typeof reading.flags[name] === 'string' ? reading.flags[name] : null);
  return readPackageConfig(source, reading, {
    suggestion: suggestedName(options.projectDir),
    targetPath: options.targetPath ?? flag('TARGET_PATH'),
    logPath: flag('LOG_PATH'),
    packagesPath: setting(reading.loading.env, 'PACKAGES_INSTALL_PATH') ?? null,
    vars: reading.rootVars,
  });
}

/** The root and the packages below it, with their files. */
export async function readPackages(root: PackageFolder, reading: PackageReading): Promise<Project['packages']> {
  const { loading } = reading;
  const installing: PackageReading = { ...reading, loading: withoutWarnings(loading) };
  const installed = await readInstalledPackages(root.dir, root.config.packagesPath, installing.loading);
  const folders = installed.map(each => packageFolder(each, installing));
  const named = folders.map(each => ({ name: each.config.name, prefix: each.prefix }));
  reportDuplicates([{ name: root.config.name, prefix: '.' }, ...named], loading);
  const names = named.map(each => each.name);
  await reportMissingPackages({ projectDir: root.dir, folder: root.config.packagesPath, installed: names }, loading);
  const [first, ...others] = await Promise.all([root, ...folders].map(folder => readPackage(folder, loading)));
  // Promise.all of a list that starts with the root gives one that does.
  return [first as Package, ...others];
}

/** Of packages that others wrote, only what stops us is worth telling: nobody can mend the rest here. */
const withoutWarnings = (loading: Loading): Loading => ({
  ...loading,
  report: diagnostic => {
    if (diagnostic.severity === 'error') loading.report(diagnostic);
  },
});

async function readPackage(folder: PackageFolder, loading: Loading): Promise<Package> {
  const files = await readPackageFiles(folder, loading);
  return { name: folder.config.name, dir: folder.dir, prefix: folder.prefix, config: folder.config, files };
}

function packageFolder({ dir, prefix, source }: InstalledPackage, reading: PackageReading): PackageFolder {
  const vars = isYamlMap(source.data['vars']) ? source.data['vars'] : {};
  const config = readPackageConfig(source, reading, {
    suggestion: suggestedName(dir),
    targetPath: null,
    logPath: null,
    packagesPath: null,
    vars,
  });
  return { dir, prefix, config };
}

interface ConfigChoices {
  readonly suggestion: string;
  readonly targetPath: string | null;
  readonly logPath: string | null;
  readonly packagesPath: string | null;
  readonly vars: YamlMap;
}

function readPackageConfig(source: RawProject, reading: PackageReading, choices: ConfigChoices): ProjectConfig {
  const { env, startedAt, report } = reading.loading;
  const context = {
    env,
    vars: visibleVars(source, reading, choices.vars),
    target: reading.target,
    defaults: reading.defaults,
    secrets: 'refused',
    startedAt,
  } as const;
  const rendered = renderYaml(source.data, [], { source, context, staysRaw: staysRawInProject, failing: 'null', report });
  const config = readConfig({ source, rendered, ...choices, report });
  if (reading.flags['VERSION_CHECK'] !== false) checkVersion(config, source, reading.loading);
  return config;
}

/** The command line's over the root project's over the package's own; those set for one package over those set for all. */
function visibleVars(source: RawProject, { rootVars, loading }: PackageReading, own: YamlMap): YamlMap {
  const name = String(source.data['name'] ?? '');
  const scoped = (vars: YamlMap): YamlMap => {
    const forPackage = Object.hasOwn(vars, name) ? vars[name] : null;
    return isYamlMap(forPackage ?? null) ? { ...vars, ...(forPackage as YamlMap) } : vars;
  };
  return { ...scoped(own), ...scoped(rootVars), ...loading.cliVars };
}

function checkVersion(config: ProjectConfig, source: RawProject, { report }: Loading): void {
  const check = checkRange(DBT_VERSION, config.requireVersion);
  if (check.kind === 'fits') return;
  const key =
    Object.keys(source.data).find(written => written.replaceAll('_', '-') === 'require-dbt-version') ?? 'require-dbt-version';
  const span = yamlSpan(source, [key], 'value');
  if (check.kind === 'malformed') report(diagnose('project-bad-version-range', span, { range: check.range }));
  else
    report(
      diagnose('project-wrong-dbt-version', span, {
        name: config.name,
        wanted: config.requireVersion.join(','),
        spoken: DBT_VERSION,
      }),
    );
}

function reportDuplicates(packages: readonly { readonly name: string; readonly prefix: string }[], { report }: Loading): void {
  const first = new Map<string, string>();
  for (const { name, prefix } of packages) {
    const earlier = first.get(name);
    if (earlier !== undefined) report(diagnose('project-duplicate-package', null, { name, first: earlier, second: prefix }));
    else first.set(name, prefix);
  }
}
