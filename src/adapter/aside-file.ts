/** Where a file or folder is written before it takes its place: beside it, so that it can be renamed. Something remote is written in place. */
export function asideFile(path: string, tag: string): string {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return path;
  const { folder, name } = split(path);
  return `${folder}.mw-${tag}-${name}`;
}

/** Whether a name of the same folder is what a run left that wrote this path. */
export const isAsideOf = (name: string, path: string): boolean =>
  name.startsWith('.mw-') && name.replace(/~$/, '').endsWith(`-${split(path).name}`);

function split(path: string): { readonly folder: string; readonly name: string } {
  const trimmed = path.replace(/[\\/]+$/, '');
  const at = Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\')) + 1;
  return { folder: trimmed.slice(0, at), name: trimmed.slice(at) };
}
