import { resolve } from 'node:path';
import type { ProjectOptions, ResourceType, SelectionOptions } from '../command/options.ts';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import { resourceTypes } from '../graph/resource-type.ts';
import type { PlainMap } from '../manifest/node.ts';
import type { YamlMap } from '../project/project.ts';
import { readYamlFile } from '../project/yaml.ts';
import type { Given, Request } from './arguments.ts';

export interface RequestPlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workingDir: string;
  /** What stands on the command line. */
  readonly words: readonly string[];
}

/** The text of a flag; undefined when it is not given. */
export function textOf(given: Given, name: string): string | undefined {
  const value = given.get(name);
  return typeof value === 'string' ? value : undefined;
}

/** `MODEL_<name>`, else `DBT_<name>`; an empty one counts as not set. */
export const settingOf = (env: RequestPlace['env'], name: string): string | undefined =>
  env[`MODEL_${name}`] || env[`DBT_${name}`] || undefined;

/** Fails with StartFailure for a value that makes no sense. */
export function projectOptions({ name, given }: Request, { env, workingDir, words }: RequestPlace): ProjectOptions {
  const projectDir = resolve(workingDir, textOf(given, 'projectDir') ?? settingOf(env, 'PROJECT_DIR') ?? '.');
  const profilesDir = textOf(given, 'profilesDir');
  const vars = varsOf(given);
  const args = { ...argsOf(given), invocation_command: ['model', ...words].join(' ') };
  const options = {
    profilesDir: profilesDir === undefined ? undefined : resolve(workingDir, profilesDir),
    profile: textOf(given, 'profile'),
    target: textOf(given, 'target'),
    targetPath: textOf(given, 'targetPath'),
    threads: numberOf(given, 'threads', { flag: '--threads', least: 1 }),
    vars,
  };
  const defined = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { projectDir, command: name, ...defined, flags: flagsOf(given, workingDir), args };
}

interface NumberRule {
  readonly flag: string;
  readonly least: number;
}

/** A whole number; undefined when the flag is not given. */
export function numberOf(given: Given, name: string, { flag, least }: NumberRule): number | undefined {
  const value = textOf(given, name);
  if (value === undefined) return undefined;
  const number = /^[+-]?\d+$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw refusal({ flag, value, expected: `a whole number, at least ${least}`, known: [] });
}

export interface ChoiceRule<T extends string> {
  readonly flag: string;
  readonly known: readonly T[];
}

/** One of the known words; undefined when the flag is not given. */
export function choiceOf<T extends string>(given: Given, name: string, { flag, known }: ChoiceRule<T>): T | undefined {
  const value = textOf(given, name);
  const found = known.find(one => one === value);
  if (found !== undefined || value === undefined) return found;
  throw refusal({ flag, value, expected: `one of ${known.map(one => `\`${one}\``).join(', ')}`, known });
}

interface Refused {
  readonly flag: string;
  readonly value: string;
  readonly expected: string;
  readonly known: readonly string[];
}

const refusal = ({ flag, value, expected, known }: Refused): StartFailure =>
  new StartFailure([diagnose('command-flag-value', null, { flag, value, expected, near: nearest(value, known) })]);

const varsOf = (given: Given): YamlMap | undefined => mapOf(given, 'vars');

/** A flag whose text is a YAML map, which JSON is too; undefined when it is not given. Fails with StartFailure. */
export function mapOf(given: Given, name: 'vars' | 'args'): YamlMap | undefined {
  const written = textOf(given, name);
  if (written === undefined) return undefined;
  const reasons: string[] = [];
  const read = readYamlFile(`--${name}`, written, one => reasons.push(one.text.replace(/^This YAML/, `\`--${name}\``)));
  if (read === null)
    throw new StartFailure([diagnose(`command-bad-${name}`, null, { reason: reasons[0] ?? 'It holds no map.' })]);
  return read.data;
}

/** Flags that templates and later rooms look at, by the names that `flags` has in templates. */
const projectFlags: Readonly<Record<string, string>> = {
  fullRefresh: 'FULL_REFRESH',
  empty: 'EMPTY',
  sample: 'SAMPLE',
  eventTimeStart: 'EVENT_TIME_START',
  eventTimeEnd: 'EVENT_TIME_END',
  failFast: 'FAIL_FAST',
  storeFailures: 'STORE_FAILURES',
  warnError: 'WARN_ERROR',
  indirectSelection: 'INDIRECT_SELECTION',
  introspect: 'INTROSPECT',
  writeJson: 'WRITE_JSON',
  singleThreaded: 'SINGLE_THREADED',
  debug: 'DEBUG',
  quiet: 'QUIET',
  useColors: 'USE_COLORS',
  versionCheck: 'VERSION_CHECK',
  logFormat: 'LOG_FORMAT',
  logLevel: 'LOG_LEVEL',
  print: 'PRINT',
  defer: 'DEFER',
  favorState: 'FAVOR_STATE',
};

/** Folders of other runs. */
const folderFlags: Readonly<Record<string, string>> = { state: 'STATE', deferState: 'DEFER_STATE' };

function flagsOf(given: Given, workingDir: string): YamlMap {
  const found = Object.entries(projectFlags).flatMap(([name, flag]) => {
    const value = given.get(name);
    return typeof value === 'string' || typeof value === 'boolean' ? [[flag, value] as const] : [];
  });
  const folders = Object.entries(folderFlags).flatMap(([name, flag]) => {
    const folder = textOf(given, name);
    return folder === undefined ? [] : [[flag, resolve(workingDir, folder)] as const];
  });
  return Object.fromEntries([...found, ...folders]);
}

/** As `run_results.json` has them: `full_refresh`. */
const argsOf = (given: Given): PlainMap =>
  Object.fromEntries(
    [...given]
      // Folders are shown as what they mean, wherever they were typed.
      .filter(([name]) => !Object.hasOwn(folderFlags, name))
      .map(([name, value]) => [name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`), value]),
  );

/** Operands count as selected, where a command takes any. */
export function selectionOptions({ given, operands }: Request): SelectionOptions {
  const selector = textOf(given, 'selector');
  const select = [...operands, ...listOf(given, 'select'), ...listOf(given, 'models'), ...listOf(given, 'model')];
  const exclude = listOf(given, 'exclude');
  const types = typesOf([...listOf(given, 'resourceType'), ...listOf(given, 'resourceTypes')]);
  const withoutTypes = typesOf([...listOf(given, 'excludeResourceType'), ...listOf(given, 'excludeResourceTypes')]);
  return {
    ...(select.length > 0 ? { select } : {}),
    ...(exclude.length > 0 ? { exclude } : {}),
    ...(selector === undefined ? {} : { selector }),
    ...(types.length > 0 ? { resourceTypes: types } : {}),
    ...(withoutTypes.length > 0 ? { excludeResourceTypes: withoutTypes } : {}),
  };
}

export function listOf(given: Given, name: string): readonly string[] {
  const value = given.get(name);
  return Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
}

const typesOf = (written: readonly string[]): readonly ResourceType[] =>
  written
    .flatMap(text => text.split(/[\s,]+/))
    .filter(name => name !== '' && name !== 'default')
    .flatMap(name => (name === 'all' ? resourceTypes : [knownType(name)]));

function knownType(name: string): ResourceType {
  const found = resourceTypes.find(type => type === name);
  if (found !== undefined) return found;
  throw new StartFailure([diagnose('command-unknown-resource-type', null, { name, near: nearest(name, resourceTypes) })]);
}
