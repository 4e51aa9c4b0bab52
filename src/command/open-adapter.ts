import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AdapterPlugin, MacroFolder } from '../adapter/adapter.ts';
import type { ConfigProblem } from '../adapter/config-schema.ts';
import { scrubbed } from '../artifact/secret.ts';
import type { AdapterFacts } from '../context/project-context.ts';
import { type Diagnostic, diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import type { Span } from '../diagnostic/span.ts';
import type { PlainMap } from '../manifest/node.ts';
import type { InternalPackage } from '../parse/macro.ts';
import type { Target, Yaml, YamlMap } from '../project/project.ts';
import { isYamlMap } from '../project/yaml.ts';
import { secretsIn } from './connection-secret.ts';
import type { Effects } from './effects.ts';

/** An adapter with the checked connection fields of the target. */
export interface OpenAdapter {
  readonly plugin: AdapterPlugin;
  /** What `plugin.connect` takes; holds secrets. */
  readonly config: unknown;
  /** What templates may know of it. */
  readonly facts: AdapterFacts;
  /** What of the connection fields nothing printed or written may show. */
  readonly secrets: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Fails with StartFailure when there is no such adapter or the profile does not fit it. */
export async function openAdapter(target: Target, effects: Effects): Promise<OpenAdapter> {
  const plugin = await effects.loadAdapter(target.adapter);
  const secrets = secretsIn(target.fields, secretNames(plugin));
  effects.hide(secrets);
  const checked = plugin.config.check(target.fields);
  const say = (problem: ConfigProblem, severity: Diagnostic['severity']): Diagnostic =>
    diagnose('command-connection-field', fieldSpan(target), problem, { severity });
  if (!checked.ok) throw new StartFailure(checked.problems.map(problem => say(problem, 'error')));
  const { database, schema } = plugin.defaults(checked.value);
  return {
    plugin,
    config: checked.value,
    facts: {
      name: plugin.name,
      family: familyOf(plugin),
      dialect: plugin.dialect,
      defaultDatabase: database,
      defaultSchema: schema,
      publicFields: publicFields(plugin, target.fields),
      methods: plugin.templateMethods?.(checked.value) ?? {},
    },
    secrets,
    diagnostics: checked.warnings.map(problem => say(problem, 'warning')),
  };
}

/** The names whose macros apply, most specific first: those of the macro packages, such as `dbt_postgres` of an adapter that builds on it. */
const familyOf = (plugin: AdapterPlugin): readonly string[] => [
  ...new Set([
    plugin.name,
    ...plugin.macros
      .map(folder => folder.packageName)
      .filter(name => name.startsWith('dbt_'))
      .map(name => name.slice('dbt_'.length))
      .reverse(),
  ]),
];

const fieldSpan = (target: Target): Span | null =>
  target.file === null ? null : { file: target.file, line: 1, column: 1, length: 1 };

const secretNames = (plugin: AdapterPlugin): ReadonlySet<string> =>
  new Set(plugin.config.fields.filter(field => field.type === 'secret').flatMap(field => [field.name, ...(field.aliases ?? [])]));

/** A map may hold secrets of any name, and so may a list of maps; where a text holds one, that part of it is not public. */
export function publicFields(plugin: AdapterPlugin, fields: YamlMap): YamlMap {
  const secret = secretNames(plugin);
  const known = new Map(plugin.config.fields.map(field => [field.name, field.type]));
  const isPublic = (name: string, value: Yaml): boolean =>
    !secret.has(name) && known.get(name) !== 'map' && !(Array.isArray(value) && value.some(isYamlMap));
  const shown = Object.fromEntries(Object.entries(fields).filter(([name, value]) => isPublic(name, value)));
  return scrubbed(shown as PlainMap, secretsIn(fields, secret)) as YamlMap;
}

/** The macros that come with the adapter, most specific package first; read once, whatever a process parses. */
export function internalMacros(plugin: AdapterPlugin): Promise<readonly InternalPackage[]> {
  const known = macros.get(plugin) ?? readInternalMacros(plugin);
  macros.set(plugin, known);
  return known;
}

const macros = new WeakMap<AdapterPlugin, Promise<readonly InternalPackage[]>>();

async function readInternalMacros(plugin: AdapterPlugin): Promise<readonly InternalPackage[]> {
  const packages = new Map<string, InternalPackage['files'][number][]>();
  for (const folder of plugin.macros) {
    const files = packages.get(folder.packageName) ?? [];
    packages.set(folder.packageName, [...files, ...(await macroFiles(folder))]);
  }
  return [...packages].map(([name, files]) => ({ name, files })).reverse();
}

async function macroFiles({ folder }: MacroFolder): Promise<InternalPackage['files']> {
  const ahead = await readAhead(folder);
  if (ahead !== null) return ahead;
  const names = (await readdir(folder)).filter(name => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async name => ({
      path: `macros/${name}`,
      text: await readFile(fileURLToPath(new URL(name, folder)), 'utf8'),
      blocks: null,
    })),
  );
}

/** Building Modelwright scans its own macros ahead of time, which would be half the time of parsing a small project. */
async function readAhead(folder: URL): Promise<InternalPackage['files'] | null> {
  try {
    return JSON.parse(await readFile(fileURLToPath(new URL('scanned.json', folder)), 'utf8')) as InternalPackage['files'];
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
