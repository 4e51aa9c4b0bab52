import type { AdapterHost, AdapterPlugin, Warehouse } from '../adapter/adapter.ts';

/** One connection for all that a session does, whoever asks for it. */
export interface KeptConnection {
  /** The adapter with a `connect` that gives the connection that is there; closing what it gives only hands it back. */
  keeping(plugin: AdapterPlugin): AdapterPlugin;
  /** Opens what was let go, since it will soon be asked for. What this fails with is told to who then asks. */
  wake(): void;
  close(): Promise<void>;
}

export interface KeepOptions {
  /** After so long without use a file is let go, since other programs want to open it too. */
  readonly idleMs: number;
}

interface Kept {
  readonly key: string;
  readonly warehouse: Promise<Warehouse>;
  users: number;
  timer: NodeJS.Timeout | null;
  /** Called when nobody uses it any more. */
  onFree: (() => void) | null;
}

interface Asked {
  readonly plugin: AdapterPlugin;
  readonly config: unknown;
  readonly host: AdapterHost;
}

export function keptConnection({ idleMs }: KeepOptions): KeptConnection {
  const ended = new AbortController();
  let kept: Kept | null = null;
  let last: Asked | null = null;

  const forget = async (one: Kept): Promise<void> => {
    if (one.timer !== null) clearTimeout(one.timer);
    if (kept === one) kept = null;
    const warehouse = await one.warehouse.catch(() => null);
    await warehouse?.close();
  };
  const open = (asked: Asked, signal: AbortSignal): Kept => {
    const { plugin, config, host } = asked;
    const warehouse = plugin.connect(config, { ...host, signal });
    const one: Kept = { key: keyOf(asked), warehouse, users: 0, timer: null, onFree: null };
    kept = one;
    warehouse.catch(() => {
      if (kept === one) kept = null;
    });
    return one;
  };
  /** A connection to something else gives way when it is free. */
  const current = async (asked: Asked): Promise<Kept | null> => {
    if (kept === null || kept.key === keyOf(asked)) return kept;
    const old = kept;
    if (old.users > 0)
      await new Promise<void>(resolve => {
        old.onFree = resolve;
      });
    await forget(old);
    return null;
  };
  const letGo = (one: Kept): void => {
    one.timer = setTimeout(() => void (one.users === 0 && forget(one)), idleMs);
  };
  const release = (one: Kept, warehouse: Warehouse): void => {
    one.users -= 1;
    if (one.users > 0) return;
    one.onFree?.();
    if (warehouse.holdsFile !== undefined && kept === one) letGo(one);
  };
  const lease = async (asked: Asked): Promise<Warehouse> => {
    last = asked;
    // The signal of who asks ends the attempt to connect, and not the connection.
    const attempt = new AbortController();
    const abort = (): void => attempt.abort();
    asked.host.signal.addEventListener('abort', abort);
    const one = (await current(asked)) ?? open(asked, AbortSignal.any([attempt.signal, ended.signal]));
    if (one.timer !== null) clearTimeout(one.timer);
    one.users += 1;
    try {
      return leased(await one.warehouse, warehouse => release(one, warehouse));
    } finally {
      asked.host.signal.removeEventListener('abort', abort);
    }
  };
  return {
    keeping: plugin => ({ ...plugin, connect: (config, host) => lease({ plugin, config, host }) }),
    wake: () => {
      if (last === null || kept !== null || ended.signal.aborted) return;
      const one = open(last, ended.signal);
      one.warehouse.then(
        warehouse => {
          if (one.users === 0 && warehouse.holdsFile !== undefined) letGo(one);
        },
        () => undefined,
      );
    },
    close: async () => {
      ended.abort();
      if (kept !== null) await forget(kept);
    },
  };
}

/** Holds secrets, and never leaves this file. */
const keyOf = ({ plugin, config, host }: Asked): string =>
  JSON.stringify([plugin.name, config, host.projectDir, host.threads], (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );

function leased(warehouse: Warehouse, release: (warehouse: Warehouse) => void): Warehouse {
  const { server, catalog, holdsFile } = warehouse;
  let isBack = false;
  return {
    server,
    catalog,
    ...(holdsFile === undefined ? {} : { holdsFile }),
    session: options => warehouse.session(options),
    ...(warehouse.expect === undefined ? {} : { expect: warehouse.expect.bind(warehouse) }),
    ...(warehouse.lock === undefined ? {} : { lock: warehouse.lock.bind(warehouse) }),
    close: async () => {
      if (isBack) return;
      isBack = true;
      release(warehouse);
    },
  };
}
