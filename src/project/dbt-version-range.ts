import { createRequire } from 'node:module';

/** Fifty small files, so they are loaded only for a project that asks for a version. */
const semver = (): typeof import('semver') => createRequire(import.meta.url)('semver') as typeof import('semver');

export type RangeCheck = { readonly kind: 'fits' | 'excluded' } | { readonly kind: 'malformed'; readonly range: string };

/** Whether a version is in all of the ranges; each may itself be a list with commas, as dbt writes them: `>=1.6.0,<2.0.0`. */
export function checkRange(version: string, ranges: readonly string[]): RangeCheck {
  const parts = ranges.flatMap(range => range.split(',')).map(part => part.trim());
  for (const part of parts) {
    if (part === '' || semver().validRange(comparator(part), { loose: true }) === null) return { kind: 'malformed', range: part };
  }
  const fits = parts.every(part => semver().satisfies(version, comparator(part), { loose: true, includePrerelease: true }));
  return { kind: fits ? 'fits' : 'excluded' };
}

/** dbt takes `=1.6.0` and `==1.6.0` for the same. */
const comparator = (part: string): string => part.replace(/^==/, '=');
