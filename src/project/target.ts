import { diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { Span } from '../diagnostic/span.ts';
import { setting } from './environment.ts';
import type { Loading } from './loading.ts';
import type { ProfilesSearch } from './profiles-file.ts';
import type { Target, Yaml, YamlMap } from './project.ts';
import { renderYaml, renderYamlValue, type YamlPath, type YamlRendering } from './render-yaml.ts';
import { isYamlMap, type YamlFile, yamlSpan } from './yaml.ts';
import { revealSecrets } from './yaml-context.ts';

const DEFAULT_THREADS = 4;

export interface TargetSearch {
  readonly projectName: string;
  /** The project file's `profile`, and where it says so. */
  readonly profile: string | null;
  readonly profiles: ProfilesSearch;
  readonly loading: Loading;
}

/** Where tables go. What is wrong is reported, and the DuckDB default stands in for the target. */
export function chooseTarget({ projectName, profile, profiles, loading }: TargetSearch): Target {
  const { options, env, report } = loading;
  const fallback = duckDbTarget(projectName, loading);
  const profileName = options.profile ?? setting(env, 'PROFILE') ?? profile;
  if (profiles === 'broken') return fallback;
  if (profileName === null || profiles === 'absent') {
    const asked = options.target ?? setting(env, 'TARGET') ?? fallback.name;
    if (asked !== fallback.name) report(diagnose('project-target-without-profile', null, { name: asked }));
    if (profileName === null) return fallback;
  }
  if (profiles === 'absent') {
    report(
      diagnose(
        'project-no-profiles-file',
        null,
        { profile: profileName, path: `${projectName}.duckdb` },
        { severity: 'warning' },
      ),
    );
    return { ...fallback, profileName };
  }
  return readProfile(profileName, profiles, loading) ?? fallback;
}

/** Without a profile: one DuckDB file beside the project file. A target asked for by another name does not exist then. */
function duckDbTarget(projectName: string, { options }: Loading): Target {
  return {
    profileName: projectName,
    name: 'dev',
    adapter: 'duckdb',
    threads: options.threads ?? DEFAULT_THREADS,
    fields: { type: 'duckdb', path: `${projectName}.duckdb` },
    file: null,
  };
}

function readProfile(name: string, source: YamlFile, loading: Loading): Target | null {
  const known = Object.keys(source.data).filter(key => key !== 'config');
  const profile = Object.hasOwn(source.data, name) && name !== 'config' ? (source.data[name] ?? null) : undefined;
  if (profile === undefined) {
    loading.report(diagnose('project-unknown-profile', fileStart(source), { name, known, near: nearest(name, known) }));
    return null;
  }
  return readOutput({ name, profile: isYamlMap(profile) ? profile : {}, source, loading });
}

const fileStart = (source: YamlFile): Span => ({ file: source.file, line: 1, column: 1, length: 1 });

interface ProfileReading {
  readonly name: string;
  readonly profile: YamlMap;
  readonly source: YamlFile;
  readonly loading: Loading;
}

function readOutput(reading: ProfileReading): Target | null {
  const { name, profile, source, loading } = reading;
  const target = targetName(reading);
  if (target === null) return null;
  const outputs = isYamlMap(profile['outputs']) ? profile['outputs'] : {};
  const output = Object.hasOwn(outputs, target) ? (outputs[target] ?? {}) : undefined;
  if (output === undefined || !isYamlMap(output)) {
    const known = Object.keys(outputs);
    loading.report(
      diagnose('project-unknown-target', targetSpan(reading), {
        name: target,
        profile: name,
        known,
        near: nearest(target, known),
      }),
    );
    return null;
  }
  const path = [name, 'outputs', target];
  const fields = revealed(renderYaml(output, path, rendering(reading)), loading.env);
  const adapter = fields['type'];
  if (typeof adapter !== 'string' || adapter === '') {
    loading.report(diagnose('project-missing-type', yamlSpan(source, path), { profile: name, target }));
    return null;
  }
  const { threads: written = null, ...rest } = fields;
  return { profileName: name, name: target, adapter, threads: threads(written, path, reading), fields: rest, file: source.file };
}

/** `--target`, the environment, the profile's `target`, or `default`. Null when that cannot be rendered. */
function targetName(reading: ProfileReading): string | null {
  const { name, profile, loading } = reading;
  const asked = loading.options.target ?? setting(loading.env, 'TARGET');
  if (asked !== undefined) return asked;
  const problems: unknown[] = [];
  const report: YamlRendering['report'] = diagnostic => {
    problems.push(diagnostic);
    loading.report(diagnostic);
  };
  const rendered = renderYamlValue(profile['target'] ?? 'default', [name, 'target'], { ...rendering(reading), report });
  return problems.length > 0 ? null : revealSecrets(String(rendered), loading.env);
}

/** A profile's `target:` when it names the target, else the profile. */
function targetSpan({ name, profile, source, loading }: ProfileReading): Span {
  const isAsked = (loading.options.target ?? setting(loading.env, 'TARGET')) !== undefined;
  return !isAsked && 'target' in profile ? yamlSpan(source, [name, 'target'], 'value') : yamlSpan(source, [name]);
}

function rendering({ source, loading }: ProfileReading): YamlRendering {
  return {
    source,
    context: { env: loading.env, vars: loading.cliVars, target: null, secrets: 'marked', startedAt: loading.startedAt },
    staysRaw: () => false,
    toleratesBadTemplates: path => path.at(-1) === 'password',
    report: loading.report,
  };
}

/** Puts secrets in place everywhere in the data. */
function revealed(data: YamlMap, env: ReadonlyMap<string, string>): YamlMap {
  const reveal = (value: Yaml): Yaml => {
    if (typeof value === 'string') return revealSecrets(value, env);
    if (Array.isArray(value)) return value.map(reveal);
    return isYamlMap(value) ? revealed(value, env) : value;
  };
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, reveal(value)]));
}

function threads(written: Yaml, path: YamlPath, { source, loading }: ProfileReading): number {
  if (loading.options.threads !== undefined) return loading.options.threads;
  if (written === null) return DEFAULT_THREADS;
  const count = typeof written === 'string' && written.trim() !== '' ? Number(written) : written;
  if (typeof count === 'number' && Number.isInteger(count) && count >= 1) return count;
  loading.report(
    diagnose('project-bad-threads', yamlSpan(source, [...path, 'threads'], 'value'), {
      found: typeof written === 'string' ? written : JSON.stringify(written),
    }),
  );
  return DEFAULT_THREADS;
}
