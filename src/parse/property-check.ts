import { diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { Yaml, YamlMap } from '../project/project.ts';
import { describeYaml, isYamlMap, type Report, yamlSpan } from '../project/yaml.ts';
import type { PropertyEntry } from './properties.ts';
import { configNames, type PropertyShape, type PropertyType, propertyShapes } from './property-keys.ts';

type Path = readonly (string | number)[];

interface Checking {
  readonly entry: PropertyEntry;
  readonly report: Report;
}

/** Warns of keys that mean nothing, and reports values of a wrong type, in an entry and all that is listed in it. */
export function checkEntry(entry: PropertyEntry, report: Report): void {
  const shape = propertyShapes[entry.kind];
  if (shape) checkMap({ entry, report }, shape, entry.data, entry.path);
}

function checkMap(checking: Checking, shape: PropertyShape, data: YamlMap, path: Path): void {
  for (const key in data) {
    const type = Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
    if (type === undefined) reportKey(checking, shape, key, path);
    else checkValue(checking, type, key, data[key] ?? null, [...path, key]);
  }
  const config = data['config'];
  if (shape.config === 'node' && isYamlMap(config)) checkConfig(checking, config, [...path, 'config']);
}

function checkValue(checking: Checking, type: PropertyType, key: string, value: Yaml, path: Path): void {
  if (type === 'any' || value === null) return;
  if (type === 'text') {
    if (typeof value !== 'string') reportType(checking, key, 'text', value, path);
  } else if (type === 'map') {
    if (!isYamlMap(value)) reportType(checking, key, 'a map', value, path);
  } else if (!Array.isArray(value)) reportType(checking, key, 'a list', value, path);
  else if (type !== 'list') for (const [index, item] of value.entries()) checkItem(checking, type, key, item, [...path, index]);
}

function checkItem(checking: Checking, shape: PropertyShape, key: string, item: Yaml, path: Path): void {
  const source = sourceOf(checking);
  if (!isYamlMap(item)) {
    reportType(checking, `${key}[${path.at(-1)}]`, 'a map with a `name`', item, path);
    return;
  }
  if ((item['name'] ?? null) === null) {
    const params = { where: key, misspelt: misspeltName(item) };
    checking.report(diagnose('parse-missing-name', yamlSpan(source, path), params));
  }
  checkMap(checking, shape, item, path);
}

function checkConfig(checking: Checking, config: YamlMap, path: Path): void {
  for (const written in config) {
    const key = written.replace(/^\+/, '');
    const near = configNames.has(key) ? null : nearest(key, configNames);
    if (near === null) continue;
    const params = { key: written, where: 'the configuration of a node', near };
    checking.report(diagnose('parse-unknown-key', spanOf(checking, [...path, written]), params, { severity: 'warning' }));
  }
}

/** The key that was to be `name`; null when there is none. */
export const misspeltName = (item: YamlMap): string | null =>
  Object.keys(item).find(key => nearest(key, ['name']) !== null) ?? null;

function reportKey(checking: Checking, shape: PropertyShape, key: string, path: Path): void {
  const span = spanOf(checking, [...path, key]);
  if (configNames.has(key)) {
    checking.report(diagnose('parse-config-key', span, { key, where: shape.entry }, { severity: 'warning' }));
    return;
  }
  const near = nearest(key, Object.keys(shape.keys));
  // The entry without a name is told already.
  if (near === 'name') return;
  checking.report(diagnose('parse-unknown-key', span, { key, where: shape.entry, near }, { severity: 'warning' }));
}

function reportType(checking: Checking, key: string, expected: string, value: Yaml, path: Path): void {
  const params = { key, expected, found: describeYaml(value) };
  checking.report(diagnose('parse-bad-value', yamlSpan(sourceOf(checking), path, 'value'), params));
}

const sourceOf = ({ entry }: Checking) => ({ file: entry.file.displayPath, text: entry.file.text });
const spanOf = (checking: Checking, path: Path) => yamlSpan(sourceOf(checking), path);
