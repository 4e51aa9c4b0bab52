import { lstat, rm } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type Diagnostic, diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import type { Project } from '../project/project.ts';
import type { Effects } from './effects.ts';
import { type Invocation, invoke } from './invocation.ts';
import { readProject } from './open-project.ts';
import type { ProjectOptions } from './options.ts';
import { fine, type Outcome } from './outcome.ts';
import { targetDir } from './target-dir.ts';

/** Deletes what other commands wrote. Nothing is deleted when anything asked for must stay. */
export const clean = (options: ProjectOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  invoke(options, { effects, signal }, async invocation => {
    const project = await readProject(options, effects);
    const { cleanTargets } = project.packages[0].config;
    const paths = [...new Set([...cleanTargets.map(path => resolve(project.dir, path)), targetDir(project)])];
    const problems = (await Promise.all(paths.map(path => refusal(path, project, effects)))).flat();
    if (problems.length > 0) throw new StartFailure(problems);
    for (const path of paths) await remove(path, project, invocation);
    return fine;
  });

/** The real path of each is looked at, since a link may lead out of the project. */
async function refusal(path: string, project: Project, { files }: Effects): Promise<readonly Diagnostic[]> {
  const shown = isBelow(path, project.dir) ? relative(project.dir, path) : path;
  const outside = [diagnose('command-clean-outside', null, { path: shown })];
  if (!isBelow(path, project.dir)) return outside;
  if (!(await exists(path))) return [];
  // A link is itself deleted, and never what it leads to; the folders above it may lead elsewhere.
  const parent = await files.realPath(join(path, '..'));
  const home = await files.realPath(project.dir);
  if (parent !== home && !isBelow(parent, home)) return outside;
  return holdsSources(path, project) ? [diagnose('command-clean-sources', null, { path: shown })] : [];
}

const isBelow = (path: string, dir: string): boolean => {
  const way = relative(dir, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};

function holdsSources(path: string, project: Project): boolean {
  const root = project.packages[0];
  const own = [root.config.file, ...root.files.map(file => file.path)].map(file => join(project.dir, file));
  return own.some(file => file === path || isBelow(file, path));
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

async function remove(path: string, project: Project, { effects }: Invocation): Promise<void> {
  if (!(await exists(path))) return;
  await rm(path, { recursive: true, force: true });
  effects.emit({ kind: 'note', at: effects.clock.now(), text: `Deleted ${relative(project.dir, path)}` });
}
