import type { AdapterPlugin, Warehouse } from '../adapter/adapter.ts';
import { WarehouseError } from '../adapter/error.ts';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { pause } from '../execute/pause.ts';
import type { Project } from '../project/project.ts';
import type { Invocation } from './invocation.ts';
import type { OpenAdapter } from './open-adapter.ts';

export interface Connecting {
  readonly project: Project;
  readonly adapter: OpenAdapter;
  /** How long to try again while another process holds the database; default 0, not at all. */
  readonly waitForLockMs?: number;
}

/** Fails with StartFailure when the warehouse cannot be reached. */
export async function connect(open: Connecting, { effects, signal }: Invocation): Promise<Warehouse> {
  const { plugin, config } = open.adapter;
  const tell = (text: string): void => effects.emit({ kind: 'log', at: effects.clock.now(), level: 'info', text, node: null });
  const host = {
    emit: (event: { readonly text: string }): void => tell(event.text),
    threads: open.project.target.threads,
    projectDir: open.project.dir,
    signal,
  };
  const until = effects.clock.now().getTime() + (open.waitForLockMs ?? 0);
  for (let told = false; ; told = true) {
    try {
      return await plugin.connect(config, host);
    } catch (error) {
      const mayWait = isLocked(error) && !signal.aborted && effects.clock.now().getTime() < until;
      if (!mayWait) throw connectionFailure(error, plugin);
      if (!told) tell(`${error.message} Waiting until it is free.`);
      await pause(lockPauseMs, signal);
    }
  }
}

const lockPauseMs = 500;

const isLocked = (error: unknown): error is WarehouseError => error instanceof WarehouseError && error.reason === 'locked';

function connectionFailure(error: unknown, { name }: AdapterPlugin): unknown {
  if (!(error instanceof WarehouseError)) return error;
  const params = { adapter: name, message: error.message, hint: error.hint };
  return new StartFailure([diagnose('command-connection-failed', null, params)]);
}

/** Closes the warehouse whatever happens. */
export async function withWarehouse<T>(
  open: Connecting,
  invocation: Invocation,
  body: (warehouse: Warehouse) => Promise<T>,
): Promise<T> {
  const warehouse = await connect(open, invocation);
  try {
    return await body(warehouse);
  } finally {
    await warehouse.close();
  }
}
