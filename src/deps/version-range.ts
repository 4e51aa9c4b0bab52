import { createRequire } from 'node:module';
import type { SemVer } from 'semver';

/** Fifty small files, so they are loaded only when versions are compared. */
let loaded: typeof import('semver') | null = null;
const semver = (): typeof import('semver') => {
  loaded ??= createRequire(import.meta.url)('semver') as typeof import('semver');
  return loaded;
};

/** One bound of a range: `>=1.0.0`. */
export interface Comparator {
  readonly operator: '=' | '>' | '>=' | '<' | '<=';
  readonly version: SemVer;
  readonly written: string;
}

export interface ReadComparators {
  readonly comparators: readonly Comparator[];
  /** The first part that is none, and what may have been meant; null when all are. */
  readonly bad: { readonly written: string; readonly instead: string | null } | null;
}

const form = /^(?:(==?|>=?|<=?)\s*)?v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)$/;

/** Ranges as dbt writes them: each text one bound, or several with commas between. */
export function readComparators(texts: readonly string[]): ReadComparators {
  const comparators: Comparator[] = [];
  for (const part of texts.flatMap(text => text.split(',')).map(text => text.trim())) {
    const [, operator = '=', number = ''] = form.exec(part) ?? [];
    const version = semver().parse(number, { loose: true });
    if (version === null) return { comparators, bad: { written: part, instead: instead(part) } };
    comparators.push({ operator: operator.replace('==', '=') as Comparator['operator'], version, written: part });
  }
  return { comparators, bad: null };
}

/** What npm's `^1.2` and short versions would be here. */
function instead(part: string): string | null {
  const [, sign = '', number = ''] = /^(\^|~|~>|[<>]=?|==?)?\s*v?(\d+(?:\.\d+){0,2}(?:-[\w.-]+)?)$/.exec(part) ?? [];
  const version = semver().coerce(number, { includePrerelease: true });
  if (version === null) return null;
  if (sign === '^' || sign === '~' || sign === '~>')
    return `[">=${version.version}", "<${version.inc(sign === '^' ? 'major' : 'minor').version}"]`;
  return `"${sign}${version.version}"`;
}

export function fits(version: SemVer, range: readonly Comparator[]): boolean {
  return range.every(({ operator, version: bound }) => {
    const order = version.compare(bound);
    switch (operator) {
      case '=':
        return order === 0;
      case '>':
        return order > 0;
      case '>=':
        return order >= 0;
      case '<':
        return order < 0;
      case '<=':
        return order <= 0;
      default:
        return operator satisfies never;
    }
  });
}

/** The versions that can be read, newest first. */
export const newestFirst = (versions: Iterable<string>): readonly SemVer[] =>
  [...versions]
    .map(text => semver().parse(text, { loose: true }))
    .filter(version => version !== null)
    .sort((a, b) => b.compare(a));

/** A range that takes the version and all later ones that promise to fit: `[">=1.2.0", "<2.0.0"]`. */
export function compatibleRange(written: string): readonly string[] {
  const version = semver().parse(written, { loose: true });
  if (version === null) return [written];
  const next = semver().inc(version.version, version.major === 0 ? 'minor' : 'major');
  return [`>=${written}`, `<${next}`];
}
