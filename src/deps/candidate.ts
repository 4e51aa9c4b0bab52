import { type Diagnostic, hasErrors, StartFailure } from '../diagnostic/diagnostic.ts';
import { DBT_VERSION } from '../project/dbt-version.ts';
import { checkRange } from '../project/dbt-version-range.ts';
import { listOf, readPackageList } from '../project/package-list.ts';
import type { HubPackage, HubVersion } from './hub.ts';
import { type GitSpec, type HubSpec, type LocalSpec, type PackageSpec, readSpecs, type TarballSpec } from './package-spec.ts';
import type { PinnedPackage } from './pinned-package.ts';
import { fits, newestFirst } from './version-range.ts';
import { type BroughtPackage, bringGit, bringTarball, findLocal, type Workshop } from './workshop.ts';

/** What could be installed for all who ask for a package, and what that asks for in turn. */
export interface Candidate {
  readonly pinned: PinnedPackage & { readonly name: string };
  /** As those that it asks for name it: `org/codegen 0.2.0`. */
  readonly shown: string;
  readonly specs: readonly PackageSpec[];
  /** Its files, where they had to be brought to know it. */
  readonly brought: BroughtPackage | null;
}

/** The same text for entries that mean the same package. */
export function keyOf(spec: PackageSpec): string {
  switch (spec.kind) {
    case 'hub':
      return `hub ${spec.id.toLowerCase()}`;
    case 'git':
      return `git ${plainUrl(spec.url)} ${spec.subdirectory ?? ''}`;
    case 'tarball':
      return `tarball ${spec.url}`;
    case 'local':
      return `local ${spec.dir}`;
    default:
      return spec satisfies never;
  }
}

/** What is the same repository however it is written and whoever signs in: `git@host:a/b.git`, `https://host/a/b`. */
const plainUrl = (url: string): string =>
  url
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)?(?:[^/@\s]*@)?/i, (_, scheme = '') => (scheme === 'file://' ? scheme : ''))
    .replace(/^([^/:]+):(?!\/)(?!\d+\/)/, '$1/')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');

/** The versions of a hub package that all accept, best first: those written for our version of dbt, unless nobody checks. */
export function acceptable(found: HubPackage, specs: readonly HubSpec[], { home }: Workshop): readonly HubVersion[] {
  const range = specs.flatMap(spec => spec.range);
  const takesPrereleases = specs.some(spec => spec.takesPrereleases);
  return newestFirst(found.versions.keys())
    .filter(version => fits(version, range))
    .filter(version => version.prerelease.length === 0 || takesPrereleases || namesIt(version.version, specs))
    .flatMap(version => found.versions.get(version.raw) ?? [])
    .filter(({ dbtVersions }) => !home.checksVersions || isForUs(dbtVersions));
}

/** A prerelease that is asked for by its own number needs no further leave. */
const namesIt = (version: string, specs: readonly HubSpec[]): boolean =>
  specs.some(spec => spec.range.some(each => each.operator === '=' && each.version.version === version));

/** Whether what is written for these versions of dbt is for the one that we speak. */
export const isForUs = (ranges: readonly string[]): boolean => checkRange(DBT_VERSION, ranges).kind !== 'excluded';

export function hubCandidate(found: HubPackage, chosen: HubVersion, shop: Workshop): Candidate {
  const shown = `${found.id} ${chosen.version}`;
  const file = { file: shown, text: '', data: { packages: chosen.packages } };
  const problems: Diagnostic[] = [];
  const loading = { ...shop.home.loading, report: (one: Diagnostic): void => void problems.push(one) };
  const list = listOf(file, 'plain', loading);
  const specs = list === null ? [] : readSpecs(list, shown, { dir: shop.home.dir, loading });
  if (hasErrors(problems)) throw new StartFailure(problems);
  const pinned = { kind: 'hub', name: chosen.name, id: found.id, version: chosen.version } as const;
  return { pinned, shown, specs, brought: null };
}

/** What is there for entries that are no ranges: brought once each. */
export async function onlyCandidate(spec: GitSpec | TarballSpec | LocalSpec, shop: Workshop): Promise<Candidate> {
  switch (spec.kind) {
    case 'git': {
      const brought = await bringGit(spec, spec, shop);
      const { url, written, shown, subdirectory } = spec;
      const pinned = { kind: 'git', name: brought.name, url, written, revision: brought.commit, subdirectory } as const;
      return { pinned, shown, specs: await ownSpecs(brought, shown, shop), brought };
    }
    case 'tarball': {
      const brought = await bringTarball(spec.url, spec, shop);
      const pinned = { kind: 'tarball', name: spec.name, url: spec.url, written: spec.written } as const;
      return { pinned, shown: spec.shown, specs: await ownSpecs(brought, spec.shown, shop), brought };
    }
    case 'local': {
      const brought = await findLocal(spec.dir, spec.written, spec, shop);
      const pinned = { kind: 'local', name: brought.name, dir: spec.dir, written: spec.written } as const;
      return { pinned, shown: spec.written, specs: await ownSpecs(brought, spec.written, shop), brought };
    }
    default:
      return spec satisfies never;
  }
}

async function ownSpecs({ dir }: BroughtPackage, shown: string, { home }: Workshop): Promise<readonly PackageSpec[]> {
  const problems: Diagnostic[] = [];
  const loading = { ...home.loading, report: (one: Diagnostic): void => void problems.push(one) };
  const list = await readPackageList({ dir, prefix: shown }, loading);
  const specs = list === null ? [] : readSpecs(list, shown, { dir: home.dir, loading });
  if (hasErrors(problems)) throw new StartFailure(problems);
  return specs;
}
