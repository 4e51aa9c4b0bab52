import type { Effects } from './effects.ts';
import { invoke } from './invocation.ts';
import { openProject } from './open-project.ts';
import type { ProjectOptions } from './options.ts';
import { fine, type Outcome } from './outcome.ts';
import { targetFolder, writeManifest } from './target-folder.ts';

/** Checks the project and writes its manifest, without a connection. */
export const parse = (options: ProjectOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  invoke(options, { effects, signal }, async invocation => {
    const open = await openProject(options, invocation);
    const folder = targetFolder(open.project, invocation);
    await writeManifest(open, invocation, { folder, compiled: new Map() });
    const { nodes, sources, macros } = open.manifest;
    const own = [...macros.values()].filter(macro => open.project.packages.some(one => one.name === macro.package_name));
    const text = `The project is sound: ${nodes.size} nodes, ${sources.size} sources, ${own.length} macros of its own.`;
    effects.emit({ kind: 'note', at: effects.clock.now(), text });
    return fine;
  });
