import { createRequire } from 'node:module';

/** Loaded when there is a rule: most projects have none. */
const picomatch = (): typeof import('picomatch') => createRequire(import.meta.url)('picomatch') as typeof import('picomatch');

interface Rule {
  readonly matches: (path: string) => boolean;
  readonly isNegated: boolean;
  readonly isForFolders: boolean;
}

export interface Ignore {
  /** Whether a file, by its path from the package folder, is to be left out. */
  readonly file: (path: string) => boolean;
  /** Whether nothing in a folder can be wanted. */
  readonly folder: (path: string) => boolean;
}

/**
 * The rules of `.modelignore` and `.dbtignore`, in gitignore's syntax: the last line that matches a file or a folder above it
 * decides. Other than in git, `!` brings back a file whose folder is left out.
 */
export function parseIgnore(texts: readonly string[]): Ignore {
  const rules = texts.flatMap(text => text.split(/\r?\n/)).flatMap(line => ruleOf(line) ?? []);
  const canBringBack = rules.some(rule => rule.isNegated);
  const ignored = (paths: readonly string[], isFile: boolean): boolean => {
    const applies = (rule: Rule) =>
      paths.some((path, index) => !(isFile && index === 0 && rule.isForFolders) && rule.matches(path));
    const last = rules.findLast(applies);
    return last !== undefined && !last.isNegated;
  };
  return {
    file: path => rules.length > 0 && ignored(withAncestors(path), true),
    folder: path => rules.length > 0 && !canBringBack && ignored(withAncestors(path), false),
  };
}

function withAncestors(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
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
  return { matches: picomatch()(glob, { dot: true, nobrace: true, noextglob: true, nonegate: true }), isNegated, isForFolders };
}
