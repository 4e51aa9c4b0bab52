import { posix, resolve } from 'node:path';
import { diagnose } from '../diagnostic/diagnostic.ts';
import type { Span } from '../diagnostic/span.ts';
import type { PackageHome } from '../project/package-home.ts';
import type { PackageEntry, PackageList } from '../project/package-list.ts';
import type { Yaml, YamlMap } from '../project/project.ts';
import { describeYaml, type Report, yamlSpan } from '../project/yaml.ts';
import { Float } from '../template/value.ts';
import { credentialsIn, shownUrl } from './shown-url.ts';
import { type Comparator, readComparators } from './version-range.ts';

/** What one entry of a package list asks for. */
export type PackageSpec = HubSpec | GitSpec | TarballSpec | LocalSpec;

interface Asked {
  /** Who asks, as messages name it: `packages.yml`, `org/codegen 0.2.0`. */
  readonly by: string;
  /** Null when it is written in no file of the project. */
  readonly span: Span | null;
}

export interface HubSpec extends Asked {
  readonly kind: 'hub';
  /** `org/name`. */
  readonly id: string;
  /** All must hold; none: any version. */
  readonly range: readonly Comparator[];
  readonly takesPrereleases: boolean;
}

export interface GitSpec extends Asked {
  readonly kind: 'git';
  /** May hold a secret, unlike `shown`. */
  readonly url: string;
  readonly shown: string;
  /** What stands in the lock file: as written, so that no secret does. */
  readonly written: string;
  /** A tag, branch or commit; null: where the default branch is. */
  readonly revision: string | null;
  readonly subdirectory: string | null;
  readonly warnsUnpinned: boolean;
}

export interface TarballSpec extends Asked {
  readonly kind: 'tarball';
  /** May hold a secret, unlike `shown`. */
  readonly url: string;
  readonly shown: string;
  readonly written: string;
  readonly name: string;
}

export interface LocalSpec extends Asked {
  readonly kind: 'local';
  /** Absolute. */
  readonly dir: string;
  readonly written: string;
}

/** What the paths of local packages start from, whoever asks for them, and who is told of mistakes. */
export type SpecHome = Pick<PackageHome, 'dir' | 'loading'>;

interface SpecReading {
  readonly by: string;
  readonly source: PackageList['source'];
  readonly home: SpecHome;
  readonly report: Report;
}

/** What a list asks for in the name of `by`; entries that make no sense are reported and left out. */
export const readSpecs = (list: PackageList, by: string, home: SpecHome): readonly PackageSpec[] =>
  list.entries.flatMap(entry => readSpec(entry, { by, source: list.source, home, report: home.loading.report }) ?? []);

const keysOfKind = {
  package: ['package', 'version', 'install_prerelease', 'install-prerelease', 'name'],
  git: ['git', 'revision', 'subdirectory', 'warn-unpinned', 'warn_unpinned', 'name'],
  tarball: ['tarball', 'name'],
  local: ['local', 'name'],
} as const;

type Key = keyof typeof keysOfKind;

function readSpec(entry: PackageEntry, reading: SpecReading): PackageSpec | null {
  const span = entrySpan(entry, reading);
  const kinds = (Object.keys(keysOfKind) as Key[]).filter(key => key in entry.rendered);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    if ('private' in entry.rendered) reading.report(diagnose('deps-private', span, privateDetail(entry.rendered)));
    else reading.report(diagnose('deps-entry-kind', span, { kinds, keys: Object.keys(entry.written) }));
    return null;
  }
  const known: readonly string[] = keysOfKind[kind];
  const odd = Object.keys(entry.rendered).find(key => !known.includes(key) && key !== 'unrendered');
  if (odd !== undefined) {
    reading.report(diagnose('deps-entry-key', spanOf(entry, odd, reading, 'key'), { key: odd, kind, known }));
    return null;
  }
  const written = textOf(entry, kind, reading);
  if (written === null) return null;
  reading.home.loading.options.hide?.(credentialsIn(written));
  return specReaders[kind](written, entry, reading);
}

const specReaders: Readonly<Record<Key, (value: string, entry: PackageEntry, reading: SpecReading) => PackageSpec | null>> = {
  package: hubSpec,
  git: gitSpec,
  tarball: tarballSpec,
  local: (path, entry, reading) => ({
    kind: 'local',
    dir: resolve(reading.home.dir, path),
    written: path,
    ...asked(entry, reading),
  }),
};

function hubSpec(id: string, entry: PackageEntry, reading: SpecReading): HubSpec | null {
  if (!/^[\w.-]+\/[\w.-]+$/.test(id) || /(^|\/)\.+(\/|$)/.test(id)) {
    reading.report(diagnose('deps-hub-name', spanOf(entry, 'package', reading), { id }));
    return null;
  }
  const { rendered } = entry;
  const written = rendered['version'] ?? null;
  if (written === null) {
    reading.report(diagnose('deps-no-version', entrySpan(entry, reading), { id }));
    return null;
  }
  const parts = (Array.isArray(written) ? written : [written]).map((part: Yaml) => versionText(part));
  const { comparators, bad } = readComparators(parts);
  if (bad !== null) {
    reading.report(diagnose('deps-bad-version', spanOf(entry, 'version', reading), bad));
    return null;
  }
  const takesPrereleases = rendered['install_prerelease'] === true || rendered['install-prerelease'] === true;
  return { kind: 'hub', id, range: comparators, takesPrereleases, ...asked(entry, reading) };
}

/** YAML reads `1.0` as a number, so what was written is told as it was. */
function versionText(part: Yaml): string {
  if (part instanceof Float) return part.value.toFixed(1);
  return typeof part === 'string' ? part : typeof part === 'number' ? String(part) : describeYaml(part);
}

function gitSpec(url: string, entry: PackageEntry, reading: SpecReading): GitSpec | null {
  const { rendered, written } = entry;
  const revision = revisionOf(entry, reading);
  const subdirectory = rendered['subdirectory'] ?? null;
  if (revision === undefined) return null;
  if (subdirectory !== null && (typeof subdirectory !== 'string' || leadsOut(subdirectory))) {
    reading.report(diagnose('deps-subdirectory', spanOf(entry, 'subdirectory', reading), { found: describeYaml(subdirectory) }));
    return null;
  }
  if (url.startsWith('-') || revision?.startsWith('-')) {
    reading.report(
      diagnose('deps-git-option', entrySpan(entry, reading), { text: url.startsWith('-') ? url : String(revision) }),
    );
    return null;
  }
  const warns = rendered['warn-unpinned'] ?? rendered['warn_unpinned'] ?? true;
  return {
    kind: 'git',
    url,
    shown: shownUrl(String(written['git'])),
    written: String(written['git']),
    revision,
    subdirectory,
    warnsUnpinned: warns !== false,
    ...asked(entry, reading),
  };
}

/** Undefined when it makes no sense, which is reported. */
function revisionOf(entry: PackageEntry, reading: SpecReading): string | null | undefined {
  const found = entry.rendered['revision'] ?? null;
  const one = Array.isArray(found) && found.length === 1 ? (found[0] ?? null) : found;
  if (one === null) return null;
  if (one instanceof Float || typeof one === 'string' || typeof one === 'number' || typeof one === 'bigint')
    return versionText(typeof one === 'bigint' ? String(one) : one);
  const detail = { key: 'revision', expected: 'a tag, a branch or a commit', found: describeYaml(found) };
  reading.report(diagnose('project-wrong-type', spanOf(entry, 'revision', reading), detail));
  return undefined;
}

const leadsOut = (path: string): boolean => {
  const clean = posix.normalize(path.replaceAll('\\', '/'));
  return posix.isAbsolute(clean) || clean === '..' || clean.startsWith('../') || clean.split('/').includes('.git');
};

function tarballSpec(url: string, entry: PackageEntry, reading: SpecReading): TarballSpec | null {
  const name = textOf(entry, 'name', reading);
  if (name === null) return null;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    reading.report(
      diagnose('deps-tarball-url', spanOf(entry, 'tarball', reading), { url: shownUrl(String(entry.written['tarball'])) }),
    );
    return null;
  }
  const written = String(entry.written['tarball']);
  return { kind: 'tarball', url, shown: shownUrl(written), written, name, ...asked(entry, reading) };
}

function textOf(entry: PackageEntry, key: string, reading: SpecReading): string | null {
  const found = entry.rendered[key] ?? null;
  if (typeof found === 'string' && found !== '') return found;
  const detail = { key, expected: 'a text', found: found === null ? 'missing' : describeYaml(found) };
  reading.report(diagnose('project-wrong-type', spanOf(entry, key, reading), detail));
  return null;
}

const asked = (entry: PackageEntry, reading: SpecReading): Asked => ({ by: reading.by, span: entrySpan(entry, reading) });

/** Null for what no file of the project says. */
const entrySpan = (entry: PackageEntry, { source }: SpecReading): Span | null =>
  source.text === '' ? null : yamlSpan(source, ['packages', entry.index], 'value');

const spanOf = (entry: PackageEntry, key: string, { source }: SpecReading, part: 'key' | 'value' = 'value'): Span | null =>
  source.text === '' ? null : yamlSpan(source, ['packages', entry.index, key], part);

function privateDetail(entry: YamlMap): { readonly name: string; readonly url: string } {
  const name = String(entry['private'] ?? '');
  const hosts: Readonly<Record<string, string>> = { gitlab: 'git@gitlab.com:', ado: 'git@ssh.dev.azure.com:v3/' };
  return { name, url: `${hosts[String(entry['provider'] ?? '')] ?? 'git@github.com:'}${name}.git` };
}
