import { posix } from 'node:path';
import { diagnose } from '../diagnostic/diagnostic.ts';
import { Float } from '../template/value.ts';
import { textChecksum } from './checksum.ts';
import { readKeys, type WrittenKey } from './config-key.ts';
import type { ConfigTreeKind, ProjectConfig, ResourcePaths, Yaml, YamlMap } from './project.ts';
import type { RawProject } from './project-file.ts';
import { configTreeKinds, defaultPaths, reservedNames } from './project-keys.ts';
import { describeYaml, isYamlMap, type Report, yamlSpan } from './yaml.ts';

interface ConfigReading {
  readonly source: RawProject;
  readonly keys: ReadonlyMap<string, WrittenKey>;
  /** For a project without a usable name. */
  readonly suggestion: string;
  readonly report: Report;
}

export interface ConfigInput {
  readonly source: RawProject;
  /** `source.data` with its templates rendered. */
  readonly rendered: YamlMap;
  readonly suggestion: string;
  /** What the command line or environment says instead of the file; null when they do not. */
  readonly targetPath: string | null;
  readonly logPath: string | null;
  readonly packagesPath: string | null;
  /** In place of the file's. */
  readonly vars: YamlMap;
  readonly report: Report;
}

/** The project file's settings with defaults filled in. What is wrong is reported and replaced by the default. */
export function readConfig(input: ConfigInput): ProjectConfig {
  const { source, rendered, suggestion, report } = input;
  const reading: ConfigReading = { source, keys: readKeys(rendered, source, report), suggestion, report };
  const targetPath = input.targetPath ?? text(reading, 'target-path') ?? 'target';
  return {
    file: source.name,
    text: source.text,
    checksum: textChecksum(source.text),
    name: projectName(reading),
    version: version(value(reading, 'version')),
    profile: text(reading, 'profile'),
    paths: paths(reading),
    targetPath,
    logPath: input.logPath ?? text(reading, 'log-path') ?? 'logs',
    packagesPath: trimSlashes(input.packagesPath ?? text(reading, 'packages-install-path') ?? 'dbt_packages'),
    cleanTargets: value(reading, 'clean-targets') === null ? [targetPath] : texts(reading, 'clean-targets'),
    quoting: quoting(reading),
    vars: input.vars,
    dispatch: dispatch(reading),
    onRunStart: texts(reading, 'on-run-start'),
    onRunEnd: texts(reading, 'on-run-end'),
    requireVersion: texts(reading, 'require-dbt-version'),
    queryComment: reading.keys.get('query-comment')?.value,
    configTrees: trees(reading),
    unrenderedConfigTrees: trees({ ...reading, keys: readKeys(source.data, source, () => {}) }),
    restrictAccess: value(reading, 'restrict-access') === true,
    flags: map(reading, 'flags'),
  };
}

const value = (reading: ConfigReading, key: string): Yaml => reading.keys.get(key)?.value ?? null;

function text(reading: ConfigReading, key: string): string | null {
  const found = value(reading, key);
  return typeof found === 'string' && found !== '' ? found : null;
}

function texts(reading: ConfigReading, key: string): string[] {
  const found = value(reading, key);
  if (typeof found === 'string') return [found];
  return Array.isArray(found) ? found.filter((item: Yaml) => typeof item === 'string') : [];
}

function map(reading: ConfigReading, key: string): YamlMap {
  const found = value(reading, key);
  return isYamlMap(found) ? found : {};
}

function projectName(reading: ConfigReading): string {
  const { source, report, suggestion } = reading;
  const written = reading.keys.get('name');
  const name = text(reading, 'name');
  const span = () => yamlSpan(source, [written?.written ?? 'name'], 'value');
  if (name === null) {
    const known = Object.keys(source.data).some(key => key === 'name') && written === undefined;
    if (!known) report(diagnose('project-missing-name', span(), { file: source.file, suggestion }));
    return suggestion;
  }
  if (!/^[^\W\d]\w*$/.test(name)) report(diagnose('project-bad-name', span(), { name, suggestion: cleaned(name) ?? suggestion }));
  else if (reservedNames.has(name)) report(diagnose('project-reserved-name', span(), { name }));
  return name;
}

const cleaned = (name: string): string | null => {
  const clean = name
    .toLowerCase()
    .replace(/\W+/g, '_')
    .replace(/^[_\d]+|_+$/g, '');
  return clean === '' ? null : clean;
};

function version(written: Yaml): string | null {
  if (written === null || isYamlMap(written) || Array.isArray(written)) return null;
  return written instanceof Float ? written.value.toFixed(1) : String(written);
}

function paths(reading: ConfigReading): ResourcePaths {
  const own = (key: keyof typeof defaultPaths) => pathList(reading, `${key}-paths`) ?? defaultPaths[key];
  const found = {
    model: own('model'),
    seed: own('seed'),
    macro: own('macro'),
    snapshot: own('snapshot'),
    analysis: own('analysis'),
    test: own('test'),
    function: own('function'),
  };
  const all = [...new Set(Object.values(found).flat())];
  return { ...found, asset: own('asset'), docs: pathList(reading, 'docs-paths') ?? all };
}

/** Null when the key is not there. Paths come without `./` and final slashes; the project folder itself is `.`. */
function pathList(reading: ConfigReading, key: string): readonly string[] | null {
  if (value(reading, key) === null) return null;
  const list: string[] = [];
  for (const written of texts(reading, key)) {
    const path = trimSlashes(posix.normalize(written.replaceAll('\\', '/')));
    const isOutside = path.startsWith('..') || posix.isAbsolute(path);
    if (isOutside)
      reading.report(
        diagnose('project-path-outside', yamlSpan(reading.source, [reading.keys.get(key)?.written ?? key]), {
          key,
          path: written,
        }),
      );
    else if (!list.includes(path)) list.push(path);
  }
  return list;
}

const trimSlashes = (path: string): string => path.replace(/^\.\/(?=.)/, '').replace(/(?<=.)\/+$/, '');

function quoting(reading: ConfigReading): ProjectConfig['quoting'] {
  const found = map(reading, 'quoting');
  const one = (name: string): boolean | null => {
    const flag = found[name] ?? null;
    if (flag === null || typeof flag === 'boolean') return flag;
    const written = reading.keys.get('quoting')?.written ?? 'quoting';
    const detail = { key: `quoting.${name}`, expected: '`true` or `false`', found: describeYaml(flag) };
    reading.report(diagnose('project-wrong-type', yamlSpan(reading.source, [written, name], 'value'), detail));
    return null;
  };
  return { database: one('database') ?? one('project'), schema: one('schema') ?? one('dataset'), identifier: one('identifier') };
}

function dispatch(reading: ConfigReading): ProjectConfig['dispatch'] {
  const list = value(reading, 'dispatch');
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: Yaml, index) => {
    const { macro_namespace: macroNamespace, search_order: searchOrder } = isYamlMap(entry) ? entry : {};
    if (typeof macroNamespace === 'string' && Array.isArray(searchOrder))
      return [{ macroNamespace, searchOrder: searchOrder.map(String) }];
    const detail = {
      key: 'dispatch',
      expected: 'a list of entries with `macro_namespace` and a list `search_order`',
      found: 'an entry without',
    };
    reading.report(diagnose('project-wrong-type', yamlSpan(reading.source, ['dispatch', index]), detail));
    return [];
  });
}

function trees(reading: ConfigReading): Readonly<Record<ConfigTreeKind, YamlMap>> {
  const entries = configTreeKinds.map(kind => [kind, map(reading, kind)] as const);
  return Object.fromEntries(entries) as Record<ConfigTreeKind, YamlMap>;
}
