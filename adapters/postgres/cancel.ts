import type { PoolClient } from 'pg';

/** Asks the server to cancel what the connection with this process number is doing. */
export type Canceller = (processId: number) => Promise<void>;

const againMs = 250;
/** A server that does not answer by then has lost us. */
const patienceMs = 3000;

/** Cancels on the server when the signal aborts, again and again until the returned function is called. */
export function cancelOn(signal: AbortSignal, client: PoolClient, cancel: Canceller): () => Promise<void> {
  let timer: NodeJS.Timeout | null = null;
  let asking: Promise<void> | null = null;
  const { processID } = client as unknown as { readonly processID: number };
  const started = (): void => {
    const since = performance.now();
    const ask = (): void => {
      if (performance.now() - since > patienceMs) sever(client);
      // A cancellation that comes before the server has begun the statement is lost, so it is repeated.
      else
        asking ??= cancel(processID)
          .catch(() => undefined)
          .finally(() => (asking = null));
    };
    timer = setInterval(ask, againMs);
    ask();
  };
  signal.addEventListener('abort', started, { once: true });
  return async () => {
    signal.removeEventListener('abort', started);
    if (timer !== null) clearInterval(timer);
    // A request that is still under way would hit the next statement.
    if (asking !== null) await asking;
  };
}

const sever = (client: PoolClient): void =>
  void (client as unknown as { readonly connection: { readonly stream: { destroy(): void } } }).connection.stream.destroy();
