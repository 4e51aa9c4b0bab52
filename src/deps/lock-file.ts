import { join } from 'node:path';
import { yamlText } from '../context/base-yaml-text.ts';
import { type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import { readText } from '../project/loading.ts';
import type { PackageHome } from '../project/package-home.ts';
import { listOf } from '../project/package-list.ts';
import { readYamlFile, type YamlFile, yamlSpan } from '../project/yaml.ts';
import { fromPlain } from '../template/value/from-json.ts';
import { type PackageSpec, readSpecs } from './package-spec.ts';
import type { PinnedPackage } from './pinned-package.ts';

export const lockFileName = 'package-lock.yml';

/** What was decided when packages were last resolved. */
export interface Lock {
  /** Of the package list that it was made for. */
  readonly hash: string;
  readonly packages: readonly PinnedPackage[];
}

/** In the order in which packages were found, as dbt writes it, so that the file stays the same whoever writes it. */
export function lockText({ hash, packages }: Lock): string {
  const entries = packages.map(each =>
    yamlText(fromPlain(entryOf(each)), { keys: 'sorted' })
      .trimEnd()
      .replaceAll('\n', '\n    '),
  );
  const list = entries.length === 0 ? ' []' : entries.map(entry => `\n  - ${entry}`).join('');
  return `packages:${list}\nsha1_hash: ${yamlText(fromPlain({ h: hash })).slice('h: '.length)}`;
}

function entryOf(pinned: PinnedPackage): Readonly<Record<string, string | null>> {
  const { name } = pinned;
  switch (pinned.kind) {
    case 'hub':
      return { name, package: pinned.id, version: pinned.version };
    case 'git': {
      const { written: git, revision, subdirectory } = pinned;
      return subdirectory === null ? { git, name, revision } : { git, name, revision, subdirectory };
    }
    case 'tarball':
      return { name, tarball: pinned.written };
    case 'local':
      return { local: pinned.written, name };
    default:
      return pinned satisfies never;
  }
}

/** Null when there is no lock file, or one that cannot be read, which is reported. */
export async function readLock({ dir, loading }: PackageHome): Promise<Lock | null> {
  const found = await readText(join(dir, lockFileName), lockFileName, loading);
  if (found === 'absent') return null;
  const problems: Diagnostic[] = [];
  const report = (one: Diagnostic): void => void problems.push(one);
  const file = typeof found === 'string' ? null : readYamlFile(lockFileName, found.text, report);
  const lock = file === null ? null : lockOf(file, { dir, loading: { ...loading, report } });
  if (lock !== null && problems.length === 0) return lock;
  loading.report(diagnose('deps-bad-lock', problems[0]?.span ?? null, { reason: problems[0]?.text ?? 'It cannot be read.' }));
  return null;
}

function lockOf(file: YamlFile, { dir, loading }: Pick<PackageHome, 'dir' | 'loading'>): Lock | null {
  const list = listOf(file, 'template', loading);
  const { sha1_hash: hash } = file.data;
  if (list === null || typeof hash !== 'string') {
    const key = list === null ? 'packages' : 'sha1_hash';
    loading.report(diagnose('deps-lock-key', yamlSpan(file, [key]), { key }));
    return null;
  }
  const specs = readSpecs(list, lockFileName, { dir, loading });
  if (specs.length < list.entries.length) return null;
  const packages = specs.map((spec, index) => pinnedBy(spec, nameOf(list.entries[index]?.rendered['name'])));
  return { hash, packages };
}

const nameOf = (written: unknown): string | null =>
  typeof written === 'string' && /^[A-Za-z_]\w*$/.test(written) ? written : null;

function pinnedBy(spec: PackageSpec, name: string | null): PinnedPackage {
  switch (spec.kind) {
    case 'hub':
      return { kind: 'hub', name, id: spec.id, version: spec.range[0]?.written ?? '' };
    case 'git': {
      const { url, written, subdirectory } = spec;
      return { kind: 'git', name, url, written, revision: spec.revision ?? 'HEAD', subdirectory };
    }
    case 'tarball':
      return { kind: 'tarball', name, url: spec.url, written: spec.written };
    case 'local':
      return { kind: 'local', name, dir: spec.dir, written: spec.written };
    default:
      return spec satisfies never;
  }
}
