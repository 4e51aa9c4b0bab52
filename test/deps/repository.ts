import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { folderOf } from '../project/folder.ts';

export interface Repository {
  readonly dir: string;
  /** As package lists name it. */
  readonly url: string;
  /** Commits these files, under a tag when one is given; returns the commit. */
  commit(files: Readonly<Record<string, string>>, tag?: string): string;
  git(...args: readonly string[]): string;
}

/** A real git repository, deleted when the test ends. */
export function repository(): Repository {
  const dir = folderOf({});
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], {
      cwd: dir,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  git('init', '--quiet', '--initial-branch=main');
  return {
    dir,
    url: `file://${dir}`,
    git,
    commit: (files, tag) => {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(join(dir, dirname(path)), { recursive: true });
        writeFileSync(join(dir, path), text);
      }
      git('add', '--all');
      git('commit', '--quiet', '--message', 'change');
      if (tag !== undefined) git('tag', tag);
      return git('rev-parse', 'HEAD');
    },
  };
}
