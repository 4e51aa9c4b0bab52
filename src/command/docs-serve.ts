import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { serveFolder } from './docs-server.ts';
import type { Effects } from './effects.ts';
import { invoke } from './invocation.ts';
import { readProject } from './open-project.ts';
import type { ProjectOptions } from './options.ts';
import { fine, type Outcome } from './outcome.ts';
import { targetDir } from './target-dir.ts';

export interface ServeOptions extends ProjectOptions {
  /** 0: any that is free. */
  readonly port: number;
  readonly host: string;
}

/** Serves the docs until the signal is aborted. */
export const docsServe = (options: ServeOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  invoke(options, { effects, signal }, async () => {
    const project = await readProject(options, effects);
    const dir = targetDir(project);
    if (!(await isFile(join(dir, 'index.html')))) throw new StartFailure([diagnose('command-docs-missing', null, { path: dir })]);
    const site = await serveFolder(dir, options);
    effects.emit({ kind: 'note', at: effects.clock.now(), text: `Docs at ${site.url} (Ctrl-C ends)` });
    await aborted(signal);
    await site.close();
    return fine;
  });

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isFile(),
    () => false,
  );
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
