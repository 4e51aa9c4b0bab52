import { relative } from 'node:path';
import { type Diagnostic, StartFailure } from '../diagnostic/diagnostic.ts';
import { spanText } from '../diagnostic/span.ts';
import { descendants } from '../graph/graph.ts';
import type { NodeId } from '../manifest/id.ts';
import { parseMemory } from '../parse/memory.ts';
import { changedNodes } from '../session/changed-nodes.ts';
import type { Saves } from '../session/saves.ts';
import type { WatchedFiles } from '../session/watched-files.ts';
import { buildNodes } from './build.ts';
import { choose } from './choose.ts';
import type { DevOptions } from './dev.ts';
import { type DevBuilds, devBuilds } from './dev-builds.ts';
import type { EmitCommand } from './event.ts';
import type { Invocation } from './invocation.ts';
import type { LiveDocs } from './live-docs.ts';
import { type OpenProject, openProject } from './open-project.ts';
import { targetDir } from './target-dir.ts';

export interface Watching {
  readonly options: DevOptions;
  readonly invocation: Invocation;
  readonly saves: Saves;
  readonly watched: WatchedFiles;
  readonly docs: LiveDocs;
}

/** Exposures and saved queries have nothing to do. */
const kinds = buildNodes.kinds.filter(kind => kind !== 'exposure' && kind !== 'saved_query');

/**
 * Reads the project again after each save, and builds what that changed. A mistake in the project is told and waits for the next save;
 * what is being built goes on meanwhile. A save that changes something to build cancels the running build: whoever saves waits for what was
 * saved. What the cancelled build had finished stays, and the rest of it is built after what was saved.
 */
export async function watchAndBuild(watching: Watching): Promise<void> {
  const { invocation, saves } = watching;
  const { signal } = invocation;
  const builds = devBuilds(watching);
  const reader = projectReader(watching);
  let now = await reader.first();
  await begin(now, watching, builds);
  try {
    for (let paths = await saves.next(signal); !signal.aborted; paths = await saves.next(signal)) {
      const before = now;
      const files = filesOf(paths, before, watching.options);
      if (files.length === 0) continue;
      now = await reader.again(before, files);
      if (now.isBroken) continue;
      await afterSave({ before, now, files }, watching, builds);
    }
  } finally {
    await builds.stop();
  }
}

/** The project as it was when it could last be read. */
interface Read {
  readonly open: OpenProject | null;
  /** Of the nodes that are to be kept up to date. */
  readonly selected: ReadonlySet<NodeId>;
  /** Whether it cannot be read as it is now. */
  readonly isBroken: boolean;
}

async function begin(
  { open, selected }: Read,
  { options, invocation: { effects }, docs }: Watching,
  builds: DevBuilds,
): Promise<void> {
  if (open !== null) await docs.serve(open);
  effects.emit({ kind: 'note', at: effects.clock.now(), text: 'Watching the project. Ctrl-C ends.' });
  if (open !== null && options.start === 'build') await builds.start(open, selected, selected);
}

/** From the project's folder. That we make one for what we write is no change of the project. */
function filesOf(paths: readonly string[], { open }: Read, { projectDir }: DevOptions): readonly string[] {
  const own = open === null ? null : targetDir(open.project);
  return paths
    .filter(path => path !== own)
    .map(path => relative(projectDir, path) || path)
    .sort();
}

interface Saved {
  readonly before: Read;
  readonly now: Read;
  readonly files: readonly string[];
}

async function afterSave({ before, now, files }: Saved, watching: Watching, builds: DevBuilds): Promise<void> {
  const { open, selected } = now;
  if (open === null) return;
  await watching.docs.serve(open);
  const { effects } = watching.invocation;
  const changed = before.open === null ? selected : changedNodes(before.open, open);
  const picked = new Set([...changed].filter(id => selected.has(id)));
  const ids = withBelow(picked, now, watching.options.reach);
  if (ids.size > 0) await builds.stop();
  const outcome = outcomeOf({ before, now, changed, picked, ids });
  if (isWorthTelling(outcome, open, files)) effects.emit({ kind: 'save', at: effects.clock.now(), files, ...outcome });
  if (ids.size > 0) await builds.start(open, ids, selected);
  else if (!builds.isBusy()) watching.docs.renew(open);
}

/** Tests of what changed always come with it. */
function withBelow(picked: ReadonlySet<NodeId>, { open, selected }: Read, reach: DevOptions['reach']): ReadonlySet<NodeId> {
  if (open === null) return picked;
  const below = descendants(open.graph, picked, reach === 'below' ? Number.POSITIVE_INFINITY : 1);
  const wanted = [...below].filter(id => selected.has(id) && (reach === 'below' || isTest(id)));
  return new Set([...picked, ...wanted]);
}

const isTest = (id: NodeId): boolean => id.startsWith('test.') || id.startsWith('unit_test.');

interface Outcome {
  readonly before: Read;
  readonly now: Read;
  readonly changed: ReadonlySet<NodeId>;
  readonly picked: ReadonlySet<NodeId>;
  readonly ids: ReadonlySet<NodeId>;
}

function outcomeOf({ before, now, changed, picked, ids }: Outcome) {
  const { nodes: earlier } = before.open?.manifest ?? { nodes: new Map() };
  const { nodes } = now.open?.manifest ?? { nodes: new Map() };
  const nameOf = (id: NodeId): string => nodes.get(id)?.name ?? id.split('.').slice(2).join('.');
  const hasTable = (id: NodeId): boolean => /^(?:model|seed|snapshot)\./.test(id);
  const isKnown = (id: NodeId): boolean => nodes.has(id);
  return {
    outcome: 'read' as const,
    changed: [...picked].map(nameOf),
    below: [...ids].filter(id => !picked.has(id) && !isTest(id)).length,
    tests: [...ids].filter(id => !picked.has(id) && isTest(id)).length,
    outside: [...changed].filter(id => !picked.has(id) && hasTable(id) && isKnown(id)).map(nameOf),
    removed: [...earlier.values()].filter(node => hasTable(node.unique_id) && !isKnown(node.unique_id)).map(node => node.name),
    isMended: before.isBroken,
  };
}

/** Files come and go in a project's folder that are no part of it. */
const isWorthTelling = (
  { changed, outside, removed, isMended }: ReturnType<typeof outcomeOf>,
  { project }: OpenProject,
  files: readonly string[],
): boolean =>
  isMended ||
  [changed, outside, removed].some(names => names.length > 0) ||
  project.packages.some(one => one.files.some(file => files.includes(file.displayPath)));

interface ProjectReader {
  /** Fails with StartFailure when there is no project, or a selector makes no sense. */
  first(): Promise<Read>;
  again(before: Read, files: readonly string[]): Promise<Read>;
}

function projectReader({ options, invocation, watched }: Watching): ProjectReader {
  const { effects } = invocation;
  const memory = parseMemory();
  const telling = tellingOnce(effects.emit);
  const read = async (): Promise<Read> => {
    const reading = { ...effects, files: watched.files, emit: telling.emit };
    const open = await openProject(
      options,
      { ...invocation, startedAt: effects.clock.now(), effects: reading },
      'refuse',
      memory,
    );
    watched.settle();
    return { open, selected: choose(open, { ...options, kinds }, reading), isBroken: false };
  };
  const tell = (error: unknown): void => {
    if (!(error instanceof StartFailure)) throw error;
    // Most warnings beside an error follow from it.
    for (const diagnostic of error.diagnostics.filter(one => one.severity === 'error'))
      telling.emit({ kind: 'diagnostic', at: effects.clock.now(), diagnostic });
  };
  return {
    first: async () => {
      try {
        return await read();
      } catch (error) {
        if (error instanceof StartFailure && error.diagnostics.some(isHopeless)) throw error;
        tell(error);
        return { open: null, selected: new Set(), isBroken: true };
      }
    },
    again: async (before, files) => {
      telling.again();
      try {
        return await read();
      } catch (error) {
        effects.emit({ kind: 'save', at: effects.clock.now(), files, outcome: 'broken' });
        tell(error);
        return { ...before, isBroken: true };
      }
    },
  };
}

/** What stands on the command line, no save of a file can mend. */
const isHopeless = ({ code, span }: Diagnostic): boolean =>
  code === 'project-not-found' || code === 'command-flag-value' || (code.startsWith('graph-') && span === null);

interface TellingOnce {
  readonly emit: EmitCommand;
  /** The project is read again. */
  again(): void;
}

/** A warning is told when it is new, and not once more with each save. */
function tellingOnce(emit: EmitCommand): TellingOnce {
  let before: ReadonlySet<string> = new Set();
  let now = new Set<string>();
  return {
    emit: event => {
      const key = event.kind === 'diagnostic' && event.diagnostic.severity === 'warning' ? keyOf(event.diagnostic) : null;
      if (key !== null) now.add(key);
      if (key === null || !before.has(key)) emit(event);
    },
    again: () => {
      before = now;
      now = new Set();
    },
  };
}

const keyOf = ({ code, span, text }: Diagnostic): string => `${code} ${span === null ? '' : spanText(span)} ${text}`;
