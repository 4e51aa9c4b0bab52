import { join } from 'node:path';
import { type Loading, readText } from './loading.ts';
import type { Target, YamlMap } from './project.ts';
import { renderYaml } from './render-yaml.ts';
import { readYamlFile, type YamlFile } from './yaml.ts';

const NAME = 'selectors.yml';

export interface SelectorsReading {
  readonly loading: Loading;
  readonly target: Target;
  readonly vars: YamlMap;
}

/** The selections with names beside the project file, `{{ }}` rendered. Null when there are none, or when the file cannot be read. */
export async function readSelectorsFile({ loading, target, vars }: SelectorsReading): Promise<YamlFile | null> {
  const { env, startedAt, report, cliVars } = loading;
  const found = await readText(join(loading.options.projectDir, NAME), NAME, loading);
  const source = typeof found === 'string' ? null : readYamlFile(NAME, found.text, report);
  if (source === null) return null;
  const context = { env, vars: { ...vars, ...cliVars }, target, secrets: 'refused', startedAt } as const;
  return { ...source, data: renderYaml(source.data, [], { source, context, staysRaw: () => false, report }) };
}
