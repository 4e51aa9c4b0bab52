import { join, relative, resolve } from 'node:path';
import { manifestOf, unknownSchema } from '../artifact/manifest-reader.ts';
import { earlierRunOf } from '../artifact/run-results-reader.ts';
import type { Deferral } from '../compile/deferral.ts';
import { type Diagnostic, diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import type { Earlier } from '../graph/earlier.ts';
import type { NodeId } from '../manifest/id.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { PlainMap } from '../manifest/node.ts';
import type { Project } from '../project/project.ts';
import { momentOf } from '../sql/moment.ts';
import type { Effects } from './effects.ts';
import type { OpenProject } from './open-project.ts';
import { targetDir } from './target-dir.ts';

/** What `--state` and `--defer-state` name, as far as it is there. */
export interface EarlierRuns {
  /** Null when no folder is named. */
  readonly compared: Earlier | null;
  /** Of the folder that `--defer` reads from. */
  readonly deferred: { readonly path: string; readonly manifest: Manifest | null } | null;
}

/** Reads the folders before anything is written, since one may be the target folder. Fails with StartFailure for what is no artifact. */
export async function readEarlierRuns(project: Project, effects: Pick<Effects, 'files'>): Promise<EarlierRuns> {
  const [state, deferState] = (['STATE', 'DEFER_STATE'] as const).map(name => folderOf(project, name));
  const compared = state == null ? null : await comparedIn(state, project, effects);
  const folder = deferState ?? state ?? null;
  if (folder === null) return { compared, deferred: null };
  const path = join(folder, 'manifest.json');
  const manifest = compared !== null && folder === state ? compared.manifest : await manifestAt(path, project, effects);
  return { compared, deferred: { path, manifest } };
}

function folderOf({ dir, flags }: Project, name: 'STATE' | 'DEFER_STATE'): string | null {
  const folder = flags[name];
  return typeof folder === 'string' && folder !== '' ? resolve(dir, folder) : null;
}

async function comparedIn(dir: string, project: Project, effects: Pick<Effects, 'files'>): Promise<Earlier> {
  const file = (name: string): string => join(dir, name);
  const shown = (path: string): string => relative(project.dir, path) || path;
  const results = await artifactAt(file('run_results.json'), project, effects);
  const sources = [file('sources.json'), join(targetDir(project), 'sources.json')] as const;
  const [then, now] = await Promise.all(sources.map(path => artifactAt(path, project, effects)));
  return {
    manifest: await manifestAt(file('manifest.json'), project, effects),
    sourceNames: project.flags['STATE_MODIFIED_COMPARE_MORE_UNRENDERED_VALUES'] === true ? 'written' : 'rendered',
    statuses: results === null ? null : new Map(earlierRunOf(results).results.map(({ node, status }) => [node, status])),
    fresherSources: then == null || now == null ? null : fresher(then, now),
    missing: {
      state: shown(file('manifest.json')),
      result: shown(file('run_results.json')),
      source_status: shown(sources[then == null ? 0 : 1]),
    },
  };
}

/** Sources whose newest row is newer than it was, or that were not looked at then. */
function fresher(then: PlainMap, now: PlainMap): ReadonlySet<NodeId> {
  const before = loadedAt(then);
  return new Set([...loadedAt(now)].filter(([id, at]) => at > (before.get(id) ?? -Infinity)).map(([id]) => id));
}

const loadedAt = ({ results }: PlainMap): ReadonlyMap<NodeId, number> =>
  new Map(
    (Array.isArray(results) ? (results as readonly PlainMap[]) : []).flatMap(one => {
      const moment = momentOf(String(one['max_loaded_at'] ?? ''));
      return moment === null ? [] : [[String(one['unique_id']) as NodeId, moment.getTime()] as const];
    }),
  );

async function manifestAt(path: string, project: Project, effects: Pick<Effects, 'files'>): Promise<Manifest | null> {
  const artifact = await artifactAt(path, project, effects);
  if (artifact === null) return null;
  const version = unknownSchema(artifact);
  if (version === null) return manifestOf(artifact);
  throw new StartFailure([diagnose('command-state-version', null, { path: relative(project.dir, path), version })]);
}

/** Null when there is no such file. */
async function artifactAt(path: string, { dir }: Project, { files }: Pick<Effects, 'files'>): Promise<PlainMap | null> {
  const bytes = await files.read(path);
  if (bytes === null) return null;
  try {
    const artifact: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof artifact === 'object' && artifact !== null && !Array.isArray(artifact)) return artifact as PlainMap;
    throw new Error('It is no JSON object.');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartFailure([diagnose('command-state-unreadable', null, { path: relative(dir, path), reason })]);
  }
}

/** A folder that is compared with and written to at once is told of. */
export function stateProblems(project: Project): readonly Diagnostic[] {
  const target = targetDir(project);
  if (folderOf(project, 'STATE') !== target) return [];
  return [diagnose('command-state-is-target', null, { path: relative(project.dir, target) }, { severity: 'warning' })];
}

/** What `--defer` asks for; null when it does not. Fails with StartFailure when there is nothing to read. */
export function deferralOf(open: OpenProject): Deferral | null {
  const { flags } = open.project;
  if (flags['DEFER'] !== true) return null;
  return { manifest: deferredManifest(open, '--defer'), favor: flags['FAVOR_STATE'] === true ? 'state' : 'built' };
}

/** What `model clone` makes views of. Fails with StartFailure when there is nothing to read. */
export const clonedManifest = (open: OpenProject): Manifest => deferredManifest(open, 'model clone');

function deferredManifest({ earlierRuns: { deferred }, project }: OpenProject, what: string): Manifest {
  if (deferred !== null && deferred.manifest !== null) return deferred.manifest;
  const missing = deferred === null ? null : relative(project.dir, deferred.path) || deferred.path;
  throw new StartFailure([diagnose('command-defer-needs-state', null, { what, missing })]);
}
