import type { ProjectFile, ResourcePaths } from './project.ts';

type Kind = ProjectFile['kind'];

/** What one file is to one search path. */
export interface FilePlace {
  readonly kind: Kind;
  readonly root: string;
  readonly relativePath: string;
}

/** What an author may put behind an ending, so that editors know a template. It is no part of a name. */
const TEMPLATE_SUFFIX = /\.(jinja2?|j2)$/i;

/** Where each kind of file is looked for, and what its name ends with. */
const searches: readonly { readonly paths: keyof ResourcePaths; readonly kindOf: (relativePath: string) => Kind | null }[] = [
  { paths: 'model', kindOf: path => (isTemplate(path) ? 'model' : endsWith(path, 'py') ? 'python' : null) },
  { paths: 'seed', kindOf: path => (endsWith(path, 'csv') ? 'seed' : null) },
  { paths: 'snapshot', kindOf: path => (isTemplate(path) ? 'snapshot' : null) },
  { paths: 'macro', kindOf: path => (isTemplate(path) ? 'macro' : null) },
  { paths: 'analysis', kindOf: path => (isTemplate(path) ? 'analysis' : null) },
  { paths: 'function', kindOf: path => (isTemplate(path) || endsWith(path, 'py') ? 'function' : null) },
  { paths: 'test', kindOf: testKind },
  { paths: 'docs', kindOf: path => (endsWith(plainPath(path), 'md') ? 'docs' : null) },
];

const PROPERTY_PATHS = ['model', 'seed', 'snapshot', 'macro', 'analysis', 'test', 'function'] as const;

function testKind(path: string): Kind | null {
  const folder = path.slice(0, Math.max(0, path.indexOf('/')));
  if (folder === 'fixtures') return isTemplate(path) || endsWith(path, 'csv') ? 'fixture' : null;
  if (!isTemplate(path)) return null;
  return folder === 'generic' ? 'test-macro' : 'test';
}

const isTemplate = (path: string): boolean =>
  endsWith(plainPath(path), 'sql') ||
  (TEMPLATE_SUFFIX.test(path) &&
    !plainPath(path)
      .slice(path.lastIndexOf('/') + 1)
      .includes('.'));
const endsWith = (path: string, ending: string): boolean => path.toLowerCase().endsWith(`.${ending}`);
const plainPath = (path: string): string => path.replace(TEMPLATE_SUFFIX, '');

/** Whether a file beside it has the same name without a template's suffix: that one is read, as it is by dbt. */
export function isShadowed(path: string, all: ReadonlySet<string>): boolean {
  const plain = plainPath(path);
  return plain !== path && (all.has(plain) || all.has(`${plain}.sql`));
}

/** Everything that a file of a package is: mostly one thing, but a folder may be searched for several kinds. */
export function placesOf(path: string, paths: ResourcePaths): FilePlace[] {
  if (/\.ya?ml$/i.test(plainPath(path)))
    return first(
      path,
      PROPERTY_PATHS.flatMap(name => paths[name]),
      () => 'properties',
    );
  return searches.flatMap(search => first(path, paths[search.paths], search.kindOf));
}

/** A file below two of the paths counts for the outermost, so that it is read once. */
function first(path: string, roots: readonly string[], kindOf: (relativePath: string) => Kind | null): FilePlace[] {
  const outermost = roots.filter(root => isBelow(path, root)).sort((a, b) => a.length - b.length)[0];
  if (outermost === undefined) return [];
  const relativePath = outermost === '.' ? path : path.slice(outermost.length + 1);
  const kind = kindOf(relativePath);
  return kind === null ? [] : [{ kind, root: outermost, relativePath }];
}

const isBelow = (path: string, root: string): boolean => root === '.' || path.startsWith(`${root}/`);

/** The search paths without those that lie below another. */
export function outermostPaths(paths: ResourcePaths): string[] {
  const all = [...new Set(Object.values(paths).flat())].sort((a, b) => a.length - b.length);
  return all.filter((path, index) => !all.slice(0, index).some(outer => isBelow(path, outer)));
}
