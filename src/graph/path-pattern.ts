import picomatch from 'picomatch';

/**
 * A test for paths: those of `known` that the pattern matches, and everything below them when they are folders. Patterns
 * have `*`, `**`, `?`, `[]` and `{}`.
 */
export function pathPattern(pattern: string, known: Iterable<string>): (file: string) => boolean {
  const clean = pattern
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '')
    .replace(/\/+$/, '');
  const isMatch = picomatch(clean === '' || clean === '.' ? '*' : clean, { dot: true, windows: false });
  const roots = new Set<string>();
  const tried = new Set<string>();
  for (const file of known) {
    for (const path of selfAndFolders(file)) {
      if (tried.has(path)) break;
      tried.add(path);
      if (path === clean || isMatch(path)) roots.add(path);
    }
  }
  return file => selfAndFolders(file).some(path => roots.has(path));
}

/** `a/b/c.sql`, `a/b`, `a`. */
function selfAndFolders(file: string): readonly string[] {
  const paths: string[] = [];
  for (let path = file; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) paths.push(path);
  return paths;
}
