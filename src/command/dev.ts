import type { AdapterPlugin } from '../adapter/adapter.ts';
import { diagnose } from '../diagnostic/diagnostic.ts';
import { keptConnection } from '../session/kept-connection.ts';
import { gatherSaves } from '../session/saves.ts';
import { watchedFiles } from '../session/watched-files.ts';
import { watchAndBuild } from './dev-loop.ts';
import type { Effects } from './effects.ts';
import type { EmitCommand } from './event.ts';
import { type Invocation, invoke } from './invocation.ts';
import { liveDocs } from './live-docs.ts';
import type { NodeOptions } from './options.ts';
import { fine, type Outcome } from './outcome.ts';

export interface DevOptions extends NodeOptions {
  /** `below`: with a changed node the selected nodes that read it are built too. */
  readonly reach: 'changed' | 'below';
  /** `build`: everything that is selected is built before anything changes. */
  readonly start: 'build' | 'wait';
  /** Null: no docs. A port of null is the usual one, or any that is free. */
  readonly docs: { readonly host: string; readonly port: number | null } | null;
}

/** Other programs want to open a database file that is not being written to. */
const idleMs = 500;

/** Builds what changes, as files are saved, until the signal is aborted. */
export const dev = (options: DevOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  invoke(options, { effects, signal }, async invocation => {
    const saves = gatherSaves();
    const connection = keptConnection({ idleMs });
    const watched = watchedFiles(effects.files, {
      onChange: path => {
        if (isSource.test(path)) connection.wake();
        saves.add(path);
      },
      onRefusal: once((folder, error) => {
        const params = { folder, reason: error.message, isLimit: error.code === 'ENOSPC' || error.code === 'EMFILE' };
        const diagnostic = diagnose('command-watch-refused', null, params, { severity: 'warning' });
        effects.emit({ kind: 'diagnostic', at: effects.clock.now(), diagnostic });
      }),
    });
    const { secrets, hide } = keptSecrets(effects);
    const loadAdapter = keptAdapters(effects, plugin => connection.keeping(plugin));
    const own: Invocation = { ...invocation, effects: { ...effects, hide, loadAdapter } };
    const docs = liveDocs({ options, invocation: own, secrets });
    const emit: EmitCommand = event => {
      docs.take(event);
      effects.emit(event);
    };
    try {
      await watchAndBuild({ options, invocation: { ...own, effects: { ...own.effects, emit } }, saves, watched, docs });
    } finally {
      watched.close();
      await docs.close();
      await connection.close();
    }
    return fine;
  });

/** What is likely to be built when it changes. */
const isSource = /\.(?:sql|py|csv|ya?ml)$/;

/** One object for each, as what is kept of an adapter is kept by that. */
function keptAdapters(effects: Effects, keeping: (plugin: AdapterPlugin) => AdapterPlugin): Effects['loadAdapter'] {
  const known = new Map<string, AdapterPlugin>();
  return async name => {
    const plugin = known.get(name) ?? keeping(await effects.loadAdapter(name));
    known.set(name, plugin);
    return plugin;
  };
}

/** All that was ever hidden, for those who are told of events by another way than the terminal. */
function keptSecrets(effects: Effects): { readonly secrets: () => readonly string[]; readonly hide: Effects['hide'] } {
  const known = new Set<string>();
  return {
    secrets: () => [...known],
    hide: secrets => {
      for (const secret of secrets) known.add(secret);
      effects.hide(secrets);
    },
  };
}

function once<Args extends readonly unknown[]>(act: (...args: Args) => void): (...args: Args) => void {
  let isDone = false;
  return (...args) => {
    if (!isDone) act(...args);
    isDone = true;
  };
}
