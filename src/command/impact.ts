import { join, resolve } from 'node:path';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { impactOf } from '../lineage/impact.ts';
import type { PlainMap } from '../manifest/node.ts';
import { earlierColumns } from './earlier-columns.ts';
import type { Effects } from './effects.ts';
import { type ImpactReport, impactJson, impactMarkdown, watchersOf } from './impact-report.ts';
import { invoke } from './invocation.ts';
import { nodeName } from './lineage.ts';
import { type OpenProject, openProject } from './open-project.ts';
import type { ProjectOptions } from './options.ts';
import { failed, fine, type Outcome } from './outcome.ts';
import { jsonAt, projectColumns } from './project-columns.ts';

export interface ImpactOptions extends ProjectOptions {
  /** A target folder of the version to compare with, with its `column_lineage.json` or the compiled SQL in its `manifest.json`; empty when none is named. */
  readonly state: string;
  readonly format: ImpactFormat;
}
export const impactFormats = ['markdown', 'json'] as const;
export type ImpactFormat = (typeof impactFormats)[number];

/** Tells which columns, tests and exposures a change touches, and what it breaks. Fails when it breaks something. */
export const impact = (options: ImpactOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  invoke(options, { effects, signal }, async invocation => {
    if (options.state === '') throw new StartFailure([diagnose('column-state-needed', null, {})]);
    const open = await openProject(options, invocation);
    const folder = resolve(open.project.dir, options.state);
    const manifest = await jsonAt(join(folder, 'manifest.json'), invocation);
    const before = await earlierColumns({ folder, manifest, open }, invocation);
    if (before === null) throw new StartFailure([diagnose('column-no-state', null, { path: options.state })]);
    const { lineage } = await projectColumns(open, invocation);
    const comparison = {
      before,
      after: lineage.lineage,
      edited: editedNodes(open, manifest),
    };
    const found = impactOf(comparison);
    const report: ImpactReport = {
      ...found,
      ...watchersOf(found, open.manifest),
      nameOf: id => nodeName(id, open.manifest),
    };
    const text = options.format === 'json' ? impactJson(report) : impactMarkdown(report);
    effects.emit({ kind: 'output', at: effects.clock.now(), text, node: null });
    return report.broken.length > 0 ? failed : fine;
  });

/** Nodes whose text differs from that in the other manifest; all of them when there is none. */
function editedNodes({ manifest }: OpenProject, before: PlainMap | null): ReadonlySet<string> {
  const nodes = (before?.['nodes'] ?? {}) as Readonly<Record<string, { readonly checksum?: { readonly checksum?: string } }>>;
  const isSame = (id: string, checksum: string): boolean => nodes[id]?.checksum?.checksum === checksum;
  return new Set(
    [...manifest.nodes.values()].flatMap(node => (isSame(node.unique_id, node.checksum.checksum) ? [] : [node.unique_id])),
  );
}
