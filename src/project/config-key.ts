import { diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { Yaml, YamlMap } from './project.ts';
import { dashed, type KeyShape, projectKey, projectKeys } from './project-keys.ts';
import { describeYaml, isYamlMap, type Report, type YamlFile, yamlSpan } from './yaml.ts';

/** One key of a project file under its documented name, and how it was written. */
export interface WrittenKey {
  readonly written: string;
  readonly value: Yaml;
}

/** The keys of a project file by documented name. Reports unknown, old, doubled and wrongly filled ones. */
export function readKeys(data: YamlMap, source: YamlFile, report: Report): ReadonlyMap<string, WrittenKey> {
  const keys = new Map<string, WrittenKey>();
  for (const [written, value] of Object.entries(data)) {
    const key = projectKey(written);
    const span = () => yamlSpan(source, [written]);
    if (key === null) {
      report(diagnose('project-unknown-key', span(), { key: written, near: nearKey(written) }, { severity: 'warning' }));
      continue;
    }
    const earlier = keys.get(key.name);
    if (earlier && !isEmpty(earlier.value) && !isEmpty(value)) {
      report(
        diagnose('project-key-twice', span(), { key: key.name, other: earlier.written === key.name ? written : earlier.written }),
      );
    }
    if (dashed(written) === key.legacy)
      report(diagnose('project-legacy-key', span(), { key: written, instead: key.name }, { severity: 'warning' }));
    const expected = expectation(key.shape, value);
    if (expected !== null) {
      report(
        diagnose('project-wrong-type', yamlSpan(source, [written], 'value'), {
          key: written,
          expected,
          found: describeYaml(value),
        }),
      );
    } else if (!earlier || isEmpty(earlier.value)) keys.set(key.name, { written, value });
  }
  return keys;
}

const isEmpty = (value: Yaml): boolean => value === null || (isYamlMap(value) && Object.keys(value).length === 0);

function nearKey(written: string): string | null {
  const names = projectKeys.map(key => key.name);
  const near =
    nearest(dashed(written), names) ??
    nearest(`${dashed(written)}s`, names) ??
    nearest(dashed(written).replace(/-?path(s?)$/, '-paths'), names);
  return near !== null && written.includes('_') && !written.includes('-') ? near.replaceAll('-', '_') : near;
}

/** What the value should be, in words; null when it fits. An empty value always does. */
function expectation(shape: KeyShape, value: Yaml): string | null {
  if (value === null) return null;
  switch (shape) {
    case 'text':
    case 'path':
      return typeof value === 'string' ? null : 'text';
    case 'version':
      return typeof value === 'object' && isYamlMap(value) ? 'a version such as `1.0.0`' : null;
    case 'flag':
      return typeof value === 'boolean' ? null : '`true` or `false`';
    case 'paths':
      return isTexts(value) ? null : 'a list of folders';
    case 'texts':
      return isTexts(value) || typeof value === 'string' ? null : 'text or a list of texts';
    case 'hooks':
      return isTexts(value) || typeof value === 'string' ? null : 'an SQL statement or a list of them';
    case 'map':
    case 'tree':
      return isYamlMap(value) ? null : 'keys with values';
    case 'maps':
      return Array.isArray(value) && value.every((item: Yaml) => isYamlMap(item)) ? null : 'a list of keys with values';
    case 'any':
      return null;
    default:
      return shape satisfies never;
  }
}

const isTexts = (value: Yaml): boolean => Array.isArray(value) && value.every((item: Yaml) => typeof item === 'string');
