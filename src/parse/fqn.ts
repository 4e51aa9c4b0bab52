/** `staging/stg_orders.sql` → `stg_orders`. Endings such as `.sql.jinja` go too. */
export function nameOfFile(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1);
  return base.replace(/\.(jinja2?|j2)$/i, '').replace(/\.[^.]+$/, '');
}

/** Package, folders below the search path, then the given names. */
export function fqnOf(packageName: string, relativePath: string, ...names: readonly string[]): readonly string[] {
  return [packageName, ...relativePath.split('/').slice(0, -1), ...names];
}
