import picomatch from 'picomatch';

interface Rule {
  readonly matches: (path: string) => boolean;
  readonly isNegated: boolean;
  readonly isForFolders: boolean;
}

/** Whether a path below the package folder is to be left out. */
export type Ignores = (path: string, kind: 'file' | 'folder') => boolean;

/** The rules of `.modelignore` and `.dbtignore`, in gitignore's syntax: the last line that matches decides. */
export function parseIgnore(texts: readonly string[]): Ignores {
  const rules = texts.flatMap(text => text.split(/\r?\n/)).flatMap(line => ruleOf(line) ?? []);
  return (path, kind) => {
    const last = rules.findLast(rule => (kind === 'folder' || !rule.isForFolders) && rule.matches(path));
    return last !== undefined && !last.isNegated;
  };
}

function ruleOf(line: string): Rule | null {
  const written = line.replace(/(?<!\\)\s+$/, '');
  if (written === '' || written.startsWith('#')) return null;
  const isNegated = written.startsWith('!');
  const pattern = (isNegated ? written.slice(1) : written).replace(/^\\(?=[#!])/, '');
  const isForFolders = pattern.endsWith('/');
  const body = pattern.replace(/\/+$/, '');
  if (body === '') return null;
  const glob = body.includes('/') ? body.replace(/^\//, '') : `**/${body}`;
  return { matches: picomatch(glob, { dot: true, nobrace: true, noextglob: true, nonegate: true }), isNegated, isForFolders };
}
