import { StartFailure } from '../diagnostic/diagnostic.ts';
import { DBT_VERSION } from '../project/dbt-version.ts';
import type { Project, Yaml } from '../project/project.ts';
import { connect } from './connect.ts';
import type { Effects } from './effects.ts';
import { type Invocation, invoke } from './invocation.ts';
import { type OpenAdapter, openAdapter, publicFields } from './open-adapter.ts';
import { readProject } from './open-project.ts';
import type { ProjectOptions } from './options.ts';
import { failed, fine, type Outcome } from './outcome.ts';

/** Shows what a command would use, and tries the connection. */
export const debug = (options: ProjectOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  invoke(options, { effects, signal }, async invocation => {
    const say = sayer(invocation);
    say('Modelwright', `${effects.installed.version} (speaks the language of dbt ${DBT_VERSION})`);
    say('Runtime', `Node ${process.version} on ${process.platform} ${process.arch}`);
    const project = await readProject(options, effects);
    tellProject(project, say);
    const adapter = await openAdapter(project.target, effects);
    for (const diagnostic of [...project.diagnostics, ...adapter.diagnostics])
      effects.emit({ kind: 'diagnostic', at: effects.clock.now(), diagnostic });
    tellConnection(project, adapter, say);
    return (await testConnection({ project, adapter }, invocation, say)) ? fine : failed;
  });

type Say = (label: string, text: string) => void;

const sayer =
  ({ effects }: Invocation): Say =>
  (label, text) =>
    effects.emit({ kind: 'output', at: effects.clock.now(), text: `${`${label}:`.padEnd(15)}${text}`, node: null });

function tellProject({ dir, packages, target }: Project, say: Say): void {
  const [root] = packages;
  say('Project', `${root.config.name} in ${dir}`);
  say('Project file', root.config.file);
  say('Profiles file', target.file ?? 'none: DuckDB in a file beside the project file');
  say('Profile', `${target.profileName}, target ${target.name}`);
}

function tellConnection({ target }: Project, { plugin, facts }: OpenAdapter, say: Say): void {
  say('Adapter', plugin.name);
  const shown = Object.entries(publicFields(plugin, target.fields)).filter(([name]) => name !== 'type');
  for (const [name, value] of shown) say(`  ${name}`, textOf(value));
  const hidden = Object.keys(target.fields).filter(name => name !== 'type' && !shown.some(([known]) => known === name));
  for (const name of hidden) say(`  ${name}`, '*****');
  say('  threads', String(target.threads));
  say('Tables go to', [facts.defaultDatabase, facts.defaultSchema].filter(part => part !== null).join('.'));
}

const textOf = (value: Yaml): string => (typeof value === 'string' ? value : JSON.stringify(value));

async function testConnection(
  open: { readonly project: Project; readonly adapter: OpenAdapter },
  invocation: Invocation,
  say: Say,
): Promise<boolean> {
  const { effects } = invocation;
  try {
    const warehouse = await connect(open, invocation);
    say('Server', [warehouse.server.flavour, warehouse.server.version].filter(part => part !== null).join(' '));
    await warehouse.close();
    say('Connection', 'works');
    return true;
  } catch (error) {
    if (!(error instanceof StartFailure)) throw error;
    say('Connection', 'fails');
    for (const diagnostic of error.diagnostics) effects.emit({ kind: 'diagnostic', at: effects.clock.now(), diagnostic });
    return false;
  }
}
