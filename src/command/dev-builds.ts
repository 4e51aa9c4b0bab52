import { WarehouseError } from '../adapter/error.ts';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import type { NodeId } from '../manifest/id.ts';
import { afterRun, firstOf, restOf, type Unbuilt, withChanged, within } from '../session/unbuilt.ts';
import { buildNodes } from './build.ts';
import type { Watching } from './dev-loop.ts';
import type { OpenProject } from './open-project.ts';
import { runChosen, withText } from './run-nodes.ts';

/** One build at a time, and what is left for the next one. */
export interface DevBuilds {
  /** Cancels what is being built, and builds these nodes first, then what that left. */
  start(open: OpenProject, ids: ReadonlySet<NodeId>, selected: ReadonlySet<NodeId>): Promise<void>;
  isBusy(): boolean;
  /** Cancels what is being built, and waits until the warehouse has let it go. */
  stop(): Promise<void>;
}

interface Running {
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

export function devBuilds({ invocation, docs }: Pick<Watching, 'invocation' | 'docs'>): DevBuilds {
  let unbuilt: Unbuilt = new Map();
  let running: Running | null = null;

  const stop = async (): Promise<void> => {
    running?.controller.abort();
    await running?.ended;
    running = null;
  };
  /** `refused`: the outside world did not let it begin, so all of it is still to be done when something changes next. */
  const attempt = async (open: OpenProject, ids: ReadonlySet<NodeId>, signal: AbortSignal): Promise<'ended' | 'refused'> => {
    const { effects } = invocation;
    const place = { ...invocation, command: 'build', startedAt: effects.clock.now(), signal };
    const chosen = withText(open, ids);
    const waiting = { command: 'build', waitForLockMs: Number.POSITIVE_INFINITY };
    try {
      const { results } =
        chosen.size === 0 ? { results: [] } : await runChosen({ command: buildNodes, options: waiting, open, chosen }, place);
      unbuilt = afterRun(unbuilt, ids, { results, cancelled: signal.aborted });
      return 'ended';
    } catch (error) {
      if (signal.aborted && (error instanceof StartFailure || error instanceof WarehouseError)) return 'refused';
      for (const diagnostic of reasons(error, effects.installed.version))
        effects.emit({ kind: 'diagnostic', at: effects.clock.now(), diagnostic });
      return 'refused';
    }
  };
  const build = async (open: OpenProject, changed: ReadonlySet<NodeId>, signal: AbortSignal): Promise<void> => {
    for (let ids = firstOf(unbuilt, changed, open.graph); ids.size > 0 && !signal.aborted; ids = restOf(unbuilt))
      if ((await attempt(open, ids, signal)) === 'refused') break;
    if (signal.aborted) return;
    running = null;
    docs.renew(open);
  };
  return {
    stop,
    isBusy: () => running !== null,
    start: async (open, ids, selected) => {
      await stop();
      unbuilt = within(withChanged(unbuilt, ids), selected);
      const controller = new AbortController();
      const signal = AbortSignal.any([controller.signal, invocation.signal]);
      running = { controller, ended: build(open, ids, signal) };
    },
  };
}

/** Even a mistake of our own does not end it. */
function reasons(error: unknown, version: string) {
  if (error instanceof StartFailure) return error.diagnostics;
  if (error instanceof WarehouseError) return [diagnose('warehouse-failed', null, { text: error.message, hint: error.hint })];
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [diagnose('command-unexpected', null, { version }, { notes: text.split('\n') })];
}
