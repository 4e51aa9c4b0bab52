import { type Diagnostic, diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { acceptable, type Candidate } from './candidate.ts';
import type { HubPackage } from './hub.ts';
import type { GitSpec, HubSpec, PackageSpec } from './package-spec.ts';
import { newestFirst } from './version-range.ts';
import type { Workshop } from './workshop.ts';

/** What several ask for and none can have. */
export interface Conflict {
  /** `packages.yml`, `org/codegen 0.2.0`. */
  readonly askers: readonly string[];
  diagnostic(): Diagnostic;
}

/** No version of a package is right for all. */
export function versionConflict(specs: readonly HubSpec[], found: HubPackage, shop: Workshop): Conflict {
  const { id } = found;
  const versions = newestFirst(found.versions.keys()).map(version => version.raw);
  const unchecked = { ...shop, home: { ...shop.home, checksVersions: false } };
  const [wouldFit] = acceptable(found, specs, unchecked);
  const [first] = specs as readonly [HubSpec, ...HubSpec[]];
  const notes = [...specs.map(spec => `${spec.by} asks for ${rangeText(spec)}`), `versions there are: ${shortList(versions)}`];
  return {
    askers: specs.map(spec => spec.by),
    diagnostic: () =>
      wouldFit === undefined
        ? diagnose('deps-version-conflict', first.span, { id, askers: specs.length, ...prereleaseOnly(specs, found) }, { notes })
        : diagnose(
            'deps-version-for-other-dbt',
            first.span,
            { id, version: wouldFit.version, wanted: wouldFit.dbtVersions.join(','), exact: specs.some(isExact) },
            { notes },
          ),
  };
}

const isExact = (spec: HubSpec): boolean => spec.range.some(each => each.operator === '=');

/** Whether a prerelease would do, if one were taken. */
function prereleaseOnly(specs: readonly HubSpec[], found: HubPackage): { readonly prerelease: string | null } {
  const open = specs.map(spec => ({ ...spec, takesPrereleases: true }));
  const anyDbt = { home: { checksVersions: false } } as Workshop;
  return { prerelease: acceptable(found, open, anyDbt)[0]?.version ?? null };
}

const rangeText = ({ range }: HubSpec): string =>
  range.length === 0 ? 'any version' : range.map(each => each.written).join(',');

const shortList = (versions: readonly string[]): string =>
  versions.length === 0
    ? 'none'
    : `${versions.slice(0, 12).join(', ')}${versions.length > 12 ? `, … (${versions.length} in all)` : ''}`;

/** A repository lies there in one revision. */
export function revisionConflict(specs: readonly GitSpec[]): Conflict {
  const [first] = specs as readonly [GitSpec, ...GitSpec[]];
  const notes = specs.map(spec => `${spec.by} asks for ${spec.revision === null ? 'the default branch' : spec.revision}`);
  return {
    askers: specs.map(spec => spec.by),
    diagnostic: () => diagnose('deps-revision-conflict', first.span, { url: first.shown }, { notes }),
  };
}

/** Choosing comes back to where it was: each choice calls for another one. */
export const endlessConflict = (states: readonly ReadonlyMap<string, Candidate>[]): Conflict => ({
  askers: [...new Set(states.flatMap(state => [...state.values()].map(each => each.shown)))],
  diagnostic: () => diagnose('deps-endless', null, {}),
});

/** Two packages of one name cannot lie beside each other. Fails with StartFailure. */
export function refuseDoubledNames(found: readonly Candidate[], askers: readonly PackageSpec[]): readonly Candidate[] {
  const byName = new Map<string, Candidate>();
  for (const candidate of found) {
    const { name } = candidate.pinned;
    const other = byName.get(name);
    if (other !== undefined) {
      const notes = [other, candidate].map(each => `${each.shown}, for ${askersOf(each, askers)}`);
      const span = askers[0]?.span ?? null;
      throw new StartFailure([diagnose('deps-name-twice', span, { name }, { notes })]);
    }
    byName.set(name, candidate);
  }
  return found;
}

function askersOf(candidate: Candidate, specs: readonly PackageSpec[]): string {
  const { pinned } = candidate;
  const same = specs.filter(spec => {
    if (spec.kind === 'hub') return pinned.kind === 'hub' && spec.id === pinned.id;
    return spec.kind === pinned.kind && spec.written === pinned.written;
  });
  return [...new Set(same.map(spec => spec.by))].join(', ');
}
