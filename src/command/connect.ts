import type { AdapterPlugin, Warehouse } from '../adapter/adapter.ts';
import { WarehouseError } from '../adapter/error.ts';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import type { Project } from '../project/project.ts';
import type { Invocation } from './invocation.ts';
import type { OpenAdapter } from './open-adapter.ts';

export interface Connecting {
  readonly project: Project;
  readonly adapter: OpenAdapter;
}

/** Fails with StartFailure when the warehouse cannot be reached. */
export async function connect(open: Connecting, { effects, signal }: Invocation): Promise<Warehouse> {
  const { plugin, config } = open.adapter;
  try {
    return await plugin.connect(config, {
      emit: event => effects.emit({ kind: 'log', at: effects.clock.now(), level: 'info', text: event.text, node: null }),
      threads: open.project.target.threads,
      projectDir: open.project.dir,
      signal,
    });
  } catch (error) {
    throw connectionFailure(error, plugin);
  }
}

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
