import type { Package } from '../project/project.ts';
import { fromPlain, hostFunction, type Value } from '../template/index.ts';
import { NamedMembers } from './named-members.ts';
import type { ProjectContext } from './project-context.ts';

/** `ref.config`: what packages ask of the whole project, where no other name tells it. */
export function runtimeConfig({ project, flags }: ProjectContext): NamedMembers {
  const [root] = project.packages;
  return new NamedMembers(
    'RuntimeConfig',
    new Map<string, Value>([
      ...packageMembers(root),
      ['dependencies', new Map(project.packages.map(one => [one.name, new NamedMembers('RuntimeConfig', packageMembers(one))]))],
      ['cli_vars', fromPlain(project.cliVars)],
      ['args', fromPlain(Object.fromEntries(Object.entries(flags).map(([name, value]) => [name.toLowerCase(), value])))],
      ['profile_name', project.target.profileName],
      ['target_name', project.target.name],
      ['threads', project.target.threads],
    ]),
  );
}

const packageMembers = ({ name, dir, config }: Package): Map<string, Value> =>
  new Map<string, Value>([
    ['project_name', name],
    ['version', config.version],
    ['project_root', dir],
    ['vars', variables(config)],
  ]);

const variables = ({ vars }: Package['config']): NamedMembers =>
  new NamedMembers('VarProvider', new Map([['to_dict', hostFunction('to_dict', [], () => fromPlain(vars))]]));
