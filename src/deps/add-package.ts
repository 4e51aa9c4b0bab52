import { join } from 'node:path';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { readText } from '../project/loading.ts';
import type { PackageHome } from '../project/package-home.ts';
import { packageFileNames } from '../project/package-list.ts';
import type { Yaml } from '../project/project.ts';
import { isYamlMap, readYamlFile } from '../project/yaml.ts';
import type { Hub } from './hub.ts';
import { entryText, type ListEntry, withEntry } from './list-text.ts';
import { compatibleRange, newestFirst } from './version-range.ts';

export interface Addition {
  /** As on the command line: `org/name@1.0.0`, an address, a path. */
  readonly text: string;
  readonly source: 'hub' | 'git' | 'local';
}

/** A package list with one entry more, not yet written. */
export interface ChangedList {
  /** `packages.yml`. */
  readonly file: string;
  readonly text: string;
  /** The new entry as it stands in the text. */
  readonly entry: ListEntry;
}

/** Puts an entry into the project's package list, in the place of one for the same package. Comments stay. Fails with StartFailure. */
export async function withAddition(addition: Addition, home: PackageHome, hub: Hub): Promise<ChangedList> {
  const entry = await entryOf(addition, hub);
  const found = await Promise.all(
    packageFileNames.map(async file => ({ file, text: await readText(join(home.dir, file), file, home.loading) })),
  );
  const present = found.flatMap(({ file, text }) => (typeof text === 'string' ? [] : [{ file, text: text.text }]));
  const { file, text } = present[0] ?? { file: packageFileNames[0], text: '' };
  const changed = withEntry(text, entry);
  if (!holds(changed, entry)) {
    const notes = entryText(entry, '  ').split('\n');
    throw new StartFailure([diagnose('deps-add-by-hand', null, { file }, { notes })]);
  }
  return { file, text: changed, entry };
}

/** Whether a text says what it should: lists can be written in more ways than are changed here. */
function holds(text: string, entry: ListEntry): boolean {
  const packages = readYamlFile('', text, () => {})?.data['packages'];
  const wanted = Object.entries(entry);
  return (
    Array.isArray(packages) &&
    packages.some(
      (each: Yaml) => isYamlMap(each) && wanted.every(([key, value]) => JSON.stringify(each[key]) === JSON.stringify(value)),
    )
  );
}

async function entryOf({ text, source }: Addition, hub: Hub): Promise<ListEntry> {
  switch (source) {
    case 'local':
      return { local: text };
    case 'git': {
      const at = text.lastIndexOf('@');
      return at < hostOf(text).length ? { git: text } : { git: text.slice(0, at), revision: text.slice(at + 1) };
    }
    case 'hub':
      return hubEntry(text, hub);
    default:
      return source satisfies never;
  }
}

/** The start of an address in which an `@` stands behind a user: `https://me@host/`, `git@host:`. */
const hostOf = (address: string): string => /^(?:[a-z][a-z0-9+.-]*:\/\/[^/]*(?:\/|$)|[^/:]*:(?!\/\/))/i.exec(address)?.[0] ?? '';

async function hubEntry(text: string, hub: Hub): Promise<ListEntry> {
  const [id = '', ...rest] = text.split('@');
  const version = rest.join('@').trim();
  if (!/^[\w.-]+\/[\w.-]+$/.test(id)) throw new StartFailure([diagnose('deps-add-name', null, { text, id })]);
  if (version !== '') {
    const parts = version.split(',').map(part => part.trim());
    return { package: id, version: parts.length === 1 ? (parts[0] ?? '') : parts };
  }
  const { versions } = await hub.find({ id, by: '--add-package', span: null });
  const all = newestFirst(versions.keys());
  const newest = all.find(each => each.prerelease.length === 0) ?? all[0];
  return { package: id, version: newest === undefined ? '>=0.0.0' : compatibleRange(newest.raw) };
}
