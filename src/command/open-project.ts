import type { AdapterPlugin } from '../adapter/adapter.ts';
import type { ProjectContext } from '../context/project-context.ts';
import { type Diagnostic, diagnose, hasErrors, StartFailure } from '../diagnostic/diagnostic.ts';
import { cycleDiagnostic } from '../graph/cycle.ts';
import { buildGraph, type Graph } from '../graph/graph.ts';
import { type NamedSelectors, readSelectors } from '../graph/selector-file.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { ParseMemory } from '../parse/memory.ts';
import { type ParsedProject, parseProject } from '../parse/parse.ts';
import { DBT_VERSION } from '../project/dbt-version.ts';
import { loadProject } from '../project/load.ts';
import type { LoadOptions, Project } from '../project/project.ts';
import { type EarlierRuns, readEarlierRuns, stateProblems } from './earlier-run.ts';
import type { Effects } from './effects.ts';
import type { Invocation } from './invocation.ts';
import { internalMacros, type OpenAdapter, openAdapter } from './open-adapter.ts';
import type { ProjectOptions } from './options.ts';
import { runArgs } from './run-args.ts';
import { targetDir } from './target-dir.ts';

/** A project read and parsed, for one target. */
export interface OpenProject {
  readonly project: Project;
  readonly adapter: OpenAdapter;
  readonly plugin: AdapterPlugin;
  readonly manifest: Manifest;
  readonly context: ProjectContext;
  readonly graph: Graph;
  /** Of `selectors.yml`. */
  readonly selectors: NamedSelectors;
  /** What `--state` names, read before this run wrote anything. */
  readonly earlierRuns: EarlierRuns;
  /** Values that nothing written may show. */
  readonly secrets: readonly string[];
  /** What is wrong with the project, all of which was told; without errors unless they are kept. */
  readonly diagnostics: readonly Diagnostic[];
}

/** `keep`: a project with mistakes is opened as far as it could be read. */
export type Mistakes = 'refuse' | 'keep';

/** Reads the project and the adapter. Fails with StartFailure. */
export const readProject = (options: ProjectOptions, effects: Effects): Promise<Project> =>
  loadProject(loadOptions(options, effects), effects.files);

export function loadOptions(options: ProjectOptions, { clock, env, homeDir, hide }: Effects): LoadOptions {
  const { projectDir, profilesDir, profile, target, targetPath, threads, vars, flags } = options;
  const given = { profilesDir, profile, target, targetPath, threads, vars, flags };
  const defined = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { projectDir, ...defined, env, homeDir, hide, startedAt: clock.now() };
}

/** Fails with StartFailure that carries everything that is wrong with the project; warnings, and errors that are kept, are told at once. */
export async function openProject(
  options: ProjectOptions,
  invocation: Invocation,
  mistakes: Mistakes = 'refuse',
  memory?: ParseMemory,
): Promise<OpenProject> {
  const { effects } = invocation;
  const project = await loadProject(loadOptions(options, effects), effects.files, 'keep');
  const adapter = await openAdapter(project.target, effects);
  const parsed = await parse({ project, adapter, memory }, invocation);
  const graph = buildGraph(parsed.value.manifest);
  const cycle = hasErrors(parsed.diagnostics) ? null : cycleDiagnostic(graph, parsed.value.manifest);
  const unread: Diagnostic[] = [];
  const selectors = project.selectors === null ? new Map() : readSelectors(project.selectors, one => void unread.push(one));
  const broken = cycle === null ? [] : [cycle];
  const diagnostics = [...adapter.diagnostics, ...parsed.diagnostics, ...unread, ...broken, ...stateProblems(project)];
  if (mistakes === 'refuse') refuseOrTell(diagnostics, project, effects);
  else tell(diagnostics, effects);
  const { name, dialect } = adapter.plugin;
  const facts = { adapter: name, adapterVersion: dialect.assumedServer.version, targetDir: targetDir(project) };
  effects.emit({ kind: 'project', at: effects.clock.now(), name: project.packages[0].name, ...facts });
  const secrets = [...project.secrets, ...adapter.secrets];
  const earlierRuns = await readEarlierRuns(project, effects);
  return { project, adapter, plugin: adapter.plugin, ...parsed.value, graph, selectors, earlierRuns, secrets, diagnostics };
}

interface Parsing {
  readonly project: Project;
  readonly adapter: OpenAdapter;
  readonly memory: ParseMemory | undefined;
}

async function parse({ project, adapter: { plugin, facts }, memory }: Parsing, invocation: Invocation) {
  const { id, command, startedAt, effects } = invocation;
  const { clock, emit } = effects;
  const now = (): Date => clock.now();
  const args = runArgs(project, invocation);
  return parseProject({
    project,
    ...(memory === undefined ? {} : { memory }),
    adapter: facts,
    internalMacros: await internalMacros(plugin),
    invocation: { id, command, args, startedAt: micros(startedAt), dbtVersion: DBT_VERSION, now: () => micros(now()) },
    output: {
      log: (text, info) => emit({ kind: 'log', at: now(), level: info ? 'info' : 'debug', text, node: null }),
      warn: text => emit({ kind: 'log', at: now(), level: 'warn', text, node: null }),
    },
    flags: { ...project.flags, PROFILES_DIR: args['profiles_dir'] as string, PROJECT_DIR: project.dir },
  }) satisfies { readonly value: ParsedProject };
}

const micros = (date: Date): number => date.getTime() * 1000;

/** Errors end the command; so do warnings when the user says so. */
export function refuseOrTell(diagnostics: readonly Diagnostic[], project: Project, effects: Effects): void {
  if (hasErrors(diagnostics)) throw new StartFailure(diagnostics);
  if (diagnostics.length > 0 && project.flags['WARN_ERROR'] === true) {
    throw new StartFailure([...diagnostics, diagnose('command-warning-refused', null, { count: diagnostics.length })]);
  }
  tell(diagnostics, effects);
}

export const tell = (diagnostics: readonly Diagnostic[], { clock, emit }: Pick<Effects, 'clock' | 'emit'>): void => {
  for (const diagnostic of diagnostics) emit({ kind: 'diagnostic', at: clock.now(), diagnostic });
};
