import { join } from 'node:path';
import { diagnose } from '../diagnostic/diagnostic.ts';
import { type Loading, readText } from './loading.ts';
import type { Yaml, YamlMap } from './project.ts';
import { renderYaml } from './render-yaml.ts';
import { describeYaml, isYamlMap, readYamlFile, type YamlFile, yamlSpan } from './yaml.ts';
import { revealSecrets } from './yaml-context.ts';

/** One entry of a package list. */
export interface PackageEntry {
  /** As it stands in the file: what may be shown and written. */
  readonly written: YamlMap;
  /** With its templates rendered; may hold secrets. */
  readonly rendered: YamlMap;
  /** Where it stands below `packages:`. */
  readonly index: number;
}

/** The packages that a project asks for. */
export interface PackageList {
  /** `packages.yml` or `dependencies.yml`, and where that is. */
  readonly source: Pick<YamlFile, 'file' | 'text'>;
  readonly entries: readonly PackageEntry[];
}

export const packageFileNames = ['packages.yml', 'dependencies.yml'] as const;

/** What reading the package list of any folder needs. */
export type ListReading = Pick<Loading, 'files' | 'env' | 'cliVars' | 'startedAt' | 'report'>;

export interface ListPlace {
  readonly dir: string;
  /** Stands before the file's name in messages; empty for the root project. */
  readonly prefix: string;
}

/** Null when the folder asks for no packages, or when its list cannot be read, which is reported. */
export async function readPackageList({ dir, prefix }: ListPlace, reading: ListReading): Promise<PackageList | null> {
  const lists = await Promise.all(
    packageFileNames.map(async name => {
      const shown = prefix === '' ? name : `${prefix}/${name}`;
      const found = await readText(join(dir, name), shown, reading);
      const file = typeof found === 'string' ? null : readYamlFile(shown, found.text, reading.report);
      // Only `packages.yml` is a template: in `dependencies.yml`, text with braces means itself.
      return file === null ? null : listOf(file, name === 'packages.yml' ? 'template' : 'plain', reading);
    }),
  );
  const [list = null, other] = lists.filter(one => one !== null);
  if (other !== undefined)
    reading.report(diagnose('project-two-package-lists', yamlSpan(other.source, ['packages']), { other: other.source.file }));
  return list;
}

/** The list that a text is, such as `packages.yml` before it is written. */
export function listOf(file: YamlFile, kind: 'template' | 'plain', reading: ListReading): PackageList | null {
  const written = file.data['packages'];
  if (written === undefined || written === null) return null;
  if (!Array.isArray(written)) {
    const detail = { key: 'packages', expected: 'a list of packages', found: describeYaml(written) };
    reading.report(diagnose('project-wrong-type', yamlSpan(file, ['packages'], 'value'), detail));
    return null;
  }
  const entries = written.flatMap((entry: Yaml, index): PackageEntry[] => {
    if (!isYamlMap(entry)) {
      const detail = {
        key: 'packages',
        expected: 'a list of maps, such as `- package: …`',
        found: `a list with ${describeYaml(entry)}`,
      };
      reading.report(diagnose('project-wrong-type', yamlSpan(file, ['packages', index], 'value'), detail));
      return [];
    }
    return [{ written: entry, rendered: kind === 'plain' ? entry : rendered(file, entry, index, reading), index }];
  });
  return { source: file, entries };
}

function rendered(file: YamlFile, entry: YamlMap, index: number, { env, cliVars, startedAt, report }: ListReading): YamlMap {
  const context = { env, vars: cliVars, target: null, secrets: 'marked', startedAt } as const;
  const values = renderYaml(entry, ['packages', index], { source: file, context, staysRaw: () => false, report });
  return revealed(values, env) as YamlMap;
}

function revealed(value: Yaml, env: ReadonlyMap<string, string>): Yaml {
  if (typeof value === 'string') return revealSecrets(value, env);
  if (Array.isArray(value)) return value.map((item: Yaml) => revealed(item, env));
  if (!isYamlMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revealed(item, env)]));
}
