import { dirname, resolve } from 'node:path';
import type { PlainMap } from '../manifest/node.ts';
import type { Project } from '../project/project.ts';
import type { Invocation } from './invocation.ts';

/** The options of the invocation as `run_results.json` has them: every flag with what applied, and whatever was given on the line. */
export function runArgs(project: Project, { args, command }: Pick<Invocation, 'args' | 'command'>): PlainMap {
  const flags = Object.entries(project.flags).filter(([, value]) => value !== null);
  const { file } = project.target;
  return {
    ...(Object.fromEntries(flags.map(([name, value]) => [name.toLowerCase(), value])) as PlainMap),
    project_dir: project.dir,
    profiles_dir: file === null ? project.dir : dirname(resolve(project.dir, file)),
    select: [],
    exclude: [],
    resource_types: [],
    exclude_resource_types: [],
    ...args,
    vars: project.cliVars as PlainMap,
    which: command,
  };
}
