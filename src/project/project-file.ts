import { basename, dirname, join } from 'node:path';
import { diagnose } from '../diagnostic/diagnostic.ts';
import { type Loading, readText } from './loading.ts';
import type { ProjectFiles } from './project-files.ts';
import { readYamlFile, type YamlFile } from './yaml.ts';

/** In the order in which they are looked for. */
const PROJECT_FILE_NAMES = ['model_project.yml', 'dbt_project.yml'] as const;

/** The project file of a folder, with the name that it has there. */
export interface RawProject extends YamlFile {
  readonly name: (typeof PROJECT_FILE_NAMES)[number];
}

/** `missing`: the folder has none. `broken`: it has one that cannot be read, which is reported. */
export type ProjectFileSearch = RawProject | 'missing' | 'broken';

/** Reads the project file of a folder. `prefix` stands before its name in messages. */
export async function readProjectFile(
  dir: string,
  prefix: string,
  loading: Pick<Loading, 'files' | 'report'>,
): Promise<ProjectFileSearch> {
  const entries = await loading.files.list(dir);
  const [name, other] = PROJECT_FILE_NAMES.filter(wanted =>
    entries?.some(entry => entry.name === wanted && entry.kind === 'file'),
  );
  if (name === undefined) return 'missing';
  const file = prefix === '' ? name : `${prefix}/${name}`;
  if (other !== undefined && prefix === '') {
    loading.report(
      diagnose(
        'project-two-files',
        { file, line: 1, column: 1, length: 1 },
        { read: name, ignored: other },
        { severity: 'warning' },
      ),
    );
  }
  const found = await readText(join(dir, name), file, loading);
  const read = typeof found === 'string' ? null : readYamlFile(file, found.text, loading.report);
  return read === null ? 'broken' : { ...read, name };
}

/** The nearest folder above that holds a project; null when none does. */
export async function projectAbove(dir: string, files: ProjectFiles): Promise<string | null> {
  for (let folder = dirname(dir), below = dir; folder !== below; below = folder, folder = dirname(folder)) {
    const entries = await files.list(folder).catch(() => null);
    if (entries?.some(entry => entry.kind === 'file' && PROJECT_FILE_NAMES.some(name => name === entry.name))) return folder;
  }
  return null;
}

/** A name that a project may have, made of the folder's. */
export function suggestedName(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/\W+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^\d/.test(name) || name === '' ? `project${name === '' ? '' : `_${name}`}` : name;
}
