import picomatch from 'picomatch';

/**
 * A test for paths below the package folder: the path itself, everything below it when it is a folder, and the same for
 * what a pattern with `*`, `**`, `?`, `[]` or `{}` matches.
 */
export function pathPattern(pattern: string): (file: string) => boolean {
  const clean = pattern
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '')
    .replace(/\/+$/, '');
  if (clean === '' || clean === '.') return () => true;
  const matches = picomatch([clean, `${clean}/**`], { dot: true, windows: false });
  return file => file === clean || file.startsWith(`${clean}/`) || matches(file);
}
